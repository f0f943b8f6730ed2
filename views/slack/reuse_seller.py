"""Offer the team's existing sellers for a store, next to its link."""

from slack_sdk.models.blocks import Block, InteractiveElement, Option, StaticSelectElement

from domain.names import clean
from domain.store_card import StoreCard
from domain.stores import Store
from domain.usable_sellers import MOST_BUTTONS, UsableSeller
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import Message, actions, button, escape, plain, section, shorten


def sellers_to_use(t: Translator, shown: StoreCard) -> list[Block]:
    """Offer the sellers that a store can be connected with at once; a few as buttons."""
    if not shown.usable:
        return []
    offer = t(
        "Or without a sign-in: your team has connected a seller already who sells in {country}.",
        country=t.country(shown.store.marketplace.country),
    )
    if len(shown.usable) > MOST_BUTTONS:
        return [section(offer), actions(_choice(t, shown))]
    buttons = [_button(t, shown.store, n, seller) for n, seller in enumerate(shown.usable)]
    return [section(offer), actions(*buttons)]


def seller_used(t: Translator, shown: StoreCard) -> Message:
    """Confirm that a store is connected, or say that Amazon takes its time."""
    name = escape(shown.store.name)
    if shown.connection is None:
        text = t(
            "Amazon takes its time to say whether this seller sells there. The card of *{store}* "
            "shows how it went.",
            store=name,
        )
    else:
        text = "✅ " + t(
            "*{store}* is connected as *{seller}*, without another sign-in.",
            store=name,
            seller=escape(shown.connection.seller),
        )
    return Message(text, [section(text)])


def _button(t: Translator, store: Store, n: int, seller: UsableSeller) -> InteractiveElement:
    text = shorten(t("Use {seller}", seller=clean(seller.name)))
    return button(text, f"{a.USE_SELLER}:{n}", _value(store, seller))


def _choice(t: Translator, shown: StoreCard) -> InteractiveElement:
    options = [
        Option(text=plain(shorten(clean(seller.name))), value=_value(shown.store, seller))
        for seller in shown.usable
    ]
    return StaticSelectElement(
        placeholder=plain(t("Use a seller")), action_id=f"{a.USE_SELLER}:choice", options=options
    )


def _value(store: Store, seller: UsableSeller) -> str:
    return f"{seller.authorization_id}:{seller.term}:{store.id}"
