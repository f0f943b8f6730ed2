"""Share a connect link, and choose another Slack channel."""

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
from domain.links import ConnectLink, OfferedLink
from domain.stores import Store
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    escape,
    link_button,
    modal,
    moment,
    person,
    plain,
    section,
)
from views.slack.card import connect_actions, renew_actions, renew_button
from views.slack.renewed import store_names

COLLEAGUE = "colleague"


def link_message(t: Translator, store: Store, offered: OfferedLink, connect_url: str) -> Message:
    """Render a store's link, and what it is for."""
    until = t("It works until {when}.", when=moment(offered.link.expires_at))
    if offered.renewal is None:
        text = t(
            "*{store}*: open this link where the seller account's primary user can sign in.",
            store=escape(store.name),
        )
        title = t("The connect link of {store}", store=escape(store.name))
        return Message(title, [section(f"{text} {until}"), connect_actions(t, store, connect_url)])
    text = t(
        "This link renews the connection of *{seller}*. The same seller account has to sign in, as "
        "its primary user.",
        seller=escape(offered.renewal.connection.seller),
    )
    named = store_names(t, offered.renewal.stores)
    title = t("The link that renews {store}", store=escape(store.name))
    return Message(
        title, [section(f"{text} {until}\n{named}"), renew_actions(t, store, connect_url)]
    )


def link_used(t: Translator, store: Store) -> Message:
    """Remove the link from a message once it has served its purpose."""
    text = t("✅ *{store}* has been connected since. Thank you.", store=escape(store.name))
    return Message(text, [context(text)])


def link_sent(
    t: Translator, store: Store, offered: OfferedLink, sender: str, connect_url: str
) -> Message:
    """Ask a colleague who can sign in at Amazon to connect a store, or renew its connection."""
    effort = t(
        "You need the sign-in of the account's primary user at Seller Central ({country}). It "
        "takes about five minutes.",
        country=t.country(store.marketplace.country),
    )
    if offered.renewal is None:
        text = t(
            "{who} asks you to connect *{store}* to its Amazon seller account.",
            who=person(sender),
            store=escape(store.name),
        )
        connect = link_button(t("Connect store"), a.CONNECT_STORE, connect_url, style="primary")
        title = t("Please connect {store} to Amazon", store=escape(store.name))
        return Message(title, [section(f"{text} {effort}"), actions(connect)])
    seller = escape(offered.renewal.connection.seller)
    text = t(
        "{who} asks you to renew the Amazon connection of the seller account *{seller}*.",
        who=person(sender),
        seller=seller,
    )
    named = store_names(t, offered.renewal.stores)
    return Message(
        t("Please renew the Amazon connection of {seller}", seller=seller),
        [section(f"{text} {effort}\n{named}"), actions(renew_button(t, connect_url))],
    )


def send_link_modal(
    t: Translator, store: Store, offered: OfferedLink, connect_url: str, *, can_mail: bool
) -> View:
    """Offer a direct message to a colleague, a mail to the contact, or a text to copy."""
    text = _text_to_copy(t, store, offered, connect_url)
    whose = escape(offered.renewal.connection.seller) if offered.renewal else escape(store.name)
    blocks: list[Block] = [
        section(t("For whoever holds the sign-in of the seller account of *{name}*.", name=whose)),
        InputBlock(
            block_id=COLLEAGUE,
            label=plain(t("Send it to a colleague in Slack")),
            element=UserSelectElement(action_id=a.VALUE),
            hint=plain(t("They get a direct message from me, in your name.")),
        ),
        *(_to_mail(t, store) if can_mail else []),
        section(t("Or copy this text into an e-mail:")),
        _to_copy(text),
    ]
    return modal(
        t("Send the link"),
        blocks,
        submit=t("Send"),
        close=t("Close"),
        callback_id=a.SEND_LINK_FORM,
        private_metadata=str(store.id),
    )


def switch_modal(t: Translator, store: Store, seller: str, link: ConnectLink, url: str) -> View:
    """Render the link that connects a store to another seller; `seller` is the present one."""
    name, before = escape(store.name), escape(seller)
    blocks: list[Block] = [
        section(
            t(
                "Open this link where the *other* seller account's primary user can sign in. It "
                "expects nobody in particular, and works until {when}.",
                when=moment(link.expires_at),
            )
        ),
        actions(link_button(t("Connect store"), a.CONNECT_STORE, url, style="primary")),
        section(t("Or copy its address:")),
        _to_copy(url),
        section(
            t(
                "*{store}* stays connected to *{seller}* until somebody has signed in with another "
                "account. Where it was the last store of *{seller}*, that connection ends then, "
                "and a checklist tells what is left to do.",
                store=name,
                seller=before,
            )
        ),
    ]
    return modal(t("Another seller"), blocks, close=t("Close"))


def _to_copy(text: str) -> RichTextBlock:
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    )


def _text_to_copy(t: Translator, store: Store, offered: OfferedLink, connect_url: str) -> str:
    effort = t(
        "You need the sign-in of the account's primary user. The link works until {day}: {url}",
        day=t.day(offered.link.expires_at),
        url=connect_url,
    )
    if offered.renewal is None:
        asked = t(
            "Hello, please connect our store {store} to its Amazon seller account.",
            store=store.name,
        )
    else:
        asked = t(
            "Hello, please renew the Amazon connection of our seller account {seller}, for "
            "{stores}.",
            seller=offered.renewal.connection.seller,
            stores=t.list_of([served.name for served in offered.renewal.stores]),
        )
    return f"{asked} {effort}"


def _to_mail(t: Translator, store: Store) -> list[Block]:
    offer = t("Or let me send it by e-mail to {address}:", address=escape(store.email))
    return [section(offer, accessory=button(t("Send e-mail"), a.MAIL_LINK, str(store.id)))]


def sent_modal(t: Translator, colleague: str) -> View:
    text = t("✅ The link is on its way to {who}.", who=f"<@{colleague}>")
    return modal(t("Send the link"), [section(text)], close=t("Done"))


def channel_modal(t: Translator, store: Store) -> View:
    """Ask for another Slack channel for a store's card."""
    element = ConversationSelectElement(
        action_id=a.VALUE,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True
        ),
    )
    hint = t("Invite me there first, unless I am a member already.")
    blocks = [
        InputBlock(
            block_id=Field.CHANNEL,
            label=plain(t("Slack channel")),
            element=element,
            hint=plain(hint),
        )
    ]
    return modal(
        t("Choose a Slack channel"),
        blocks,
        submit=t("Post the card"),
        close=t("Cancel"),
        callback_id=a.CHOOSE_CHANNEL_FORM,
        private_metadata=str(store.id),
    )


def placed_modal(t: Translator, channel: str) -> View:
    text = t("✅ The card is on its way to {channel}.", channel=f"<#{channel}>")
    return modal(t("Choose a Slack channel"), [section(text)], close=t("Done"))
