"""E-mails to a store's contact, as Slack shows them."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, CheckboxesElement, Option

from domain.stores import Store
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import Message, actions, button, escape, plain, quote, section

_OPTION_LENGTH = 75


def contact_mails(t: Translator, store: Store) -> list[Block]:
    """Offer to send reminders to the contact as well; the block's id holds the store's."""
    text = t("Mail reminders to the contact as well")
    wanted = Option(text=plain(text[:_OPTION_LENGTH]), value=a.MAIL_CONTACT)
    element = CheckboxesElement(
        action_id=a.MAIL_CONTACT,
        options=[wanted],
        initial_options=[wanted] if store.mails_contact else None,
    )
    return [ActionsBlock(block_id=str(store.id), elements=[element])]


def link_mailed(t: Translator, address: str) -> Message:
    text = t("✅ The link is on its way to {address}.", address=escape(address))
    return Message(text, [section(text)])


def mail_refused(t: Translator, store: Store, facts: Mapping[str, Any]) -> Message:
    """Tell a store's owner that the contact cannot be reached by e-mail, and what helps."""
    text = t(
        "I could not send an e-mail to {address}, the contact of *{store}*. The mail server said: "
        "“{reason}”",
        address=escape(str(facts["email"])),
        store=escape(store.name),
        reason=quote(str(facts["reason"])),
    )
    how = t("Nothing else was changed. *Send link* hands the link on in another way.")
    send = button(t("Send link"), a.SEND_LINK, str(store.id))
    return Message(text, [section(f"⚠️ {text}\n{how}"), actions(send)])
