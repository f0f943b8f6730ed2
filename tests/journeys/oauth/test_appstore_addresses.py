"""Addresses that do not lead back to Amazon are refused with a page."""

from urllib.parse import urlencode

import pytest
from multidict import MultiDict
from yarl import URL

from amazon.addresses import AmazonAddresses
from domain.application import Application, ApplicationKind
from domain.marketplaces import MARKETPLACES, Region
from storage.tables.oauth import ConnectAttemptRow
from tests.harness.appstore_steps import APPLICATION, AppstoreBrowser
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import FROM_OUR_PAGE, OpenBrowser, SellersBrowser, rows

CANARY = "evil.example"
PATH = f"/apps/authorize/confirm/{APPLICATION}"
REAL = "sellercentral.amazon.com"
SCHEMES = (
    "http://", "HTTPS://", "Https://", "//", "", "ftp://", "javascript:", "data:text/html,",
    "file://", "https:/", "https:", "https:///", "https:\\\\", "https://\\", "ws://", "https+x://",
    " https://", "\thttps://", "https\n://", "blob:https://", "view-source:https://",
)  # fmt: skip
HOSTS = (
    CANARY, f"{REAL}.{CANARY}", f"{CANARY}.{REAL}", f"{CANARY}@{REAL}", f"{REAL}@{CANARY}",
    f"user:pass@{REAL}", f"@{REAL}", f"{REAL}:443", f"{REAL}:80", f"{REAL}:8443", f"{REAL}:",
    f"{REAL}.", f".{REAL}", REAL.upper(), "SellerCentral.Amazon.com", f"www.{REAL}",
    "www.amazon.com", "AMAZON.COM", "amazon.com.", "amazon.com:443", "amazon.co", "amazon.com.evil",
    "xamazon.com", "amazon.com-evil.example", "evilsellercentral.amazon.com", "amazon.de",
    "amazon.co.uk", "api.amazon.com", "sellercentral.amazon.xyz", "sellercentral.amazon.co",
    "sellercentral-amazon.com", "sellercentral.amazon.com.evil.example", "sellercentralamazon.com",
    "sellercentral.аmazon.com", "sellercentral.amaz\u043en.com", "ѕellercentral.amazon.com",
    "sellercentral。amazon。com", "sellercentral．amazon．com", "sellercentral.amazon.com\u3002",
    "ｓellercentral.amazon.com", "sellercentral.amazon.c\u200bom", "sellercentral.amazon.com\u00ad",
    "xn--sellercentral-1.amazon.com", "sellercentral%2eamazon%2ecom", "sellercentral.amazon%2Ecom",
    "sellercentral.amazon.com%00.evil.example", f"{REAL}%2f{CANARY}", f"{REAL}%40{CANARY}",
    f"{REAL}\\@{CANARY}", f"{CANARY}\\@{REAL}", f"{REAL}#@{CANARY}", f"{REAL}?@{CANARY}",
    f"{CANARY}#{REAL}", f"{CANARY}?{REAL}", f"{CANARY}/{REAL}", f"{CANARY};{REAL}",
    f"{REAL};{CANARY}", f"{REAL},{CANARY}", f"{REAL} {CANARY}", f"{REAL}\t", f"{REAL}\r\n",
    f"{REAL}\x00", f" {REAL}", "127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433",
    "169.254.169.254", f"[{REAL}]", "*.amazon.com", "sellercentral.*.com", "",
)  # fmt: skip
PATHS = (
    "", "/", "/apps/authorize/confirm", "/apps/authorize/confirm/", f"{PATH}/", f"{PATH}//",
    f"{PATH}/.", f"{PATH}/..", f"{PATH}/x", f"{PATH}x", f"/{PATH}", f"/.{PATH}", f"/x/..{PATH}",
    f"{PATH}?", f"{PATH}?a=b", f"{PATH}?redirect_uri=https://{CANARY}", f"{PATH}#", f"{PATH}#a",
    f"{PATH}&redirect_uri=x", f"{PATH};x", f"{PATH}%20", f"{PATH}%00", f"{PATH}%2f", f"{PATH}%3f",
    f"{PATH}%23", f"{PATH} ", f"{PATH}\n", f"{PATH}\r\nSet-Cookie: a=b", f"{PATH}\x00",
    f"{PATH}\u200b", f"{PATH}\\", PATH.upper(), PATH.replace("apps", "Apps"),
    PATH.replace("apps", "%61pps"), PATH.replace("/confirm/", "/confirm%2f"),
    PATH.replace("/confirm/", "//confirm/"), PATH.replace("/confirm/", "/./confirm/"),
    PATH.replace("/confirm/", "/x/../confirm/"), PATH.replace("/", "\\"),
    PATH.replace("confirm", "consent"), PATH.replace("confirm", "confirm;x"),
    "/apps/authorize/confirm/amzn1.sp.solution.another", "/apps/authorize/confirm/*",
    "/apps/authorize/confirm/amzn1.application-oa2-client.stand-in",
    f"/apps/authorize/confirm/..{PATH}", f"/ap/signin?return_to={PATH}", f"/gp/redirect{PATH}",
    PATH.replace(".", "%2e"), PATH.replace(".", "\u3002"), PATH.replace("s", "ѕ"),
    f"{PATH}'", f'{PATH}"', f"{PATH}><script>", f"{PATH}/%2e%2e", f"{PATH}/..;/", f"{PATH}|x",
)  # fmt: skip


