"""Answers that only the user sees: help, lists, links and details of a store."""

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from domain.authorizations import AuthorizationStatus, Connection
from domain.oauth import sells_in
from domain.store_card import StoreCard
from domain.stores import Store, StorePage
from views import words
from views.language import Translator
from views.outcomes import countries
from views.slack import actions as a
from views.slack.actions import COMMAND
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    escape,
    fields,
    header,
    link_button,
    modal,
    moment,
    quote,
    section,
    slack_channel,
)
from views.slack.card import (
    connect_actions,
    connection_notes,
    renew_actions,
    store_dates,
    store_fields,
    title,
)
from views.slack.contact_mails import contact_mails
from views.slack.paging import page_buttons
from views.slack.reuse_seller import sellers_to_use
from views.slack.revoke import revoke_button


def help_message(t: Translator, asked: str = "") -> Message:
    """List the subcommands; `asked` is a word that is none of them."""
    verbs = [
        ("add", t("add a store and connect it to Amazon")),
        ("list", t("show all stores, or those whose name holds some words")),
        (
            "list due:30d status:overdue country:US",
            t("show those that fit all of these filters"),
        ),
        ("view NAME", t("show one store")),
        ("connect NAME", t("show a store's connect link again")),
        ("renew NAME", t("show a link that renews a store's connection")),
        ("renew", t("show such a link for each connection, those that end first on top")),
        ("check NAME", t("ask Amazon now whether a connection still works")),
        ("revoke NAME", t("end a store's connection")),
        ("setup", t("go through the pre-setup tasks")),
        ("help", t("show this")),
    ]
    lines = "\n".join(f"`{COMMAND} {verb}`  {meaning}" for verb, meaning in verbs)
    intro = t("I connect your Adobe Commerce stores to Amazon and keep them connected.")
    if asked:
        intro = t("I do not know “{word}”. Here is what I can do:", word=quote(asked))
    blocks = [
        section(intro),
        section(lines),
        actions(button(t("Add a store"), a.ADD_STORE, "help", style="primary")),
    ]
    return Message(intro, blocks)


def list_message(t: Translator, found: StorePage) -> Message:
    """Render one page of the list of stores."""
    if not found.stores:
        return _empty_list(t, found.words)
    heading = t.plural("{n} store", "{n} stores", found.total)
    blocks: list[Block] = [section(f"*{heading}*")]
    blocks += [store_row(t, store) for store in found.stores]
    blocks += page_buttons(t, found, a.LIST_PAGE)
    return Message(heading, blocks)


def store_modal(
    t: Translator, shown: StoreCard, connect_url: str, central: str, *, can_mail: bool
) -> View:
    """Render all details of a store, with links into Seller Central."""
    store, connection = shown.store, shown.connection
    blocks: list[Block] = [header(title(store)), store_fields(t, shown)]
    blocks += connection_notes(t, shown)
    if shown.waits:
        blocks += [connect_actions(t, store, connect_url), *sellers_to_use(t, shown)]
    elif shown.is_due:
        blocks.append(renew_actions(t, store, connect_url))
    if connection is not None:
        blocks += _connection_details(t, store, connection, central)
    blocks += [
        *(contact_mails(t, store) if can_mail else []),
        actions(button(t("Reassign the owner's stores"), a.REASSIGN, store.owner)),
        context(t("Card in {channel}", channel=slack_channel(store.channel))),
        store_dates(t, store),
    ]
    return modal(t("Amazon store"), blocks, close=t("Close"))


def _connection_details(
    t: Translator, store: Store, connection: Connection, central: str
) -> list[Block]:
    places = countries(t, sells_in(connection.participations)) or t("not yet known")
    checked = connection.checked_at
    asked = moment(checked) if checked else t("not yet")
    return [
        fields(
            [
                (t("Seller id"), f"`{escape(connection.seller_id)}`"),
                (t("Sells in"), places),
                (t("Connected"), moment(connection.connected_at)),
                (t("Amazon asked"), asked),
            ]
        ),
        actions(
            button(t("Check now"), a.CHECK_STORE, str(store.id)),
            link_button(t("Seller Central"), a.OPEN_SELLER_CENTRAL, central),
            link_button(t("Manage Your Apps"), a.OPEN_MANAGE_APPS, f"{central}/apps/manage"),
        ),
        actions(*_ways_out(t, store, connection)),
    ]


def _ways_out(t: Translator, store: Store, connection: Connection) -> list[ButtonElement]:
    """Offer to switch the seller, and to end a connection that is not ending yet."""
    switch = button(t("Connect to another seller"), a.SWITCH_SELLER, str(store.id))
    if connection.status is not AuthorizationStatus.LIVE:
        return [switch]
    return [switch, revoke_button(t, connection, store)]


def added_modal(t: Translator, shown: StoreCard, card_url: str | None, *, was_chosen: bool) -> View:
    """Confirm that a store was added; without an address, its card is still being posted.

    `was_chosen` tells that it was to be connected at once.
    """
    store = shown.store
    channel = slack_channel(store.channel)
    where = (
        t("Its card stands in {channel}.", channel=channel)
        if card_url
        else t(
            "Its card comes to {channel} in a moment. If it cannot stand there, I write to you.",
            channel=channel,
        )
    )
    blocks: list[Block] = [
        section("✅ " + t("*{store}* is added.", store=escape(store.name)) + " " + where),
        section(_following(t, shown, was_chosen=was_chosen)),
        *sellers_to_use(t, shown),
    ]
    if card_url:
        blocks.append(actions(link_button(t("Open the card"), a.OPEN_CARD, card_url)))
    return modal(t("Store added"), blocks, close=t("Done"))


def _following(t: Translator, shown: StoreCard, *, was_chosen: bool) -> str:
    if shown.connection is not None:
        return t("It is connected already, without a second sign-in.")
    following = t(
        "Next: press the first button of the card, or hand its link to a colleague who can sign in "
        "at Seller Central."
    )
    if not was_chosen:
        return following
    unsure = t(
        "Amazon has not said that this seller sells there, so the store is not connected yet."
    )
    return f"{unsure} {following}"


def _empty_list(t: Translator, searched: str) -> Message:
    if searched:
        text = t(
            "No store fits “{words}”. `{command} list` shows all of them.",
            words=quote(searched),
            command=COMMAND,
        )
        return Message(text, [section(text)])
    text = t("There are no stores yet.")
    add = button(t("Add a store"), a.ADD_STORE, "list", style="primary")
    return Message(text, [section(text), actions(add)])


def store_row(t: Translator, store: Store) -> Block:
    text = (
        f"{words.flag(store.marketplace.country)} *{escape(store.name)}*\n"
        f"{words.status(t, store.status)} · {escape(store.website.name)}"
    )
    return section(text, accessory=button(t("View"), a.VIEW_STORE, str(store.id)))
