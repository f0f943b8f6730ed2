"""Messages about a seller who has come back from Amazon, and about its connection."""

from collections.abc import Mapping
from typing import Any, Literal

from slack_sdk.models.blocks import Block, ConfirmObject

from domain.attempts import AttemptEnd
from domain.authorizations import Connection, Health
from domain.marketplaces import marketplace
from domain.store_card import StoreCard
from domain.stores import Store, StoreStatus
from views.language import Translator
from views.outcomes import countries, end_in_slack, seller_of
from views.slack import actions as a
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    day,
    escape,
    mrkdwn,
    person,
    plain,
    section,
)
from views.slack.card import connect_actions
from views.slack.revoke import ending_asked


def connected(t: Translator, card: StoreCard) -> Message:
    """Report a new connection, ask whether the seller is the team's own, and offer more.

    Once somebody has answered, the question is gone.
    """
    store, connection = card.store, card.connection
    if connection is None:
        return was_connected(t, store)
    headline = t(
        "*{store}* is connected to Amazon as *{seller}*.",
        store=escape(store.name),
        seller=escape(connection.seller),
    )
    blocks: list[Block] = [section(f"🟢 {headline}\n{_until(t, connection)}")]
    if connection.checked_at is None:
        blocks.append(context(t("Amazon could not yet be asked where this seller sells.")))
    if connection.ownership_due_at is not None:
        blocks += _is_this_yours(t, store, connection)
    elif card.addable:
        blocks += _sells_also(t, card)
    return Message(headline, blocks)


def was_connected(t: Translator, store: Store) -> Message:
    """Remove the buttons from a message that a later one, or the card, has replaced."""
    text = t(
        "*{store}* was connected here. Its card tells how things are now.",
        store=escape(store.name),
    )
    return Message(text, [context(text)])


def held(t: Translator, store: Store, facts: Mapping[str, Any], *, is_held: bool) -> Message:
    """Ask an operator to accept a grant that could not be proved."""
    seller = escape(seller_of(facts))
    if not is_held:
        text = t("The permission for {seller} has been dealt with.", seller=seller)
        return Message(text, [section(text)])
    text = t(
        "Somebody connected *{store}* as *{seller}*, but Amazon could not prove that this is the "
        "seller you know. Nothing was replaced. Accept it only if you know who signed in.",
        store=escape(store.name),
        seller=seller,
    )
    return Message(text, [section(text), *accept_or_refuse(t, str(facts["grant"]))])


def accept_or_refuse(t: Translator, grant: str) -> list[Block]:
    """Build the buttons for a held grant, by its id."""
    return [
        actions(
            button(t("Accept"), a.ACCEPT_GRANT, grant, style="primary"),
            button(t("Refuse"), a.REFUSE_GRANT, grant, style="danger"),
        ),
        context(t("Without an answer it is refused after seven days.")),
    ]


def attempt_ended(t: Translator, store: Store, facts: Mapping[str, Any], manage: str) -> Message:
    """Report an attempt that somebody has to act on."""
    country = t.country(store.marketplace.country)
    told = end_in_slack(t, AttemptEnd(facts["end"]), facts, country, manage)
    text = f"⚠️ *{told.title}*\n{told.sentence} {told.next}"
    return Message(told.title, [section(text)])


def disconnected(t: Translator, store: Store, seller: str, connect_url: str) -> Message:
    """Report that Amazon has ended a connection, and where to connect it again.

    `connect_url` is empty once that has happened.
    """
    text = t(
        "Amazon no longer honours the connection of *{store}* with *{seller}*.",
        store=escape(store.name),
        seller=escape(seller),
    )
    if not connect_url:
        since = t("It has been connected again since.")
        return Message(text, [context(f"{text} {since}")])
    follows = t("Sync programs get no access: orders, prices and stock stand still.")
    asked = t(
        "{who}, please connect it again. The same seller account has to sign in.",
        who=t.list_of([person(keeper) for keeper in store.keepers]),
    )
    blocks = [
        section(f"🔴 {text}\n{follows}\n{asked}"),
        connect_actions(t, store, connect_url),
    ]
    return Message(text, blocks)


def health(t: Translator, store: Store, found: Health | None) -> Message:
    """Show the result of a check; None means that Amazon has not answered yet."""
    if store.status is StoreStatus.ENDING:
        return ending_asked(t, store.name, found)
    text = _health_text(t, escape(store.name), found)
    return Message(text, [section(text)])


_OfConnection = Literal[Health.HONOURED, Health.DOUBTED, Health.ENDED]
_NoAnswer = Literal[
    Health.NOT_ASKED, Health.OVERTAKEN, Health.APPLICATION_REFUSED, Health.OTHER_APPLICATION
]


