"""Handing a connect link on, and choosing another Slack channel."""

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    RichTextBlock,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import (
    RichTextElementParts,
    RichTextPreformattedElement,
)
from slack_sdk.models.views import View

from domain.forms import Field
from domain.links import ConnectLink
from domain.stores import Store
from views import actions as a
from views.language import Language
from views.slack import actions, escape, link_button, modal, moment, plain, section

COLLEAGUE = "colleague"


def send_link_modal(say: Language, store: Store, link: ConnectLink, connect_url: str) -> View:
    """Offer a direct message to a colleague, and a text to copy for anybody else."""
    text = say(
        "Hello, please connect our store {store} to its Amazon seller account. You need the "
        "sign-in of the account's primary user. The link works until {day}: {url}",
        store=store.name,
        day=say.day(link.expires_at),
        url=connect_url,
    )
    blocks: list[Block] = [
        section(
            say(
                "For whoever holds the seller account's sign-in of *{store}*.",
                store=escape(store.name),
            )
        ),
        InputBlock(
            block_id=COLLEAGUE,
            label=plain(say("Send it to a colleague in Slack")),
            element=UserSelectElement(action_id=a.VALUE),
            hint=plain(say("They get a direct message from me, in your name.")),
        ),
        section(say("Or copy this text into an e-mail:")),
        _to_copy(text),
    ]
    return modal(
        say("Send the link"),
        blocks,
        submit=say("Send"),
        close=say("Close"),
        callback_id=a.SEND_LINK_FORM,
        private_metadata=str(store.id),
    )


def switch_modal(say: Language, store: Store, seller: str, link: ConnectLink, url: str) -> View:
    """Show the link with which a store gets another seller; `seller` is the one it has now."""
    name, before = escape(store.name), escape(seller)
    blocks: list[Block] = [
        section(
            say(
                "Open this link where the *other* seller account's primary user can sign in. It "
                "expects nobody in particular, and works until {when}.",
                when=moment(link.expires_at),
            )
        ),
        actions(link_button(say("Connect store"), a.CONNECT_STORE, url, style="primary")),
        section(say("Or copy its address:")),
        _to_copy(url),
        section(
            say(
                "*{store}* stays connected to *{seller}* until somebody has signed in with another "
                "account. Where it was the last store of *{seller}*, that connection ends then, "
                "and a checklist tells what is left to do.",
                store=name,
                seller=before,
            )
        ),
    ]
    return modal(say("Another seller"), blocks, close=say("Close"))


def _to_copy(text: str) -> RichTextBlock:
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    )


def sent_modal(say: Language, colleague: str) -> View:
    text = say("✅ The link is on its way to {who}.", who=f"<@{colleague}>")
    return modal(say("Send the link"), [section(text)], close=say("Done"))


def channel_modal(say: Language, store: Store) -> View:
    """Ask for another Slack channel for a store's card."""
    element = ConversationSelectElement(
        action_id=a.VALUE,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True
        ),
    )
    hint = say("Invite me there first, unless I am a member already.")
    blocks = [
        InputBlock(
            block_id=Field.CHANNEL,
            label=plain(say("Slack channel")),
            element=element,
            hint=plain(hint),
        )
    ]
    return modal(
        say("Choose a Slack channel"),
        blocks,
        submit=say("Post the card"),
        close=say("Cancel"),
        callback_id=a.CHOOSE_CHANNEL_FORM,
        private_metadata=str(store.id),
    )


def placed_modal(say: Language, channel: str) -> View:
    text = say("✅ The card is on its way to {channel}.", channel=f"<#{channel}>")
    return modal(say("Choose a Slack channel"), [section(text)], close=say("Done"))
