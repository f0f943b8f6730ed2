"""What only the asker reads: help, lists, links, and why something was not done."""

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


def help_message(say: Translator, asked: str = "") -> Message:
    """List what the command can do; `asked` is a word that it does not know."""
    verbs = [
        ("add", say("add a store and connect it to Amazon")),
        ("list", say("show all stores, or those whose name holds some words")),
        (
            "list due:30d status:overdue country:US",
            say("show those that fit all of these filters"),
        ),
        ("view NAME", say("show one store")),
        ("connect NAME", say("show a store's connect link again")),
        ("renew NAME", say("show a link that renews a store's connection")),
        ("renew", say("show such a link for each connection, those that end first on top")),
        ("check NAME", say("ask Amazon now whether a connection still works")),
        ("revoke NAME", say("end a store's connection")),
        ("setup", say("go through the pre-setup tasks")),
        ("help", say("show this")),
    ]
    lines = "\n".join(f"`{COMMAND} {verb}`  {meaning}" for verb, meaning in verbs)
    intro = say("I connect your Adobe Commerce stores to Amazon and keep them connected.")
    if asked:
        intro = say("I do not know “{word}”. Here is what I can do:", word=quote(asked))
    blocks = [
        section(intro),
        section(lines),
        actions(button(say("Add a store"), a.ADD_STORE, "help", style="primary")),
    ]
    return Message(intro, blocks)


def list_message(say: Translator, found: StorePage) -> Message:
    """Show one page of the stores."""
    if not found.stores:
        return _empty_list(say, found.words)
    heading = say.many("{n} store", "{n} stores", found.total)
    blocks: list[Block] = [section(f"*{heading}*")]
    blocks += [store_row(say, store) for store in found.stores]
    blocks += page_buttons(say, found, a.LIST_PAGE)
    return Message(heading, blocks)


def store_modal(
    say: Translator, shown: StoreCard, connect_url: str, central: str, *, can_mail: bool
) -> View:
    """Show one store with all that is known of it, and the ways into Seller Central."""
    store, connection = shown.store, shown.connection
    blocks: list[Block] = [header(title(store)), store_fields(say, shown)]
    blocks += connection_notes(say, shown)
    if shown.waits:
        blocks += [connect_actions(say, store, connect_url), *sellers_to_use(say, shown)]
    elif shown.is_due:
        blocks.append(renew_actions(say, store, connect_url))
    if connection is not None:
        blocks += _connection_details(say, store, connection, central)
    blocks += [
        *(contact_mails(say, store) if can_mail else []),
        actions(button(say("Reassign the owner's stores"), a.REASSIGN, store.owner)),
        context(say("Card in {channel}", channel=slack_channel(store.channel))),
        store_dates(say, store),
    ]
    return modal(say("Amazon store"), blocks, close=say("Close"))


def _connection_details(
    say: Translator, store: Store, connection: Connection, central: str
) -> list[Block]:
    places = countries(say, sells_in(connection.participations)) or say("not yet known")
    checked = connection.checked_at
    asked = moment(checked) if checked else say("not yet")
    return [
        fields(
            [
                (say("Seller id"), f"`{escape(connection.seller_id)}`"),
                (say("Sells in"), places),
                (say("Connected"), moment(connection.connected_at)),
                (say("Amazon asked"), asked),
            ]
        ),
        actions(
            button(say("Check now"), a.CHECK_STORE, str(store.id)),
            link_button(say("Seller Central"), a.OPEN_SELLER_CENTRAL, central),
            link_button(say("Manage Your Apps"), a.OPEN_MANAGE_APPS, f"{central}/apps/manage"),
        ),
        actions(*_ways_out(say, store, connection)),
    ]


def _ways_out(say: Translator, store: Store, connection: Connection) -> list[ButtonElement]:
    """Offer another seller, and the end of a connection that has not come yet."""
    switch = button(say("Connect to another seller"), a.SWITCH_SELLER, str(store.id))
    if connection.status is not AuthorizationStatus.LIVE:
        return [switch]
    return [switch, revoke_button(say, connection, store)]


def added_modal(
    say: Translator, shown: StoreCard, card_url: str | None, *, was_chosen: bool
) -> View:
    """Confirm that a store was added; without an address, its card is still on its way.

    `was_chosen` tells that it was to be connected at once.
    """
    store = shown.store
    channel = slack_channel(store.channel)
    where = (
        say("Its card stands in {channel}.", channel=channel)
        if card_url
        else say(
            "Its card comes to {channel} in a moment. If it cannot stand there, I write to you.",
            channel=channel,
        )
    )
    blocks: list[Block] = [
        section("✅ " + say("*{store}* is added.", store=escape(store.name)) + " " + where),
        section(_following(say, shown, was_chosen=was_chosen)),
        *sellers_to_use(say, shown),
    ]
    if card_url:
        blocks.append(actions(link_button(say("Open the card"), a.OPEN_CARD, card_url)))
    return modal(say("Store added"), blocks, close=say("Done"))


def _following(say: Translator, shown: StoreCard, *, was_chosen: bool) -> str:
    if shown.connection is not None:
        return say("It is connected already, without a second sign-in.")
    following = say(
        "Next: press the first button of the card, or hand its link to a colleague who can sign in "
        "at Seller Central."
    )
    if not was_chosen:
        return following
    unsure = say(
        "Amazon has not said that this seller sells there, so the store is not connected yet."
    )
    return f"{unsure} {following}"


def _empty_list(say: Translator, searched: str) -> Message:
    if searched:
        text = say(
            "No store fits “{words}”. `{command} list` shows all of them.",
            words=quote(searched),
            command=COMMAND,
        )
        return Message(text, [section(text)])
    text = say("There are no stores yet.")
    add = button(say("Add a store"), a.ADD_STORE, "list", style="primary")
    return Message(text, [section(text), actions(add)])


def store_row(say: Translator, store: Store) -> Block:
    text = (
        f"{words.flag(store.marketplace.country)} *{escape(store.name)}*\n"
        f"{words.status(say, store.status)} · {escape(store.website.name)}"
    )
    return section(text, accessory=button(say("View"), a.VIEW_STORE, str(store.id)))