def _health_text(t: Translator, name: str, found: Health | None) -> str:
    match found:
        case None:
            return t(
                "Amazon takes its time to answer about *{store}*. The card shows what it says.",
                store=name,
            )
        case Health.HONOURED | Health.DOUBTED | Health.ENDED:
            return _answered(t, name, found)
    return _not_answered(t, name, found)


def _answered(t: Translator, name: str, found: _OfConnection) -> str:
    match found:
        case Health.HONOURED:
            return t("✅ Amazon honours the connection of *{store}*.", store=name)
        case Health.DOUBTED:
            return t(
                "⚠️ Amazon has just refused the connection of *{store}*. I ask once more in a "
                "quarter of an hour before I believe it; until then sync programs get no access.",
                store=name,
            )
        case Health.ENDED:
            return t("🔴 Amazon no longer honours the connection of *{store}*.", store=name)


def _not_answered(t: Translator, name: str, found: _NoAnswer) -> str:
    match found:
        case Health.NOT_ASKED:
            return t(
                "Amazon cannot be asked about *{store}* just now. Nothing was changed; I try again "
                "by myself.",
                store=name,
            )
        case Health.OVERTAKEN:
            return t(
                "The connection of *{store}* was renewed or ended while Amazon was asked, so the "
                "answer no longer counts. Its card shows how things are now.",
                store=name,
            )
        case Health.APPLICATION_REFUSED:
            return _application_refused(t, name)
        case Health.OTHER_APPLICATION:
            return _other_application(t, name)


def _application_refused(t: Translator, name: str) -> str:
    return t(
        "Amazon refuses this bot's own application just now, whatever the seller, so it cannot "
        "tell about *{store}*. Nothing was changed; whoever runs the bot has to act.",
        store=name,
    )


def _other_application(t: Translator, name: str) -> str:
    return t(
        "*{store}* is connected with another application than the one that this bot runs with "
        "now, so Amazon was not asked. Nothing was erased. Connect it again: "
        "`{command} connect {store}`",
        store=name,
        command=a.COMMAND,
    )


def new_link_asked(t: Translator, store: Store) -> Message:
    text = t(
        "Somebody opened an old connect link of *{store}* and asks for a new one. "
        "Press Send link, and hand it to whoever can sign in at Amazon.",
        store=escape(store.name),
    )
    send = button(t("Send link"), a.SEND_LINK, str(store.id), style="primary")
    return Message(text, [section(text), actions(send)])


def _until(t: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return t("No end of this connection is known.")
    return t(
        "It lasts until about {day}; Amazon asks for a renewal every year. I remind you here "
        "before then.",
        day=day(connection.ends_at),
    )


def _is_this_yours(t: Translator, store: Store, connection: Connection) -> list[Block]:
    seller = escape(connection.seller)
    if connection.seller_name:
        seller += f" ({escape(connection.seller_id)})"
    question = t(
        "*Is this yours?* Whoever opened the link signed in as {seller}. Sync programs get no "
        "access until you say yes.",
        seller=seller,
    )
    value = f"{connection.authorization_id}:{connection.term}"
    sure = ConfirmObject(
        title=plain(t("Not your seller?")),
        text=mrkdwn(
            t(
                "Its token is erased, and *{store}* waits for another connection.",
                store=escape(store.name),
            )
        ),
        confirm=plain(t("Not ours")),
        deny=plain(t("Cancel")),
        style="danger",
    )
    return [
        section(question),
        actions(
            button(t("Yes, it is ours"), a.OURS, value, style="primary"),
            button(t("Not ours"), a.NOT_OURS, value, confirm=sure),
        ),
        context(t("Without an answer the token is erased after seven days.")),
    ]


def _sells_also(t: Translator, card: StoreCard) -> list[Block]:
    offer = t(
        "This seller also sells in {places}. You can add that without a second sign-in.",
        places=countries(t, card.addable),
    )
    buttons = [
        button(
            t("Add {country}", country=t.country(marketplace(place).country)),
            f"{a.ADD_MARKETPLACE}:{place}",
            f"{card.store.id}:{place}",
        )
        for place in card.addable
    ]
    return [section(offer), actions(*buttons)]


def let_go(t: Translator, store: Store, manage: str) -> Message:
    """Report that a seller was detached, and where its permission can be revoked."""
    text = t(
        "*{store}* is not connected: the seller who signed in was not confirmed as yours. The "
        "token is erased. That account still allows our application; whoever owns it can take "
        "this back at {link}.",
        store=escape(store.name),
        link=f"<{manage}|Manage Your Apps>",
    )
    return Message(text, [section(text)])
