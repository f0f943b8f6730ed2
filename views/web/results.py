"""The result page of an attempt: connected, under way, or how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.attempts import AttemptEnd, CallbackRefusal
from domain.authorizations import AuthorizationStatus, Connection
from domain.names import clean
from domain.oauth import AttemptResult
from domain.participations import Selling, selling_in
from views.language import Translator
from views.outcomes import OutcomeText, end_told, is_waiting
from views.web.refusals import refusal_told
from views.words import marketplace_name, store_lines

Tone = Literal["good", "wait", "bad"]
Way = tuple[str, str]
"""A link's text and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The content of a result page. `state` is a word or two, `tone` its colour and drawing."""

    tone: Tone
    state: str
    title: str
    sentences: Sequence[str]
    next: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    ways: Sequence[Way] = ()


def result_outcome(
    t: Translator, result: AttemptResult, manage: str, listing_rules_url: str
) -> Outcome:
    """Render how an attempt ended. `listing_rules_url` may be empty."""
    if result.end is None:
        return _under_way(t, result)
    if result.end is not AttemptEnd.SUCCEEDED:
        return _not_connected(t, result, result.end, manage)
    connection = result.connection
    if connection is None or connection.status is not AuthorizationStatus.LIVE:
        return _ended_since(t, result)
    if result.is_renewed:
        return _renewed(t, result, connection)
    return _connected(t, result, connection, listing_rules_url)


def refusal_outcome(t: Translator, refusal: CallbackRefusal) -> Outcome:
    told = refusal_told(t, refusal)
    return Outcome(
        tone="bad",
        state=t("Nothing has happened"),
        title=told.title,
        sentences=[told.sentence],
        next=[told.next],
    )


def _connected(t: Translator, result: AttemptResult, connection: Connection, rules: str) -> Outcome:
    store = result.store
    return Outcome(
        tone="good",
        state=t("Connected"),
        title=t("{store} is connected", store=clean(store.name)),
        sentences=_connected_sentences(t, connection),
        facts=_connected_facts(t, result, connection),
        next=_connected_steps(t, connection, rules),
        ways=[_to_slack(t, result), *([(t("Create a listing rule"), rules)] if rules else [])],
    )


def _renewed(t: Translator, result: AttemptResult, connection: Connection) -> Outcome:
    return Outcome(
        tone="good",
        state=t("Renewed"),
        title=t("{seller} is renewed", seller=clean(connection.seller)),
        sentences=[_renewed_until(t, connection), *_lost(t, result, connection)],
        facts=[*_seller_facts(t, connection), (t("Stores"), store_lines(result.stores))],
        next=[*_ours_step(t, connection), t("You are done, and can close this page.")],
        ways=[_to_slack(t, result)],
    )


def _lost(t: Translator, result: AttemptResult, connection: Connection) -> list[str]:
    """Name the stores in whose marketplaces the seller no longer sells, according to Amazon."""
    told = connection.participations if connection.checked_at else None
    lost = [
        clean(store.name)
        for store in result.stores
        if told is not None and selling_in(told, store.marketplace_id) is Selling.LOST
    ]
    if not lost:
        return []
    return [
        t(
            "Amazon says that this seller does not sell there any more: {stores}. Those stores "
            "stay connected, but calls for their marketplaces will be refused.",
            stores=t.list_of(lost),
        )
    ]


