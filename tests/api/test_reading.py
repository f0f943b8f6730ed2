"""What sync programs read: stores, settings and connections, page by page."""

import pytest

from tests.api.program import Program, new_program
from tests.harness.bot import House
from tests.harness.connect_steps import (
    SellersBrowser,
    add_store,
    confirm_ownership,
    connected_store,
)
from tests.harness.revoke_steps import check_by_itself


@pytest.fixture
async def many(house: House) -> House:
    for country in ("🇺🇸 United States", "🇨🇦 Canada", "🇲🇽 Mexico", "🇩🇪 Germany", "🇸🇪 Sweden"):
        await add_store(house, country)
    return house


async def test_a_store_is_shown_with_its_settings(program: Program) -> None:
    listed = (await program.get("/stores")).body
    (store,) = listed["stores"]

    assert listed["next_cursor"] is None
    assert store == (await program.get(f"/stores/{program.store}")).body
    settings = (await program.get(f"/stores/{program.store}/settings")).body
    assert settings == {
        "website": {"commerce": "Nordic Shop", "code": "base", "name": "Nordic Shop International"},
        "marketplace": {
            "id": "ATVPDKIKX0DER",
            "country": "US",
            "name": "United States",
            "region": "NA",
        },
        "mapping": None,
        "active": True,
    }
    assert settings.items() <= store.items()
    assert (store["key"], store["status"]) == (program.store, "connected")


async def test_a_connection_says_whose_until_when_and_for_which_stores(program: Program) -> None:
    (connection,) = (await program.get("/connections")).body["connections"]

    assert connection == (await program.get(f"/connections/{connection['id']}")).body
    assert connection["seller_id"] == "A2NORDICOUT01"
    assert connection["seller_name"] == "Nordic Outdoor"
    assert (connection["region"], connection["status"]) == ("NA", "connected")
    assert connection["ends_at"].startswith("2028-01-11")
    assert connection["stores"] == [program.store]
    assert (await program.get("/stores")).body["stores"][0]["connection"] == connection["id"]


async def test_pages_lead_through_all_stores_once(many: House) -> None:
    async with new_program(many) as program:
        path, names = "/stores?limit=2", []
        while path:
            answer = await program.get(path)
            names.append([store["marketplace"]["country"] for store in answer.body["stores"]])
            following = answer.headers.get("Link", "")
            assert bool(following) is (answer.body["next_cursor"] is not None)
            path = following.partition(">")[0].removeprefix("</api/v1")

    assert names == [["CA", "DE"], ["MX", "SE"], ["US"]]


@pytest.mark.parametrize(
    ("query", "countries"),
    [
        ("marketplace=CA", ["CA"]),
        ("marketplace=A2EUQ1WTGCTBG2&limit=1", ["CA"]),
        ("website=base&status=not_connected", ["CA", "DE", "MX", "SE", "US"]),
        ("website=nothing", []),
        ("commerce=Nordic Shop&website=base&marketplace=SE", ["SE"]),
        ("commerce=Another Shop&website=base", []),
        ("status=connected", []),
        ("status=paused", []),
    ],
)
async def test_filters_leave_what_fits(many: House, query: str, countries: list[str]) -> None:
    async with new_program(many) as program:
        found = (await program.get(f"/stores?{query}")).body["stores"]
    assert [store["marketplace"]["country"] for store in found] == countries


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("marketplace=Mars", "marketplace"),
        ("status=fine", "status"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=٣", "limit"),
        ("limit=1e1", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=!", "cursor"),
        ("cursor=" + "A" * 20_000, "cursor"),
        ("cursor=_w", "cursor"),
        ("websit=base", "websit"),
    ],
)
async def test_what_says_nothing_is_named_and_nothing_is_listed(
    program: Program, query: str, parameter: str
) -> None:
    answer = await program.get(f"/stores?{query}")

    assert (answer.status, answer.body["parameter"]) == (400, parameter)


async def test_a_cursor_of_another_list_is_refused(program: Program) -> None:
    assert (await program.get("/connections?cursor=YW1hem9u")).status == 400
    assert (await program.get("/connections?cursor=" + "A" * 20_000)).status == 400


async def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    for path in ("/stores", f"/stores/{program.store}", "/connections"):
        tag = (await program.get(path)).headers["ETag"]
        again = await program.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status, again.headers["ETag"]) == (304, tag)
    await add_store(program.house, "🇨🇦 Canada")
    changed = await program.get("/stores", headers={"If-None-Match": tag})
    assert len(changed.body["stores"]) == 2


async def test_a_check_asks_amazon_now(program: Program) -> None:
    answer = await program.post(f"/stores/{program.store}/check")
    assert (answer.status, answer.body["health"]) == (200, "honoured")

    program.house.amazon.revoke("Nordic Outdoor")
    answer = await program.post(f"/stores/{program.store}/check")
    assert answer.body["health"] == "doubted"
    assert (await program.token()).body["type"].endswith("#doubted")


async def test_a_check_of_a_store_without_a_seller_says_so(house: House) -> None:
    await add_store(house)
    async with new_program(house) as program:
        answer = await program.post(f"/stores/{program.store}/check")
    assert (answer.status, answer.body["type"].partition("#")[2]) == (409, "not-connected")


async def test_a_check_of_a_store_whose_connection_ended_says_so(program: Program) -> None:
    program.house.amazon.revoke("Nordic Outdoor")
    program.house.clock.move(days=1)
    await check_by_itself(program.house)
    program.house.clock.move(minutes=16)
    await check_by_itself(program.house)
    answer = await program.post(f"/stores/{program.store}/check")
    assert (answer.status, answer.body["type"].partition("#")[2]) == (409, "disconnected")
    assert answer.body["slack"] is not None


async def test_checks_of_one_store_are_few(program: Program) -> None:
    answers = [await program.post(f"/stores/{program.store}/check") for _ in range(7)]
    assert [answer.status for answer in answers] == [200] * 6 + [429]


async def test_the_pace_is_told(program: Program) -> None:
    first, second = await program.get("/stores"), await program.get("/stores")
    assert first.headers["RateLimit-Policy"] == '"asks";q=60000;w=60'
    left = [answer.headers["RateLimit"].split(";")[1] for answer in (first, second)]
    assert left == ["r=59999", "r=59998"]


async def test_a_seller_with_two_stores_is_one_connection(
    house: House,
) -> None:
    browser = SellersBrowser(house)
    await connected_store(house, browser)
    await confirm_ownership(house)
    await connected_store(house, browser, country="🇨🇦 Canada")
    await browser.close()
    async with new_program(house) as program:
        (connection,) = (await program.get("/connections")).body["connections"]
        keys = [store["key"] for store in (await program.get("/stores")).body["stores"]]
    assert connection["stores"] == keys


async def test_the_longest_name_leads_on_to_the_next_page(
    house_on_each: House, seller: SellersBrowser
) -> None:
    """Each of these signs becomes six when it is folded, of three bytes each."""
    await connected_store(house_on_each, seller, name="㌖" * 53)
    await add_store(house_on_each, "🇨🇦 Canada", name="龍 Canada")
    async with new_program(house_on_each) as program:
        first = await program.get("/stores?limit=1")
        assert len(first.body["next_cursor"]) > 1024
        following = await program.get(f"/stores?limit=1&cursor={first.body['next_cursor']}")
        assert [store["name"] for store in following.body["stores"]] == ["龍 Canada"]
