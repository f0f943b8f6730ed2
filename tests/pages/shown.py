"""Every page of ours, with usual, long and hostile data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.attempts import ONLY_FROM_APPSTORE, AttemptEnd, CallbackRefusal
from domain.authorizations import AuthorizationStatus, Connection, Participation, SellerProof
from domain.links import Renewal
from domain.marketplaces import Region
from domain.oauth import AppstoreResult, Arrival, AttemptResult, LinkPage
from domain.stores import Store, StoreStatus, Website
from handlers.api.reference import PLACEHOLDER, description
from views.language import Translator, Translators
from views.web.pages import FormAction, Pages, Site

Show = Callable[[Pages, Translator], str]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SELLER_CENTRAL = "https://sellercentral.amazon.com"
MANAGE = f"{SELLER_CENTRAL}/apps/manage"
RULES = "https://shop.nordic.example/rules"
HOSTILE = "<script>alert(1)</script>\"'><b>{store}</b> & \u202e 店🛍️"
LONG = "Nordic Outdoor Equipment, Clothes and Everything Else for Winter in 12 Countries"
UNBROKEN = "W" * 80
FORM_ACTION = FormAction("/connect/abc", "f" * 64)

STORE = Store(
    id=UUID(int=1),
    key="st_0123456789",
    workspace_id=UUID(int=2),
    name="Amazon Store USA",
    website=Website("Nordic Shop", "base", "Nordic Shop International"),
    email="anna@nordic.example",
    marketplace_id="ATVPDKIKX0DER",
    mapping=None,
    channel="C0AMAZON01",
    owner="U0ANNA0001",
    backup=None,
    created_by="U0ANNA0001",
    created_at=NOW,
    updated_at=NOW,
    status=StoreStatus.NOT_CONNECTED,
    authorization_id=None,
)
LINK = LinkPage(UUID(int=3), "Nordic Shop AB", "Anna", STORE, NOW + timedelta(days=14), True)  # noqa: FBT003 - is_open
CONNECTION = Connection(
    authorization_id=UUID(int=4),
    status=AuthorizationStatus.LIVE,
    region=Region.NA,
    seller_id="A1SELLER000001",
    seller_name="Nordic Outdoor",
    proof=SellerProof.PROVED,
    term=1,
    connected_at=NOW,
    ends_at=NOW + timedelta(days=365),
    ownership_due_at=NOW + timedelta(days=7),
    checked_at=NOW,
    participations=[
        Participation(
            "ATVPDKIKX0DER", "Nordic Outdoor", is_participating=True, has_suspended_listings=False
        )
    ],
)
FACTS = {
    "seller_id": "A2FOREIGN00002",
    "seller_name": "Fjord Trading",
    "expected": "Nordic Outdoor",
    "sells_in": ["A1PA6795UKMFR9", "A13V1IB3VIYZZH", "Non-Amazon"],
}
CANADA = replace(STORE, id=UUID(int=5), name="Amazon Store Canada", marketplace_id="A2EUQ1WTGCTBG2")
RENEWAL = Renewal(CONNECTION, [STORE, CANADA], 1)
RENEWS = replace(LINK, renewal=RENEWAL)
RENEWED = replace(LINK, renewal=replace(RENEWAL, connection=replace(CONNECTION, term=2)))
OF_A_LINK = [end for end in AttemptEnd if end not in ONLY_FROM_APPSTORE]
APPSTORE_ENDS = [
    None,
    AttemptEnd.SUCCEEDED,
    AttemptEnd.HELD,
    AttemptEnd.ENDED_BY_TEAM,
    AttemptEnd.UNKNOWN_SELLER,
    AttemptEnd.SELLER_UNPROVED,
    AttemptEnd.CODE_REFUSED,
    AttemptEnd.APPLICATION_REFUSED,
    AttemptEnd.AMAZON_UNAVAILABLE,
    AttemptEnd.INTERRUPTED,
    AttemptEnd.EXPIRED,
    AttemptEnd.DENIED,
]
SUCCEEDED = AttemptResult(
    end=AttemptEnd.SUCCEEDED,
    facts=FACTS,
    workspace="Nordic Shop AB",
    workspace_url="https://nordic.slack.example/",
    store=STORE,
    connection=CONNECTION,
)


def named(store: Store, name: str) -> Store:
    return replace(store, name=name, website=replace(store.website, name=name))


def linked(name: str) -> LinkPage:
    """Return a link's page on which everything is called so."""
    return replace(LINK, workspace=name, asker=name, instead_of=name, store=named(STORE, name))


