"""Data for the views: a usual store, and one as nasty as possible."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.authorizations import (
    AuthorizationStatus,
    Connection,
    EndedBy,
    Participation,
    SellerProof,
)
from domain.endings import Ending, EndingOutcome, RevokeForm
from domain.history import Actor
from domain.links import ConnectLink, OfferedLink, Renewal, RenewalPage
from domain.marketplaces import MARKETPLACES, Marketplace, Region
from domain.names import NAME_LENGTH
from domain.nudges import Waiting
from domain.store_card import StoreCard
from domain.stores import AttributeMapping, ProductIdType, Store, StoreStatus, Website
from domain.usable_sellers import UsableSeller
from tests.harness.clock import MovableClock
from views.slack.store_form import StoreForm, WebsiteChoice

NOW = MovableClock().now
URL = "https://stores.example.com/connect/" + "k" * 43
MANAGE = "https://sellercentral-europe.amazon.com/apps/manage"
NASTY = "<!channel> & *_~`{x} \u202e 店🛍️ "


def longest(text: str, length: int) -> str:
    """Repeat a text until it is as long as may be."""
    return (text * length)[:length]


def sells_in(place: Marketplace, store_name: str) -> Participation:
    return Participation(place.id, store_name, is_participating=True, has_suspended_listings=False)


STORE = Store(
    id=UUID(int=1),
    key="st_0123456789",
    workspace_id=UUID(int=2),
    name="Amazon Store USA",
    website=Website("Nordic Shop", "base", "Nordic Shop International"),
    email="anna@nordic.example",
    marketplace_id=MARKETPLACES[0].id,
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
NASTY_STORE = replace(
    STORE,
    name=longest(NASTY, NAME_LENGTH),
    website=Website(longest(NASTY, 100), "c" * 32, longest(NASTY, 300)),
    email="a" * 64 + "@" + "b" * 60 + ".example",
    marketplace_id=next(m.id for m in MARKETPLACES if m.country == "AE"),
    mapping=AttributeMapping(ProductIdType.GENERAL, "a" * 60),
    channel="C" * 32,
    owner="U" * 32,
    backup="W" * 32,
    created_by="U" * 32,
    status=StoreStatus.RENEWAL_OVERDUE,
)
CONNECTION = Connection(
    authorization_id=UUID(int=3),
    status=AuthorizationStatus.LIVE,
    region=Region.NA,
    seller_id="A1SELLER000001",
    seller_name="Nordic Outdoor",
    proof=SellerProof.PROVED,
    term=1,
    connected_at=NOW,
    ends_at=NOW + timedelta(days=365),
    ownership_due_at=None,
    checked_at=NOW,
    gone_at=None,
    ended_by=None,
    participations=(sells_in(MARKETPLACES[0], "Nordic Outdoor"),),
)
NASTY_CONNECTION = replace(
    CONNECTION,
    seller_name=longest(NASTY, 500),
    seller_id="A" * 30,
    ends_at=None,
    checked_at=None,
    ownership_due_at=NOW,
    participations=tuple(sells_in(place, longest(NASTY, 200)) for place in MARKETPLACES),
)
PLAIN = StoreCard(STORE, None)
NASTY_CARD = StoreCard(NASTY_STORE, None)
USABLE = [UsableSeller(UUID(int=n), 1, longest(NASTY, 500)) for n in range(100)]
OFFERS = replace(PLAIN, usable=[UsableSeller(UUID(int=3), 1, "Nordic Outdoor")])
NASTY_OFFERS = replace(NASTY_CARD, usable=USABLE[:3])
MANY_OFFERS = replace(NASTY_CARD, usable=USABLE)
CONNECTED = StoreCard(replace(STORE, status=StoreStatus.CONNECTED), CONNECTION)
NASTY_CONNECTED = StoreCard(NASTY_STORE, NASTY_CONNECTION)
EUROPE = tuple(place.id for place in MARKETPLACES if place.region is Region.EU)
ENDED = StoreCard(
    NASTY_STORE,
    replace(NASTY_CONNECTION, status=AuthorizationStatus.REVOKED, ended_by=EndedBy.AMAZON),
)
ALSO_SELLS = StoreCard(NASTY_STORE, replace(NASTY_CONNECTION, ownership_due_at=None), EUROPE)
SUSPENDED = StoreCard(
    CONNECTED.store,
    replace(
        CONNECTION,
        participations=(replace(CONNECTION.participations[0], has_suspended_listings=True),),
    ),
)
LOST = StoreCard(CONNECTED.store, replace(CONNECTION, participations=()))
ANOTHERS = StoreCard(
    replace(STORE, status=StoreStatus.DISCONNECTED),
    replace(CONNECTION, is_of_another_application=True),
)
LINK = ConnectLink(UUID(int=4), "k" * 43, NOW + timedelta(days=14))
OFFERED = OfferedLink(LINK, None)
OFFERED_RENEWAL = OfferedLink(LINK, Renewal(CONNECTION, [STORE], 1))
NASTY_RENEWAL = OfferedLink(LINK, Renewal(NASTY_CONNECTION, [NASTY_STORE] * 15, 1))
NASTY_RENEWALS = RenewalPage([NASTY_RENEWAL] * 10, 500, 100_000)
DUE = StoreCard(replace(STORE, status=StoreStatus.RENEWAL_DUE), CONNECTION)
FORM = StoreForm(owner="U0ANNA0001", channel=None, by_hand=False)
WEBSITE = WebsiteChoice(
    group=longest(NASTY, 100),
    name=longest(NASTY, 300),
    value="c" * 32 + "/" + "n" * 100,
    orders_go_into=longest(NASTY, 300),
)
FULL_FORM = StoreForm(
    owner="U" * 32,
    channel="C" * 32,
    by_hand=False,
    website=WEBSITE,
    suggested_for=MARKETPLACES[15],
    email=NASTY_STORE.email,
    marketplace=MARKETPLACES[15],
    mapping=NASTY_STORE.mapping,
    backup="W" * 32,
    seller=f"{UUID(int=3)}:1",
)
FACTS = {
    "grant": str(UUID(int=5)),
    "seller_id": "A" * 30,
    "seller_name": longest(NASTY, 500),
    "expected": longest(NASTY, 500),
    "sells_in": list(EUROPE),
}
WAITING = Waiting(STORE, 2, is_last=False, is_overtaken=False, end=None, facts={})
NASTY_WAITING = Waiting(
    replace(NASTY_STORE, status=StoreStatus.NOT_CONNECTED),
    1000,
    is_last=True,
    is_overtaken=False,
    end=None,
    facts=FACTS,
)
SERVED = [
    replace(NASTY_STORE, id=UUID(int=number), marketplace_id=place)
    for number, place in enumerate(EUROPE)
]
REVOKE_FORM = RevokeForm(CONNECTION, [STORE], STORE, may_disconnect=True)
NASTY_REVOKE_FORM = RevokeForm(NASTY_CONNECTION, SERVED, NASTY_STORE, may_disconnect=True)
ENDING = Ending(
    id=UUID(int=6),
    connection=replace(CONNECTION, status=AuthorizationStatus.REVOKING),
    application_id="amzn1.sp.solution.stand-in",
    term=1,
    stores=[replace(STORE, authorization_id=CONNECTION.authorization_id)],
    begun_by="U0ANNA0001",
    begun_at=NOW,
    erase_at=NOW + timedelta(days=7),
    honoured_at=None,
    outcome=None,
    ended_by=None,
    ended_at=None,
)
NASTY_ENDING = replace(
    ENDING, connection=NASTY_CONNECTION, stores=SERVED, begun_by="U" * 32, honoured_at=NOW
)
ENDINGS = {
    "goes on": ENDING,
    "nasty": NASTY_ENDING,
    "has other sellers": replace(
        NASTY_ENDING, begun_by=Actor.SELLER, stores=[replace(STORE, authorization_id=UUID(int=9))]
    ),
    **{
        str(outcome): replace(NASTY_ENDING, outcome=outcome, ended_by="U" * 32, ended_at=NOW)
        for outcome in EndingOutcome
    },
    "erased by the bot": replace(
        ENDING, outcome=EndingOutcome.ERASED, ended_by=Actor.BOT, ended_at=NOW
    ),
    "connected anew": replace(
        NASTY_ENDING, outcome=EndingOutcome.CONFIRMED, ended_by=Actor.BOT, ended_at=NOW, term=0
    ),
}
MAILED = StoreCard(replace(STORE, mails_contact=True), None)
