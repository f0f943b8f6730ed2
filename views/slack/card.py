"""The store card, and the messages around it."""

from slack_sdk.models.blocks import Block, LinkButtonElement

from domain.authorizations import AuthorizationStatus, Connection
from domain.participations import Selling
from domain.store_card import StoreCard
from domain.stores import Store, StoreStatus
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    day,
    escape,
    fields,
    header,
    link_button,
    moment,
    person,
    section,
    slack_channel,
)
from views.slack.fallback import why_unreachable
from views.slack.reuse_seller import sellers_to_use


def store_fields(t: Translator, card: StoreCard) -> Block:
    """Render the details of a store as titled fields."""
    store = card.store
    shown = [
        (t("Status"), words.status(t, store.status)),
        (t("Marketplace"), words.marketplace_name(t, store.marketplace)),
        *_connection_fields(t, card.connection),
        (t("Website"), escape(store.website.name)),
        (t("Contact"), escape(store.email)),
        (t("Products matched by"), escape(words.mapping(t, store.mapping))),
        (t("Owner"), _people(t, store)),
    ]
    return fields(shown)


def _connection_fields(t: Translator, connection: Connection | None) -> list[tuple[str, str]]:
    if connection is None:
        return []
    seller = (t("Seller"), escape(connection.seller))
    if connection.status is not AuthorizationStatus.LIVE:
        return [seller]
    until = day(connection.ends_at) if connection.ends_at else t("No end is known")
    return [seller, (t("Connected until about"), until)]


def connection_notes(t: Translator, card: StoreCard) -> list[Block]:
    """Explain what keeps a connected store from selling, or sync programs from access."""
    connection = card.connection
    if connection is None or connection.status is AuthorizationStatus.REVOKED:
        return []
    if connection.is_of_another_application:
        return [section("🔌 " + _of_another_application(t))]
    country = t.country(card.store.marketplace.country)
    if card.selling is Selling.LOST:
        text = t(
            "Amazon says that this seller does not sell on Amazon {country} any more.",
            country=country,
        )
        return [section(f"⚠️ {text}")]
    if card.selling is Selling.SUSPENDED:
        text = t(
            "Amazon says that this seller's listings on Amazon {country} are not active.",
            country=country,
        )
        return [section(f"⚠️ {text}")]
    return []


def _of_another_application(t: Translator) -> str:
    return t(
        "This store is connected with another application than the one that this bot runs with "
        "now. Nothing was erased, but sync programs get no access. Connect it again; the same "
        "seller account may sign in."
    )


def store_dates(t: Translator, store: Store) -> Block:
    return context(
        t("Created {when} by {who}", when=moment(store.created_at), who=person(store.created_by)),
        t("Updated {when}", when=moment(store.updated_at)),
    )


def title(store: Store) -> str:
    return f"{words.flag(store.marketplace.country)} {store.name}"


def card(t: Translator, shown: StoreCard, connect_url: str, *, is_test: bool) -> Message:
    """Render a store's card with its possible actions; `is_test`: Amazon is a sandbox."""
    store = shown.store
    blocks: list[Block] = [
        header(title(store)),
        store_fields(t, shown),
        *connection_notes(t, shown),
        store_actions(t, shown, connect_url),
        *sellers_to_use(t, shown),
        store_dates(t, store),
    ]
    if is_test:
        blocks.insert(1, context("🧪 *" + t("Test") + "*"))
    status = words.status(t, store.status)
    return Message(f"{escape(title(store))}: {status}", blocks)


def store_actions(t: Translator, shown: StoreCard, connect_url: str) -> Block:
    """Offer Connect or Renew, where either is due."""
    if shown.waits:
        return connect_actions(t, shown.store, connect_url)
    view = button(t("View Store"), a.VIEW_STORE, str(shown.store.id))
    return actions(renew_button(t, connect_url), view) if shown.is_due else actions(view)


def connect_actions(t: Translator, store: Store, connect_url: str) -> Block:
    had_one = store.status is StoreStatus.DISCONNECTED
    text = t("Reconnect") if had_one else t("Connect store")
    return actions(
        link_button(text, a.CONNECT_STORE, connect_url, style="primary"),
        button(t("Send link"), a.SEND_LINK, str(store.id)),
    )


def renew_actions(t: Translator, store: Store, connect_url: str) -> Block:
    return actions(renew_button(t, connect_url), button(t("Send link"), a.SEND_LINK, str(store.id)))


def renew_button(t: Translator, connect_url: str) -> LinkButtonElement:
    return link_button(t("Renew"), a.RENEW, connect_url, style="primary")


def card_undeliverable(t: Translator, store: Store, channel: str, reason: str) -> Message:
    """Tell whoever added a store that its card could not be posted, and offer ways forward."""
    text = t(
        "*{store}* is saved, but its card could not be posted in {channel}. {why}",
        store=escape(store.name),
        channel=slack_channel(channel),
        why=why_unreachable(t, reason),
    )
    blocks = [
        section(text),
        actions(
            button(t("Try again"), a.TRY_CARD_AGAIN, str(store.id), style="primary"),
            button(t("Choose another Slack channel"), a.CHOOSE_CHANNEL, str(store.id)),
        ),
    ]
    return Message(t("The card of {store} could not be posted", store=escape(store.name)), blocks)


def card_delivered(t: Translator, store: Store, channel: str) -> Message:
    """Replace that message once the card has been posted."""
    text = t(
        "The card of *{store}* stands in {channel} now.",
        store=escape(store.name),
        channel=slack_channel(channel),
    )
    return Message(text, [section(f"✅ {text}")])


def _people(t: Translator, store: Store) -> str:
    if store.backup is None:
        return person(store.owner)
    return t("{owner}, backup {backup}", owner=person(store.owner), backup=person(store.backup))
