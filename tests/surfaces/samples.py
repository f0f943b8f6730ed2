"""Every message and modal of ours, with usual and with nasty data.

A new view gets its samples here; a test tells which view has none.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from typing import Any, get_type_hints
from uuid import UUID

from slack_sdk.models.views import View

import views
from domain.attempts import AttemptEnd
from domain.authorizations import (
    AuthorizationStatus,
    Connection,
    EndedBy,
    Health,
    Participation,
    SellerProof,
)
from domain.connecting import StoreCard
from domain.links import ConnectLink
from domain.marketplaces import MARKETPLACES, Marketplace, Region
from domain.names import NAME_LENGTH
from domain.presetup import PreSetupTask
from domain.stores import AttributeMapping, ProductIdType, Store, StorePage, StoreStatus, Website
from tests.moments import MovableClock
from views.answers import (
    added_modal,
    connected_already,
    help_message,
    link_message,
    list_message,
    store_modal,
)
from views.card import card, card_undeliverable, link_sent
from views.connected import (
    attempt_ended,
    connected,
    disconnected,
    health,
    held,
    new_link_asked,
)
from views.form import StoreForm, WebsiteChoice, form_modal
from views.home import closed_home, home_view
from views.language import Language
from views.refusals import notice_modal
from views.sharing import channel_modal, placed_modal, send_link_modal, sent_modal
from views.slack import Message, modal, section
from views.tasks import tasks_modal

Surface = Message | View
NOW = MovableClock().now
URL = "https://stores.example.com/connect/" + "k" * 43
MANAGE = "https://sellercentral-europe.amazon.com/apps/manage"
NASTY = "<!channel> & *_~`{x} \u202e 店🛍️ "


@dataclass(frozen=True)
class Sample:
    """One view with one set of data; `view` is the function that it shows."""

    name: str
    view: Callable[..., Surface]
    show: Callable[[Language], Surface]


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
    ours_due_at=None,
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
    ours_due_at=NOW,
    participations=tuple(sells_in(place, longest(NASTY, 200)) for place in MARKETPLACES),
)
PLAIN = StoreCard(STORE, None)
NASTY_CARD = StoreCard(NASTY_STORE, None)
CONNECTED = StoreCard(replace(STORE, status=StoreStatus.CONNECTED), CONNECTION)
NASTY_CONNECTED = StoreCard(NASTY_STORE, NASTY_CONNECTION)
EUROPE = tuple(place.id for place in MARKETPLACES if place.region is Region.EU)
ENDED = StoreCard(
    NASTY_STORE,
    replace(NASTY_CONNECTION, status=AuthorizationStatus.REVOKED, ended_by=EndedBy.AMAZON),
)
ALSO_SELLS = StoreCard(NASTY_STORE, replace(NASTY_CONNECTION, ours_due_at=None), EUROPE)
LINK = ConnectLink(UUID(int=4), "k" * 43, NOW + timedelta(days=14))
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
    seller=str(UUID(int=3)),
)
FACTS = {
    "grant": str(UUID(int=5)),
    "seller_id": "A" * 30,
    "seller_name": longest(NASTY, 500),
    "sells_in": list(EUROPE),
}


def _pages() -> Iterator[tuple[str, StorePage]]:
    yield "nothing", StorePage([], 0, 0, "")
    yield "nothing found", StorePage([], 0, 0, longest(NASTY, 3000))
    yield "one", StorePage([STORE], 0, 1, "")
    yield "middle", StorePage([NASTY_STORE] * 10, 500, 100_000, longest(NASTY, 3000))


def _of(view: Callable[..., Surface], *given: Any, **named: Any) -> Callable[[Language], Surface]:
    return lambda say: view(say, *given, **named)


def _samples() -> Iterator[Sample]:
    shown: Sequence[tuple[str, Callable[..., Surface], tuple[Any, ...], dict[str, Any]]] = [
        ("plain", help_message, (), {}),
        ("nasty", help_message, (longest(NASTY, 3000),), {}),
        *((name, list_message, (page,), {}) for name, page in _pages()),
        ("plain", link_message, (STORE, LINK, URL), {}),
        ("nasty", link_message, (NASTY_STORE, LINK, URL), {}),
        ("nasty", connected_already, (NASTY_STORE,), {}),
        ("plain", store_modal, (PLAIN, URL, MANAGE), {}),
        ("nasty", store_modal, (NASTY_CARD, URL, MANAGE), {}),
        ("connected", store_modal, (CONNECTED, URL, MANAGE), {}),
        ("nasty connected", store_modal, (NASTY_CONNECTED, URL, MANAGE), {}),
        ("plain", added_modal, (STORE, URL), {}),
        ("nasty", added_modal, (NASTY_STORE, None), {}),
        ("plain", card, (PLAIN, URL), {"is_test": False}),
        ("nasty", card, (NASTY_CARD, URL), {"is_test": True}),
        ("connected", card, (CONNECTED, URL), {"is_test": False}),
        ("nasty connected", card, (NASTY_CONNECTED, URL), {"is_test": True}),
        *(
            (reason[:20], card_undeliverable, (NASTY_STORE, "C" * 32, reason), {})
            for reason in ("is_archived", "not_in_channel", longest(NASTY, 300))
        ),
        ("plain", link_sent, (STORE, "U0ANNA0001", URL), {}),
        ("nasty", link_sent, (NASTY_STORE, "U" * 32, URL), {}),
        ("plain", connected, (CONNECTED, MANAGE), {}),
        ("nasty", connected, (NASTY_CONNECTED, MANAGE), {}),
        ("sells also", connected, (ALSO_SELLS, MANAGE), {}),
        ("let go", connected, (NASTY_CARD, MANAGE), {}),
        ("open", held, (NASTY_STORE, FACTS), {"is_held": True}),
        ("dealt with", held, (NASTY_STORE, FACTS), {"is_held": False}),
        *(
            (end, attempt_ended, (NASTY_STORE, FACTS | {"end": end}, MANAGE), {})
            for end in AttemptEnd
            if end is not AttemptEnd.SUCCEEDED
        ),
        ("nasty", new_link_asked, (NASTY_STORE,), {}),
        ("ended", disconnected, (ENDED, NASTY, URL), {}),
        ("back again", disconnected, (CONNECTED, NASTY, ""), {}),
        *(("nasty", health, (NASTY_STORE, found), {}) for found in (*Health, None)),
        ("empty", form_modal, (FORM,), {}),
        ("by hand", form_modal, (replace(FORM, by_hand=True),), {}),
        ("full", form_modal, (FULL_FORM,), {}),
        ("full by hand", form_modal, (replace(FULL_FORM, by_hand=True),), {}),
        *((name, home_view, (page,), {}) for name, page in _pages()),
        ("plain", closed_home, (), {}),
        ("nasty", notice_modal, (Message("Hello", [section("x" * 3000)]),), {}),
        ("plain", send_link_modal, (STORE, LINK, URL), {}),
        ("nasty", send_link_modal, (NASTY_STORE, LINK, URL), {}),
        ("nasty", sent_modal, ("U" * 32,), {}),
        ("nasty", channel_modal, (NASTY_STORE,), {}),
        ("nasty", placed_modal, ("C" * 32,), {}),
        ("none ticked", tasks_modal, ((), ""), {"is_first": True}),
        ("all ticked", tasks_modal, (set(PreSetupTask), "C" * 32), {"is_first": False}),
    ]
    for name, view, given, named in shown:
        yield Sample(f"{view.__name__}: {name}", view, _of(view, *given, **named))


SAMPLES = list(_samples())
OUR_VOCABULARY = {modal}
"""What views are built of, in `views.slack`; none of them is a view by itself."""


def all_views() -> set[Callable[..., Surface]]:
    """Find every public function in `views` that returns a whole message or modal."""
    names = [f"views.{found.name}" for found in pkgutil.iter_modules(views.__path__)]
    functions: set[Callable[..., Any]] = {
        function
        for module in map(import_module, names)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    whole = {f for f in functions if get_type_hints(f).get("return") in (Message, View)}
    return whole - OUR_VOCABULARY


def payload(surface: Surface) -> dict[str, Any]:
    """Return what Slack is sent."""
    return surface.payload() if isinstance(surface, Message) else surface.to_dict()


def kind(surface: Surface) -> str:
    return "message" if isinstance(surface, Message) else str(surface.type)
