"""What a result page shows of a try: connected, under way, or how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.attempts import AttemptEnd, CallbackRefusal
from domain.authorizations import AuthorizationStatus, Connection
from domain.names import clean
from domain.oauth import AttemptResult
from domain.participations import Selling, selling_in
from views.language import Translator
from views.outcomes import OutcomeText, end_told, is_waiting, refusal_told
from views.words import marketplace_name, store_lines

Tone = Literal["good", "wait", "bad"]
Way = tuple[str, str]
"""A link's text and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`state` is the end in a word or two, `tone` its colour and drawing."""

    tone: Tone
    state: str
    title: str
    sentences: Sequence[str]
    next: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    ways: Sequence[Way] = ()


def result_outcome(
    say: Translator, result: AttemptResult, manage: str, listing_rules_url: str
) -> Outcome:
    """Tell how a try ended. `manage` is Manage Your Apps, `listing_rules_url` may be empty."""
    if result.end is None:
        return _under_way(say, result)
    if result.end is not AttemptEnd.SUCCEEDED:
        return _not_connected(say, result, result.end, manage)
    connection = result.connection
    if connection is None or connection.status is not AuthorizationStatus.LIVE:
        return _ended_since(say, result)
    if result.is_renewed:
        return _renewed(say, result, connection)
    return _connected(say, result, connection, listing_rules_url)


def refusal_outcome(say: Translator, refusal: CallbackRefusal) -> Outcome:
    told = refusal_told(say, refusal)
    return Outcome(
        tone="bad",
        state=say("Nothing has happened"),
        title=told.title,
        sentences=[told.sentence],
        next=[told.next],
    )


def _connected(
    say: Translator, result: AttemptResult, connection: Connection, rules: str
) -> Outcome:
    store = result.store
    return Outcome(
        tone="good",
        state=say("Connected"),
        title=say("{store} is connected", store=clean(store.name)),
        sentences=_connected_sentences(say, connection),
        facts=_connected_facts(say, result, connection),
        next=_connected_steps(say, connection, rules),
        ways=[_to_slack(say, result), *([(say("Create a listing rule"), rules)] if rules else [])],
    )


def _renewed(say: Translator, result: AttemptResult, connection: Connection) -> Outcome:
    return Outcome(
        tone="good",
        state=say("Renewed"),
        title=say("{seller} is renewed", seller=clean(connection.seller)),
        sentences=[_renewed_until(say, connection), *_lost(say, result, connection)],
        facts=[*_seller_facts(say, connection), (say("Stores"), store_lines(result.stores))],
        next=[*_ours_step(say, connection), say("You are done, and can close this page.")],
        ways=[_to_slack(say, result)],
    )


def _lost(say: Translator, result: AttemptResult, connection: Connection) -> list[str]:
    """Name the stores in whose marketplaces Amazon says that the seller sells no more."""
    told = connection.participations if connection.checked_at else None
    lost = [
        clean(store.name)
        for store in result.stores
        if told is not None and selling_in(told, store.marketplace_id) is Selling.LOST
    ]
    if not lost:
        return []
    return [
        say(
            "Amazon says that this seller does not sell there any more: {stores}. Those stores "
            "stay connected, but calls for their marketplaces will be refused.",
            stores=say.list_of(lost),
        )
    ]


