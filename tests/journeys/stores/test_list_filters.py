"""`/amazon-store list` with filters, against stores of every status."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from domain.store_search import STATUSES, parse
from domain.stores import PAGE
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import add_store, rows, services_of
from tests.harness.slack_steps import answer, said
from tests.storage.rows import member

DAY = timedelta(days=1)
STANDINGS: dict[str, tuple[str | None, timedelta | None]] = {
    "Fresh": ("live", 300 * DAY),
    "Endless": ("live", None),
    "Just before": ("live", 30 * DAY + timedelta(seconds=1)),
    "Soon": ("live", 30 * DAY),
    "Tomorrow": ("live", DAY),
    "Now": ("live", timedelta()),
    "Late": ("live", -5 * DAY),
    "Leaving": ("revoking", 5 * DAY),
    "Gone": ("revoked", 5 * DAY),
    "Waiting": (None, None),
}
"""How the connection of each store stands, and in how long it ends."""


@pytest.fixture
async def stores(house_on_each: House) -> House:
    """A team with one store of each kind; half of them sell in Canada."""
    house = house_on_each
    await add_store(house, name="Waiting")
    (waiting,) = await rows(house, StoreRow)
    others = [name for name in STANDINGS if name != "Waiting"]
    for n, name in enumerate(others):
        status, ends_in = STANDINGS[name]
        await _connected(house, waiting, name, str(status), ends_in, is_canadian=n % 2 == 1)
    return house


async def _connected(
    house: House,
    like: StoreRow,
    name: str,
    status: str,
    ends_in: timedelta | None,
    *,
    is_canadian: bool,
) -> None:
    now, seller = house.clock(), uuid4()
    ends_at: datetime | None = None if ends_in is None else now + ends_in
    authorization = {
        "id": seller,
        "workspace_id": like.workspace_id,
        "application_id": house.settings.amazon_application_id,
        "region": "NA",
        "seller_id": f"A{name}",
        "proof": "proved",
        "status": status,
        "term": 1,
        "token_version": 1,
        "created_at": now,
    }
    term = {"authorization_id": seller, "number": 1, "started_at": now, "ends_at": ends_at}
    store = {
        "id": uuid4(),
        "key": name,
        "name": name,
        "folded_name": name.casefold(),
        "website_code": name,
        "marketplace_id": "A2EUQ1WTGCTBG2" if is_canadian else "ATVPDKIKX0DER",
        "authorization_id": seller,
    }
    copied = {column.name: getattr(like, column.name) for column in StoreRow.__table__.columns}
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(insert(AuthorizationRow).values(**authorization))
        await connection.execute(insert(TermRow).values(**term))
        await connection.execute(insert(StoreRow).values(**copied | store))


async def found(house: House, typed: str) -> list[str]:
    """Return the names that a list of so many stores as are found holds, by name."""
    (row, *_) = await rows(house, StoreRow)
    anna = member(row.workspace_id, house.slack.person("Anna").id)
    async with services_of(house) as services:
        page = await services.find_stores.page(anna, parse(typed, str))
    assert page.total == len(page.stores) <= PAGE
    return [store.name for store in page.stores]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", sorted(STANDINGS)),
        ("status:connected", ["Endless", "Fresh", "Just before"]),
        ("status:due", ["Soon", "Tomorrow"]),
        ("status:overdue", ["Late", "Now"]),
        ("status:ending", ["Leaving"]),
        ("status:disconnected", ["Gone"]),
        ("status:not-connected", ["Waiting"]),
        ("status:paused", []),
        ("status:due status:overdue", ["Late", "Now", "Soon", "Tomorrow"]),
        ("due:0d", ["Late", "Now"]),
        ("due:1d", ["Late", "Now", "Tomorrow"]),
        ("due:30d", ["Late", "Now", "Soon", "Tomorrow"]),
    ],
)
async def test_a_filter_finds_what_it_names_and_nothing_else(
    stores: House, typed: str, names: list[str]
) -> None:
    assert await found(stores, typed) == names


async def test_a_country_finds_the_stores_that_sell_there(stores: House) -> None:
    sold = {row.name: row.marketplace_id for row in await rows(stores, StoreRow)}
    canadian = sorted(name for name, place in sold.items() if place == "A2EUQ1WTGCTBG2")

    assert 0 < len(canadian) < len(sold)
    assert await found(stores, "country:CA") == await found(stores, "country:canada") == canadian


async def test_a_filter_says_of_every_store_what_its_card_says(stores: House) -> None:
    for typed, status in STATUSES.items():
        (row, *_) = await rows(stores, StoreRow)
        anna = member(row.workspace_id, stores.slack.person("Anna").id)
        async with services_of(stores) as services:
            page = await services.find_stores.page(anna, parse(f"status:{typed}", str))
        assert {store.status for store in page.stores} <= {status}


async def test_filters_and_words_all_have_to_fit(stores: House) -> None:
    assert await found(stores, "o status:due due:1d") == ["Tomorrow"]
    assert await found(stores, "late country:CA country:US due:30d") == ["Late"]
    assert await found(stores, "fresh status:due") == []


async def test_a_connection_of_another_application_counts_as_disconnected(stores: House) -> None:
    async with stores.bot.database.engine.begin() as connection:
        former = update(AuthorizationRow).where(AuthorizationRow.seller_id == "AFresh")
        await connection.execute(former.values(application_id="amzn1.former"))

    assert await found(stores, "status:disconnected") == ["Fresh", "Gone"]
    assert "Fresh" not in await found(stores, "status:connected")


async def test_pages_keep_to_their_filters(stores: House) -> None:
    anna = stores.slack.person("Anna")
    (row, *_) = await rows(stores, StoreRow)
    for n in range(11):
        await _connected(stores, row, f"Old {n:02}", "live", -DAY, is_canadian=False)
    reply = await anna.command("/amazon-store list old status:overdue", channel="sales")
    assert "11 stores" in answer(reply)
    await anna.press(anna.sees("sales")[-1], "Next")

    shown = said(anna.sees("sales")[-1])
    assert "11 stores" in shown
    assert "Old 10" in shown
    assert "Late" not in shown


@pytest.mark.parametrize("typed", ["status:fine", "due:soon", "country:<!channel>"])
async def test_a_filter_that_says_nothing_is_answered_with_those_that_do(
    house: House, typed: str
) -> None:
    reply = await house.slack.person("Anna").command(f"/amazon-store list {typed}", channel="sales")

    for words in ("due:30d", "status:overdue", "country:Canada"):
        assert words in answer(reply)
    assert "<!channel>" not in answer(reply)


async def test_help_names_the_filters(house: House) -> None:
    reply = await house.slack.person("Anna").command("/amazon-store help", channel="sales")

    assert "list due:30d status:overdue country:US" in answer(reply)