def renews(name: str) -> LinkPage:
    """Return the page of a renewal on which everything is called so."""
    connection = replace(CONNECTION, seller_name=name)
    return replace(linked(name), renewal=Renewal(connection, [named(STORE, name)] * 3, 1))


def ended(end: AttemptEnd | None, name: str = "") -> AttemptResult:
    """Return the result of a try; everything is called `name`, where one is given."""
    result = replace(SUCCEEDED, end=end)
    if not name:
        return result
    return replace(
        result,
        facts=FACTS | {"seller_id": name, "seller_name": name, "expected": name},
        workspace=name,
        store=named(STORE, name),
        connection=replace(CONNECTION, seller_name=name),
    )


def pages(application: str = "Nordic Shop Connector", rules: str = RULES) -> Pages:
    site = Site(application, "help@nordic.example", is_test=True, listing_rules_url=rules)
    return Pages(site, Translators.read("en"))


def connect(page: LinkPage) -> Show:
    return lambda p, t: p.connect(t, page, FORM_ACTION, SELLER_CENTRAL)


def private(page: LinkPage, problem: str = "", seller_id: str = "") -> Show:
    return lambda p, t: p.private(
        t, page, FORM_ACTION, SELLER_CENTRAL, problem=problem, seller_id=seller_id
    )


def closed(page: LinkPage | None, *, asked: bool = False) -> Show:
    return lambda p, t: p.closed(t, page, FORM_ACTION, asked=asked)


def result(shown: AttemptResult) -> Show:
    return lambda p, t: p.result(t, shown, MANAGE)


def refused(refusal: CallbackRefusal) -> Show:
    return lambda p, t: p.refused(t, refusal)


def renewal_ended(end: AttemptEnd, name: str = "") -> AttemptResult:
    """Return the result of a try to renew."""
    result, stores = ended(end, name), (STORE, CANADA)
    stores = [named(store, name) if name else store for store in stores]
    facts = {**result.facts, "renewed": end is AttemptEnd.SUCCEEDED}
    return replace(result, facts=facts, stores=stores, asks_again=True)


def appstore_login(application_state: str = "amazon-state") -> Show:
    arrival = Arrival(
        f"{SELLER_CENTRAL}/apps/authorize/confirm/amzn1.sp.solution.x",
        application_state,
        "A1SELLER000001",
    )
    return lambda p, t: p.appstore_login(t, arrival, FormAction("/amazon/login", "f" * 64))


def appstore_result(end: AttemptEnd | None, name: str = "Fjord Trading") -> Show:
    facts = {"seller_id": "A2FOREIGN00002", "seller_name": name}
    shown = AppstoreResult(end, facts, NOW + timedelta(days=365))
    return lambda p, t: p.appstore_result(t, shown)


def was_refused(shown: AttemptResult) -> AttemptResult:
    """Return the result of a try that nobody has accepted."""
    return replace(shown, facts={**shown.facts, "refused": True})


IS_CONNECTED = replace(LINK, store=replace(STORE, status=StoreStatus.CONNECTED))
LET_GO = replace(CONNECTION, status=AuthorizationStatus.REVOKED)

