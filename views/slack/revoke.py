"""Revoke a connection in Slack: the button, the confirmation, and the results."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, InputBlock, Option, RadioButtonsElement
from slack_sdk.models.views import View

from domain.authorizations import Connection, Health
from domain.endings import Revocable, RevokeForm
from domain.stores import Store
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import Message, button, context, escape, modal, plain, section

SCOPE = "scope"
ONE_STORE = "store"
_WHOLE = "connection"
_NAMES_IN_A_SECTION = 6


def revoke_button(t: Translator, connection: Connection, store: Store) -> ButtonElement:
    """Build the button that ends a connection, at one of its stores."""
    return button(t("Revoke"), a.REVOKE, revoke_value(connection, store))


def revoke_value(connection: Connection, store: Store) -> str:
    """Encode what is to be revoked, as a button's value."""
    return _value(Revocable(connection.authorization_id, connection.term, store.id))


def revoke_modal(t: Translator, form: RevokeForm) -> View:
    """Ask for confirmation: which seller, every store, and what follows."""
    connection = form.connection
    seller = f"*{escape(connection.seller)}*"
    if connection.seller_name:
        seller += f" (`{escape(connection.seller_id)}`)"
    intro = t("{seller} is connected for:", seller=seller)
    blocks: list[Block] = [section(intro), *_every_store(t, form.stores)]
    if form.may_disconnect and len(form.stores) > 1:
        blocks.append(_choice(t, form))
    blocks += _what_follows(t)
    what = Revocable(connection.authorization_id, connection.term, form.store.id)
    return modal(
        t("Revoke a connection"),
        blocks,
        submit=t("End access now"),
        close=t("Cancel"),
        callback_id=a.REVOKE_FORM,
        private_metadata=_value(what),
    )


def revoked_modal(t: Translator) -> View:
    text = t(
        "✅ From now on sync programs get no access. What is left to do at Amazon stands in the "
        "Slack channel of each store."
    )
    return modal(t("Revoke a connection"), [section(text)], close=t("Done"), clears=True)


def disconnected_modal(t: Translator, store: Store) -> View:
    text = t(
        "✅ *{store}* is disconnected. Its card offers a link to connect it again.",
        store=escape(store.name),
    )
    return modal(t("Revoke a connection"), [section(text)], close=t("Done"), clears=True)


def nothing_to_revoke(t: Translator, store: Store) -> Message:
    text = t(
        "*{store}* is not connected, so there is nothing to revoke. Nothing was changed.",
        store=escape(store.name),
    )
    return Message(text, [section(text)])


def ending_asked(t: Translator, name: str, found: Health | None) -> Message:
    """Show whether Amazon still honours an ending connection; `name` is a seller or store."""
    text = _still_honoured(t, escape(name), found)
    return Message(text, [section(text)])


def _still_honoured(t: Translator, name: str, found: Health | None) -> str:
    match found:
        case Health.HONOURED:
            return t(
                "⏳ Amazon still honours the permission of *{name}*. Disable it in Manage Your "
                "Apps, then check again.",
                name=name,
            )
        case Health.ENDED:
            return t(
                "✅ Amazon no longer honours the permission of *{name}*. The token is erased.",
                name=name,
            )
    return t(
        "Amazon cannot tell about *{name}* just now. This changed nothing; the checklist shows how "
        "things are, and I ask again every day.",
        name=name,
    )


def _value(what: Revocable) -> str:
    return f"{what.authorization_id}:{what.term}:{what.store_id}"


def _every_store(t: Translator, stores: Sequence[Store]) -> list[Block]:
    """Name every store, a few in each section because of Slack's limit."""
    lines = [
        f"•  {words.marketplace_name(t, store.marketplace)}  *{escape(store.name)}*"
        for store in stores
    ]
    step = _NAMES_IN_A_SECTION
    return [section("\n".join(lines[i : i + step])) for i in range(0, len(lines), step)]


def _choice(t: Translator, form: RevokeForm) -> Block:
    whole = Option(value=_WHOLE, text=plain(t("Revoke for every store")))
    one = Option(value=ONE_STORE, text=plain(t("Disconnect only this store")))
    return InputBlock(
        block_id=SCOPE,
        label=plain(t("What should end?")),
        element=RadioButtonsElement(action_id=a.VALUE, options=[whole, one], initial_option=whole),
        hint=plain(t("This store is {store}. The others go on as before.", store=form.store.name)),
    )


def _what_follows(t: Translator) -> list[Block]:
    follows = [
        t(
            "Sync programs get no new access, at once. What was handed out already ends within "
            "the hour."
        ),
        t(
            "Only the seller can take the permission back at Amazon. A checklist in Slack shows "
            "how."
        ),
        t("You can call it off for seven days. Then the token is erased."),
    ]
    lines = [f"•  {each}" for each in follows]
    return [
        section("\n".join([t("*Revoke* has these effects:"), *lines])),
        context(
            t(
                "*Deactivate* pauses a store and keeps its connection. *Remove* takes a store off "
                "the list. Neither takes the seller's permission back."
            )
        ),
        context(
            t(
                "If another seller takes over a store, close this and press *Connect to another "
                "seller* in the store's view: nothing is detached before that has worked."
            )
        ),
    ]
