"""Every message and modal of ours, with usual and with nasty data.

A new view gets its samples here; a test tells which view has none.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, get_type_hints

from slack_sdk.models.views import View

import views
from domain.attempts import ONLY_FROM_APPSTORE, AttemptEnd
from domain.authorizations import Health
from domain.links import OfferedLink, RenewalPage
from domain.participations import Selling
from domain.pre_setup import PreSetupTask
from domain.stores import Store, StorePage
from tests.surfaces import people, reminders, webhooks
from tests.surfaces.alarms import ALARMS, APPLICATION
from tests.surfaces.data import (
    ALSO_SELLS,
    ANOTHERS,
    CONNECTED,
    CONNECTION,
    DUE,
    ENDED,
    ENDING,
    ENDINGS,
    FACTS,
    FORM,
    FULL_FORM,
    LINK,
    LOST,
    MANAGE,
    MANY_OFFERS,
    NASTY,
    NASTY_CARD,
    NASTY_CONNECTED,
    NASTY_CONNECTION,
    NASTY_OFFERS,
    NASTY_RENEWAL,
    NASTY_RENEWALS,
    NASTY_REVOKE_FORM,
    NASTY_STORE,
    NASTY_WAITING,
    OFFERED,
    OFFERED_RENEWAL,
    OFFERS,
    PLAIN,
    REVOKE_FORM,
    STORE,
    SUSPENDED,
    URL,
    WAITING,
    longest,
)
from views.language import Translator
from views.slack.alarms import alarm
from views.slack.answers import added_modal, help_message, list_message, store_modal
from views.slack.appstore import held_from_appstore, refused_from_appstore
from views.slack.block_kit import Message, modal, section
from views.slack.card import card, card_delivered, card_undeliverable
from views.slack.connected import (
    attempt_ended,
    connected,
    disconnected,
    health,
    held,
    let_go,
    new_link_asked,
    was_connected,
)
from views.slack.ending import ending
from views.slack.fallback import elsewhere
from views.slack.home import closed_home, home_view
from views.slack.links import (
    channel_modal,
    link_message,
    link_sent,
    link_used,
    placed_modal,
    send_link_modal,
    sent_modal,
    switch_modal,
)
from views.slack.nudge import nudge
from views.slack.participation import selling_changed
from views.slack.pre_setup import tasks_modal
from views.slack.refusals import notice_modal
from views.slack.renewals import renewals_message
from views.slack.renewed import renewed
from views.slack.reuse_seller import seller_used
from views.slack.revoke import (
    disconnected_modal,
    ending_asked,
    nothing_to_revoke,
    revoke_modal,
    revoked_modal,
)
from views.slack.store_form import form_modal

Surface = Message | View
TOLD = Message("Hello", [section("Hello")])
NASTY_TOLD = Message("x" * 3000, [section("x" * 3000)] * 50)
NASTY_STORES = [NASTY_STORE] * 100
FAILED = sorted(set(AttemptEnd) - ONLY_FROM_APPSTORE - {AttemptEnd.SUCCEEDED})
ENDED_FACTS = FACTS | {"end": AttemptEnd.ENDED_BY_TEAM}
PLAIN_FACTS = FACTS | {"seller_name": "Nordic Outdoor"}


@dataclass(frozen=True)
class Sample:
    """One view with one set of data; `view` is the function that it shows."""

    name: str
    view: Callable[..., Surface]
    show: Callable[[Translator], Surface]


def _pages() -> Iterator[tuple[str, StorePage]]:
    yield "nothing", StorePage([], 0, 0, "")
    yield "nothing found", StorePage([], 0, 0, longest(NASTY, 3000))
    yield "one", StorePage([STORE], 0, 1, "")
    yield "middle", StorePage([NASTY_STORE] * 10, 500, 100_000, longest(NASTY, 3000))


def _links() -> Iterator[tuple[str, Store, OfferedLink]]:
    yield "plain", STORE, OFFERED
    yield "nasty", NASTY_STORE, OFFERED
    yield "plain renewal", STORE, OFFERED_RENEWAL
    yield "nasty renewal", NASTY_STORE, NASTY_RENEWAL


def _of(view: Callable[..., Surface], *given: Any, **named: Any) -> Callable[[Translator], Surface]:
    return lambda t: view(t, *given, **named)


def _samples() -> Iterator[Sample]:
    shown: Sequence[tuple[str, Callable[..., Surface], tuple[Any, ...], dict[str, Any]]] = [
        ("plain", help_message, (), {}),
        ("nasty", help_message, (longest(NASTY, 3000),), {}),
        *((name, list_message, (page,), {}) for name, page in _pages()),
        *((name, link_message, (store, link, URL), {}) for name, store, link in _links()),
        ("plain", store_modal, (PLAIN, URL, MANAGE), {"can_mail": True}),
        ("nasty", store_modal, (NASTY_CARD, URL, MANAGE), {"can_mail": True}),
        ("due", store_modal, (DUE, URL, MANAGE), {"can_mail": True}),
        ("connected", store_modal, (CONNECTED, URL, MANAGE), {"can_mail": True}),
        ("nasty connected", store_modal, (NASTY_CONNECTED, URL, MANAGE), {"can_mail": True}),
        ("listings suspended", store_modal, (SUSPENDED, URL, MANAGE), {"can_mail": True}),
        ("another application", store_modal, (ANOTHERS, URL, MANAGE), {"can_mail": True}),
        ("offers", store_modal, (NASTY_OFFERS, URL, MANAGE), {"can_mail": True}),
        ("plain", added_modal, (PLAIN, URL), {"was_chosen": False}),
        ("nasty", added_modal, (NASTY_CARD, None), {"was_chosen": True}),
        ("connected", added_modal, (CONNECTED, URL), {"was_chosen": True}),
        ("offers", added_modal, (MANY_OFFERS, URL), {"was_chosen": False}),
        ("offers", card, (OFFERS, URL), {"is_test": False}),
        ("nasty offers", card, (NASTY_OFFERS, URL), {"is_test": False}),
        ("many offers", card, (MANY_OFFERS, URL), {"is_test": False}),
        ("done", seller_used, (NASTY_CONNECTED,), {}),
        ("not yet", seller_used, (NASTY_CARD,), {}),
        ("plain", card, (PLAIN, URL), {"is_test": False}),
        ("nasty", card, (NASTY_CARD, URL), {"is_test": True}),
        ("connected", card, (CONNECTED, URL), {"is_test": False}),
        ("due", card, (DUE, URL), {"is_test": False}),
        ("nasty connected", card, (NASTY_CONNECTED, URL), {"is_test": True}),
        ("listings suspended", card, (SUSPENDED, URL), {"is_test": False}),
        ("marketplace lost", card, (LOST, URL), {"is_test": False}),
        ("another application", card, (ANOTHERS, URL), {"is_test": False}),
        *(
            (reason[:20], card_undeliverable, (NASTY_STORE, "C" * 32, reason), {})
            for reason in ("is_archived", "not_in_channel", longest(NASTY, 300))
        ),
        *((name, link_sent, (store, link, "U" * 32, URL), {}) for name, store, link in _links()),
        ("plain", elsewhere, (TOLD, STORE.channel, "is_archived"), {}),
        ("nasty", elsewhere, (NASTY_TOLD, "W" * 32, longest(NASTY, 300)), {}),
        ("plain", connected, (CONNECTED,), {}),
        ("nasty", connected, (NASTY_CONNECTED,), {}),
        ("sells also", connected, (ALSO_SELLS,), {}),
        *reminders.SHOWN,
        ("plain", renewed, (CONNECTION, [STORE]), {}),
        ("nasty", renewed, (NASTY_CONNECTION, NASTY_STORES), {}),
        ("ended", renewed, (ENDED.connection, [NASTY_STORE]), {}),
        ("suspended", renewed, (SUSPENDED.connection, [STORE]), {}),
        *((name, alarm, (shown, APPLICATION), {}) for name, shown in ALARMS.items()),
        ("plain", selling_changed, (CONNECTION, {Selling.SELLS: [STORE], Selling.LOST: []}), {}),
        (
            "nasty",
            selling_changed,
            (NASTY_CONNECTION, dict.fromkeys(Selling, [NASTY_STORE] * 100)),
            {},
        ),
        ("nothing", renewals_message, (RenewalPage([], 0, 0), []), {}),
        ("one", renewals_message, (RenewalPage([OFFERED_RENEWAL], 0, 1), [URL]), {}),
        ("middle", renewals_message, (NASTY_RENEWALS, [URL] * 10), {}),
        ("nasty", link_used, (NASTY_STORE,), {}),
        ("nasty", let_go, (NASTY_STORE, MANAGE), {}),
        ("nasty", was_connected, (NASTY_STORE,), {}),
        ("nasty", card_delivered, (NASTY_STORE, "C" * 32), {}),
        ("open", held, (NASTY_STORE, FACTS), {"is_held": True}),
        ("dealt with", held, (NASTY_STORE, FACTS), {"is_held": False}),
        *((end, attempt_ended, (NASTY_STORE, FACTS | {"end": end}, MANAGE), {}) for end in FAILED),
        ("plain", held_from_appstore, (CONNECTION, [STORE], PLAIN_FACTS), {"is_held": True}),
        ("nasty", held_from_appstore, (NASTY_CONNECTION, NASTY_STORES, FACTS), {"is_held": True}),
        ("dealt with", held_from_appstore, (NASTY_CONNECTION, [], FACTS), {"is_held": False}),
        (
            "without stores",
            refused_from_appstore,
            (CONNECTION, [], FACTS | {"end": "ended_by_team"}, MANAGE),
            {},
        ),
        *(
            (
                end,
                refused_from_appstore,
                (NASTY_CONNECTION, NASTY_STORES, FACTS | {"end": end}, MANAGE),
                {},
            )
            for end in (
                AttemptEnd.ENDED_BY_TEAM,
                AttemptEnd.SELLER_UNPROVED,
                AttemptEnd.INTERRUPTED,
            )
        ),
        ("nasty", new_link_asked, (NASTY_STORE,), {}),
        ("ended", disconnected, (ENDED.store, longest(NASTY, 500), URL), {}),
        ("back again", disconnected, (CONNECTED.store, NASTY, ""), {}),
        *((str(found), health, (NASTY_STORE, found), {}) for found in (*Health, None)),
        ("untried", nudge, (WAITING, URL, MANAGE), {}),
        *((end, nudge, (replace(NASTY_WAITING, end=end), URL, MANAGE), {}) for end in FAILED),
        ("connected", nudge, (replace(WAITING, store=NASTY_STORE), URL, MANAGE), {}),
        *people.SHOWN,
        *webhooks.SHOWN,
        ("empty", form_modal, (FORM,), {}),
        ("by hand", form_modal, (replace(FORM, by_hand=True),), {}),
        ("full", form_modal, (FULL_FORM,), {}),
        ("full by hand", form_modal, (replace(FULL_FORM, by_hand=True),), {}),
        *((name, home_view, (page,), {}) for name, page in _pages()),
        ("plain", closed_home, (), {}),
        ("nasty", notice_modal, (Message("Hello", [section("x" * 3000)]),), {}),
        *(
            (name, send_link_modal, (store, link, URL), {"can_mail": True})
            for name, store, link in _links()
        ),
        ("nasty", sent_modal, ("U" * 32,), {}),
        ("nasty", channel_modal, (NASTY_STORE,), {}),
        ("nasty", placed_modal, ("C" * 32,), {}),
        ("plain", revoke_modal, (REVOKE_FORM,), {}),
        ("nasty", revoke_modal, (NASTY_REVOKE_FORM,), {}),
        ("plain", revoked_modal, (), {}),
        ("nasty", disconnected_modal, (NASTY_STORE,), {}),
        ("nasty", nothing_to_revoke, (NASTY_STORE,), {}),
        *(
            (str(found), ending_asked, (longest(NASTY, 500), found), {})
            for found in (*Health, None)
        ),
        *((name, ending, (shown, MANAGE, NASTY), {}) for name, shown in ENDINGS.items()),
        ("another application", ending, (ENDING, MANAGE, ""), {}),
        ("plain", switch_modal, (STORE, "Nordic Outdoor", LINK, URL), {}),
        ("nasty", switch_modal, (NASTY_STORE, longest(NASTY, 500), LINK, URL), {}),
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
    names = [found.name for found in pkgutil.walk_packages(views.__path__, "views.")]
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