SHOWN: dict[str, Show] = {
    "connect": connect(LINK),
    "connect, asked by nobody": connect(replace(LINK, asker="")),
    "connect another seller": connect(replace(LINK, instead_of="Nordic Outdoor")),
    "connect, to renew": connect(RENEWS),
    "connect, to renew, asked by nobody": connect(replace(RENEWS, asker="")),
    "private": private(LINK),
    "private, to renew": private(RENEWS),
    "private, to renew, asked by nobody": private(replace(RENEWS, asker="")),
    "private with a problem": private(LINK, "Copy it whole.", "A1SELLER000001"),
    "leaving": lambda p, t: p.leaving(t, f"{SELLER_CENTRAL}/consent?a=1&b=2", SELLER_CENTRAL),
    "unknown link": closed(None),
    "closed link": closed(LINK),
    "closed link of a connected store": closed(IS_CONNECTED),
    "closed link of a renewal": closed(RENEWS),
    "closed link of a renewed connection": closed(RENEWED),
    "new link asked": closed(LINK, asked=True),
    "under way": result(ended(None)),
    "not yet checked": result(
        replace(SUCCEEDED, connection=replace(CONNECTION, checked_at=None, ends_at=None))
    ),
    "nameless seller": result(replace(SUCCEEDED, connection=replace(CONNECTION, seller_name=None))),
    "already ours": result(
        replace(SUCCEEDED, connection=replace(CONNECTION, ownership_due_at=None))
    ),
    "disconnected since": result(replace(SUCCEEDED, connection=None)),
    "let go since": result(replace(SUCCEEDED, connection=LET_GO)),
    **{end.value: result(ended(end)) for end in OF_A_LINK},
    **{f"renewal {end.value}": result(renewal_ended(end)) for end in OF_A_LINK},
    "renewal without an end": result(
        replace(renewal_ended(AttemptEnd.SUCCEEDED), connection=replace(CONNECTION, ends_at=None))
    ),
    "login": appstore_login(),
    "closed login": lambda p, t: p.closed_login(t, is_private=False),
    "closed login of a private application": lambda p, t: p.closed_login(t, is_private=True),
    "stale login": lambda p, t: p.stale_login(t),
    "busy login": lambda p, t: p.busy_login(t),
    **{f"login, {end}": appstore_result(end) for end in APPSTORE_ENDS},
    "held and refused": result(was_refused(ended(AttemptEnd.HELD))),
    "renewal held and refused": result(was_refused(renewal_ended(AttemptEnd.HELD))),
    **{f"refused as {refusal}": refused(refusal) for refusal in CallbackRefusal},
    "about": lambda p, t: p.about(t),
    "api": lambda p, t: p.api(t, description(PLACEHOLDER)),
    "no such page": lambda p, t: p.unanswerable(t, 404),
    "failed": lambda p, t: p.failed(t, "1a2b3c4d"),
    "fault with a way back": lambda p, t: p.fault(t, "Once more", "Please.", "/connect/abc"),
}


def named_pages(name: str) -> dict[str, Show]:
    """Return every page that shows names, with this one for all of them."""
    return {
        "connect": connect(linked(name)),
        "private": private(linked(name), name, name),
        "connect, to renew": connect(renews(name)),
        "private, to renew": private(renews(name)),
        "renewed": result(renewal_ended(AttemptEnd.SUCCEEDED, name)),
        "not renewed": result(renewal_ended(AttemptEnd.WRONG_ACCOUNT, name)),
        "closed": closed(replace(linked(name), store=named(IS_CONNECTED.store, name))),
        "under way": result(ended(None, name)),
        **{end.value: result(ended(end, name)) for end in OF_A_LINK},
        **{f"login, {end}": appstore_result(end, name) for end in APPSTORE_ENDS},
        "login": appstore_login(name),
        "fault": lambda p, t: p.fault(t, name, name, f"/connect/{name}"),
        "leaving": lambda p, t: p.leaving(t, f"{SELLER_CENTRAL}/?{name}", SELLER_CENTRAL),
    }


SERVED: dict[str, Show] = {
    **SHOWN,
    **{f"{name}, long": show for name, show in named_pages(LONG).items()},
    **{f"{name}, unbroken": show for name, show in named_pages(UNBROKEN).items()},
}
"""What is looked at in a browser."""