def crafted(host: str) -> list[str]:
    """Return addresses that come near the one on that host, and are not it."""
    near = [f"{scheme}{host}{PATH}" for scheme in SCHEMES]
    near += [f"https://{other}{PATH}" for other in HOSTS]
    near += [f"https://{host}{path}" for path in PATHS]
    doubled = [f"https://{host}{PATH}" * 2, f"https://{host}{PATH},https://{CANARY}{PATH}"]
    return near + doubled + ["x" * 4096, f"https://{host}{PATH}{'a' * 3000}"]


def visit(house: House, given: MultiDict[str]) -> str:
    return f"{house.url}/amazon/login?{urlencode(list(given.items()))}"


async def refused(house: House, browser: SellersBrowser, given: MultiDict[str]) -> None:
    """Hold a visit with these parameters, and a form with them, to being refused."""
    shown = await browser.ask("GET", visit(house, given))
    pressed = await browser.ask("POST", "/amazon/login", headers=FROM_OUR_PAGE, data=given)
    for answered in (shown, pressed):
        assert answered.status == 400, given
        assert "We cannot follow this address" in answered.told, given
        assert "Refresh" not in answered.headers, given
        assert "Location" not in answered.headers, given
        assert CANARY not in answered.text, given
        assert 'href="https:' not in answered.text, given
        assert answered.is_guarded, given


@pytest.fixture
async def browser(house: House, open_browser: OpenBrowser) -> SellersBrowser:
    """A browser that has our cookie."""
    opened = open_browser(house)
    appstore = AppstoreBrowser(opened)
    assert (await opened.ask("GET", await appstore.sent())).status == 200
    return opened


def arrival(callback_uri: str) -> MultiDict[str]:
    return MultiDict(
        amazon_callback_uri=callback_uri, amazon_state="s", selling_partner_id="A2NORDICOUT01"
    )


async def test_nothing_but_the_stand_ins_own_address_is_followed(
    house: House, browser: SellersBrowser
) -> None:
    own = URL(str(house.settings.amazon_seller_central_url)).authority
    near = [address.replace("https://", "http://") for address in crafted(own)]
    others = [address for address in near if address != f"http://{own}{PATH}"]
    assert len(others) >= 140
    for address in [*others, f"https://{REAL}{PATH}", f"https://amazon.com{PATH}"]:
        await refused(house, browser, arrival(address))

    assert await rows(house, ConnectAttemptRow) == []


async def test_two_hundred_crafted_addresses_lead_nowhere(
    sqlite_url: str, clock: MovableClock, open_browser: OpenBrowser
) -> None:
    async with open_house(sqlite_url, clock, amazon_seller_central_url=None) as house:
        browser = open_browser(house)
        real = f"https://{REAL}{PATH}"
        page = await browser.ask("GET", visit(house, arrival(real)))
        assert page.status == 200
        addresses = [*crafted(REAL), *crafted("amazon.com"), str(house.amazon.seller_central_url)]
        nowhere = set(addresses) - set(settled_addresses())
        assert len(nowhere) >= 200
        for address in sorted(nowhere):
            await refused(house, browser, arrival(address))

        assert await rows(house, ConnectAttemptRow) == []
        pressed = await browser.ask(
            "POST", "/amazon/login", headers=FROM_OUR_PAGE, data=arrival(real)
        )
        assert pressed.headers["Refresh"].startswith(f"0; url={real}?redirect_uri=")
        (attempt,) = await rows(house, ConnectAttemptRow)
        assert attempt.region == "NA"


def settled_addresses() -> dict[str, Region | None]:
    kind = ApplicationKind.PUBLIC
    application = Application(id=APPLICATION, kind=kind, name="", client_id="", client_secret="")
    return dict(AmazonAddresses().confirmations(application))


def test_the_real_addresses_are_those_of_every_seller_central_and_tell_its_region() -> None:
    expected = {f"https://{place.seller_central}{PATH}": place.region for place in MARKETPLACES}

    assert settled_addresses() == {**expected, f"https://amazon.com{PATH}": None}


PARAMETERS = ("amazon_callback_uri", "amazon_state", "selling_partner_id")


@pytest.mark.parametrize("name", PARAMETERS)
async def test_a_parameter_that_is_missing_empty_doubled_or_odd_is_refused(
    house: House, browser: SellersBrowser, name: str
) -> None:
    whole = arrival(f"{house.settings.amazon_seller_central_url}{PATH}")
    missing, empty, twice = whole.copy(), whole.copy(), whole.copy()
    del missing[name]
    empty[name] = ""
    twice.add(name, whole[name])
    for given in (missing, empty, twice):
        await refused(house, browser, given)
    for odd in ("x\x00", "x\r\ny", "å", "\u202ex", "x" * 5000, "<script>"):
        if (name, odd) != ("amazon_state", "<script>"):
            given = whole.copy()
            given[name] = odd
            await refused(house, browser, given)

    assert await rows(house, ConnectAttemptRow) == []