def _renewed_until(say: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return say("It is renewed for all the stores below. No end of this connection is known.")
    return say(
        "Renewed until about {day}, for all the stores below. We remind your team in Slack "
        "before then.",
        day=say.day(connection.ends_at),
    )


def _connected_sentences(say: Translator, connection: Connection) -> list[str]:
    sentences = [_term_told(say, connection)]
    if connection.checked_at is None:
        sentences.append(say("Amazon could not yet be asked where it sells; we will ask again."))
    sentences.append(
        say(
            "This bot moves no products itself: it gives your team's sync programs access to the "
            "account."
        )
    )
    return sentences


def _term_told(say: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return say("No end of this connection is known.")
    return say(
        "The connection lasts until about {day}. We remind your team in Slack before then.",
        day=say.day(connection.ends_at),
    )


def _connected_facts(
    say: Translator, result: AttemptResult, connection: Connection
) -> list[tuple[str, str]]:
    return [
        *_seller_facts(say, connection),
        (say("Marketplace"), marketplace_name(say, result.store.marketplace)),
        (say("Website"), clean(result.store.website.name)),
    ]


def _seller_facts(say: Translator, connection: Connection) -> list[tuple[str, str]]:
    name = clean(connection.seller_name or "")
    facts = [(say("Seller"), name)] if name else []
    return [*facts, (say("Seller id"), connection.seller_id)]


def _connected_steps(say: Translator, connection: Connection, rules: str) -> list[str]:
    steps = _ours_step(say, connection)
    if rules:
        steps.append(say("Create a listing rule in Commerce, so that products are listed."))
    else:
        steps.append(
            say(
                "Create a listing rule in Commerce: Marketing > Channels > Amazon Sales Channel > "
                "Listing Rules."
            )
        )
    return [*steps, say("If you only came to sign in, you are done and can close this page.")]


def _ours_step(say: Translator, connection: Connection) -> list[str]:
    if connection.ours_due_at is None:
        return []
    return [
        say(
            "Your team confirms in Slack that this seller is its own. Before that, sync "
            "programs get no access."
        )
    ]


def _ended_since(say: Translator, result: AttemptResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=say("Not connected any more"),
        title=say("{store} was connected", store=clean(result.store.name)),
        sentences=[say("The sign-in worked, but the connection has been ended since.")],
        next=[say("The store's card in Slack tells more. Your team can send you a new link.")],
        ways=[_to_slack(say, result)],
    )


def _under_way(say: Translator, result: AttemptResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=say("Under way"),
        title=say("Almost there"),
        sentences=[say("We are still looking at Amazon's answer.")],
        next=[say("Reload this page in a minute, or look at the store's card in Slack.")],
        facts=_store_facts(say, result),
        ways=[_to_slack(say, result)],
    )


def _not_connected(say: Translator, result: AttemptResult, end: AttemptEnd, manage: str) -> Outcome:
    country = say.country(result.store.marketplace.country)
    told = end_told(say, end, result.facts, country, say("Manage Your Apps"))
    waits = is_waiting(end, result.facts)
    return Outcome(
        tone="wait" if waits else "bad",
        state=say("Waits for your team") if waits else _undone(say, result),
        title=told.title,
        sentences=[told.sentence],
        next=[told.next],
        facts=_store_facts(say, result),
        ways=[*_again(say, result), _to_slack(say, result), *_take_back(say, told, manage)],
    )


def _undone(say: Translator, result: AttemptResult) -> str:
    return say("Not renewed") if result.asks_again else say("Not connected")


def _store_facts(say: Translator, result: AttemptResult) -> list[tuple[str, str]]:
    """Tell what was to be connected, or renewed."""
    workspace = (say("Slack workspace"), clean(result.workspace))
    if result.asks_again and result.connection is not None:
        seller = (say("Seller"), clean(result.connection.seller))
        return [workspace, seller, (say("Stores"), store_lines(result.stores))]
    return [
        workspace,
        (say("Store"), clean(result.store.name)),
        (say("Marketplace"), marketplace_name(say, result.store.marketplace)),
    ]


def _again(say: Translator, result: AttemptResult) -> list[Way]:
    """Offer to begin anew, while the link works and there is nothing to wait for."""
    if result.link is None or (result.end and is_waiting(result.end, result.facts)):
        return []
    return [(say("Try again"), f"/connect/{result.link.token}")]


def _take_back(say: Translator, told: OutcomeText, manage: str) -> list[Way]:
    return [(say("Manage Your Apps"), manage)] if told.allows_us else []


def _to_slack(say: Translator, result: AttemptResult) -> Way:
    return say("Back to Slack"), result.workspace_url