def _renewed_until(t: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return t("It is renewed for all the stores below. No end of this connection is known.")
    return t(
        "Renewed until about {day}, for all the stores below. We remind your team in Slack "
        "before then.",
        day=t.day(connection.ends_at),
    )


def _connected_sentences(t: Translator, connection: Connection) -> list[str]:
    sentences = [_term_told(t, connection)]
    if connection.checked_at is None:
        sentences.append(t("Amazon could not yet be asked where it sells; we will ask again."))
    sentences.append(
        t(
            "This bot moves no products itself: it gives your team's sync programs access to the "
            "account."
        )
    )
    return sentences


def _term_told(t: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return t("No end of this connection is known.")
    return t(
        "The connection lasts until about {day}. We remind your team in Slack before then.",
        day=t.day(connection.ends_at),
    )


def _connected_facts(
    t: Translator, result: AttemptResult, connection: Connection
) -> list[tuple[str, str]]:
    return [
        *_seller_facts(t, connection),
        (t("Marketplace"), marketplace_name(t, result.store.marketplace)),
        (t("Website"), clean(result.store.website.name)),
    ]


def _seller_facts(t: Translator, connection: Connection) -> list[tuple[str, str]]:
    name = clean(connection.seller_name or "")
    facts = [(t("Seller"), name)] if name else []
    return [*facts, (t("Seller id"), connection.seller_id)]


def _connected_steps(t: Translator, connection: Connection, rules: str) -> list[str]:
    steps = _ours_step(t, connection)
    if rules:
        steps.append(t("Create a listing rule in Commerce, so that products are listed."))
    else:
        steps.append(
            t(
                "Create a listing rule in Commerce: Marketing > Channels > Amazon Sales Channel > "
                "Listing Rules."
            )
        )
    return [*steps, t("If you only came to sign in, you are done and can close this page.")]


def _ours_step(t: Translator, connection: Connection) -> list[str]:
    if connection.ownership_due_at is None:
        return []
    return [
        t(
            "Your team confirms in Slack that this seller is its own. Before that, sync "
            "programs get no access."
        )
    ]


def _ended_since(t: Translator, result: AttemptResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=t("Not connected any more"),
        title=t("{store} was connected", store=clean(result.store.name)),
        sentences=[t("The sign-in worked, but the connection has been ended since.")],
        next=[t("The store's card in Slack tells more. Your team can send you a new link.")],
        ways=[_to_slack(t, result)],
    )


def _under_way(t: Translator, result: AttemptResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=t("Under way"),
        title=t("Almost there"),
        sentences=[t("We are still looking at Amazon's answer.")],
        next=[t("Reload this page in a minute, or look at the store's card in Slack.")],
        facts=_store_facts(t, result),
        ways=[_to_slack(t, result)],
    )


def _not_connected(t: Translator, result: AttemptResult, end: AttemptEnd, manage: str) -> Outcome:
    country = t.country(result.store.marketplace.country)
    told = end_told(t, end, result.facts, country, t("Manage Your Apps"))
    waits = is_waiting(end, result.facts)
    return Outcome(
        tone="wait" if waits else "bad",
        state=t("Waits for your team") if waits else _undone(t, result),
        title=told.title,
        sentences=[told.sentence],
        next=[told.next],
        facts=_store_facts(t, result),
        ways=[*_again(t, result), _to_slack(t, result), *_take_back(t, told, manage)],
    )


def _undone(t: Translator, result: AttemptResult) -> str:
    return t("Not renewed") if result.asks_again else t("Not connected")


def _store_facts(t: Translator, result: AttemptResult) -> list[tuple[str, str]]:
    """List what was to be connected or renewed."""
    workspace = (t("Slack workspace"), clean(result.workspace))
    if result.asks_again and result.connection is not None:
        seller = (t("Seller"), clean(result.connection.seller))
        return [workspace, seller, (t("Stores"), store_lines(result.stores))]
    return [
        workspace,
        (t("Store"), clean(result.store.name)),
        (t("Marketplace"), marketplace_name(t, result.store.marketplace)),
    ]


def _again(t: Translator, result: AttemptResult) -> list[Way]:
    """Offer to start over, while the link works and nothing is pending."""
    if result.link is None or (result.end and is_waiting(result.end, result.facts)):
        return []
    return [(t("Try again"), f"/connect/{result.link.token}")]


def _take_back(t: Translator, told: OutcomeText, manage: str) -> list[Way]:
    return [(t("Manage Your Apps"), manage)] if told.allows_us else []


def _to_slack(t: Translator, result: AttemptResult) -> Way:
    return t("Back to Slack"), result.workspace_url
