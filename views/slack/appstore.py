"""Messages about sellers who came through the Appstore workflow."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from domain.attempts import AttemptEnd
from domain.authorizations import Connection
from domain.names import clean
from domain.stores import Store
from views.language import Translator
from views.slack.actions import COMMAND
from views.slack.block_kit import Message, escape, section
from views.slack.connected import accept_or_refuse
from views.slack.renewed import store_names


def held_from_appstore(
    t: Translator,
    connection: Connection,
    stores: Sequence[Store],
    facts: Mapping[str, Any],
    *,
    is_held: bool,
) -> Message:
    """Ask an operator to accept a renewal that could not be proved."""
    seller = escape(connection.seller)
    if not is_held:
        text = t("The permission for {seller} has been dealt with.", seller=seller)
        return Message(text, [section(text)])
    text = t(
        "Somebody renewed *{seller}* in Seller Central, but Amazon could not prove that this is "
        "the seller you know. Nothing was replaced. Accept it only if you know who signed in.",
        seller=seller,
    )
    lines = [text, *_other_name(t, connection, facts), *_for_stores(t, stores)]
    blocks: list[Block] = [section(line) for line in lines]
    return Message(text, blocks + accept_or_refuse(t, str(facts["grant"])))


def refused_from_appstore(
    t: Translator,
    connection: Connection,
    stores: Sequence[Store],
    facts: Mapping[str, Any],
    manage: str,
) -> Message:
    """Report a renewal in Seller Central that changed nothing; `manage` is Manage Your Apps."""
    what, then = _refusal(t, AttemptEnd(facts["end"]), escape(connection.seller), manage)
    lines = [f"⚠️ {what}", *_for_stores(t, stores), then]
    return Message(what, [section(line) for line in lines])


def _refusal(t: Translator, end: AttemptEnd, seller: str, manage: str) -> tuple[str, str]:
    """Return what happened, and what to do."""
    renew = t("If it was one of you, renew with {command}.", command=f"`{COMMAND} renew`")
    match end:
        case AttemptEnd.ENDED_BY_TEAM:
            return _ended_by_team(t, seller, manage)
        case AttemptEnd.SELLER_UNPROVED:
            what = t(
                "Somebody came from Seller Central as *{seller}*, but Amazon refused a call in "
                "that seller's name. The new token was erased, and nothing was changed.",
                seller=seller,
            )
            return what, renew
        case AttemptEnd.INTERRUPTED:
            what = t(
                "Somebody renewed *{seller}* in Seller Central, but Amazon took the permission "
                "back before it could be used. Nothing was changed.",
                seller=seller,
            )
            return what, renew
        case _:
            raise ValueError(f"Slack is not told of {end}")


def _ended_by_team(t: Translator, seller: str, manage: str) -> tuple[str, str]:
    what = t(
        "Somebody authorized *{seller}* anew in Seller Central, but your team had ended "
        "this connection. It stays ended, and no token was kept.",
        seller=seller,
    )
    then = t(
        "To use it again, connect its stores with {command}. Otherwise take the "
        "permission back at {link}.",
        command=f"`{COMMAND} connect`",
        link=f"<{manage}|Manage Your Apps>",
    )
    return what, then


def _for_stores(t: Translator, stores: Sequence[Store]) -> list[str]:
    return [store_names(t, stores)] if stores else []


def _other_name(t: Translator, connection: Connection, facts: Mapping[str, Any]) -> list[str]:
    """Mention Amazon's current name for the account where it is not the one we know."""
    name = clean(str(facts.get("seller_name") or ""))
    if not name or name == connection.seller_name:
        return []
    return [t("Amazon now calls that account *{name}*.", name=escape(name))]
