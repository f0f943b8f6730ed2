"""The form "Add Amazon store". Block ids name the fields; `:` starts a suffix of our own."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    EmailInputElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from domain.forms import Field
from domain.marketplaces import FIRST_OFFERED, MARKETPLACES, Marketplace, Region
from domain.names import NAME_LENGTH
from domain.stores import AttributeMapping, ProductIdType
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import context, escape, modal, plain, shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteChoice:
    """A website as the form offers it; `value` is what comes back."""

    group: str
    name: str
    value: str
    orders_go_into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreForm:
    """What the form shows before anybody has filled it in, and after each choice.

    `website` is the one chosen or the only one there is. Without a catalog (`by_hand`), website
    and attribute are typed. `suggested_for` is the marketplace whose name was put into the empty
    name field.
    """

    owner: str
    by_hand: bool
    channel: str | None = None
    website: WebsiteChoice | None = None
    suggested_for: Marketplace | None = None
    email: str | None = None
    marketplace: Marketplace | None = None
    mapping: AttributeMapping | None = None
    backup: str | None = None
    seller: str = ""
    """The authorization, and its term, with which the store is connected once it is added."""


def form_modal(say: Translator, form: StoreForm) -> View:
    blocks: list[Block] = [
        _website_by_hand(say) if form.by_hand else _website(say, form.website),
        *_orders_go_into(say, form.website),
        _email(say, form.email),
        _marketplace(say, form.marketplace),
        _name(say, form.suggested_for),
        _product_id_type(say, form.mapping),
        _attribute_by_hand(say, form.mapping) if form.by_hand else _attribute(say, form.mapping),
        _channel(say, form.channel),
        _owner(say, form.owner),
        _backup(say, form.backup),
    ]
    return modal(
        say("Add Amazon store"),
        blocks,
        submit=say("Connect"),
        close=say("Cancel"),
        callback_id=a.STORE_FORM,
        private_metadata=form.seller,
    )


def website_option(choice: WebsiteChoice) -> Option:
    return Option(value=choice.value, text=plain(shorten(choice.name)))


def website_groups(choices: Sequence[WebsiteChoice]) -> list[OptionGroup]:
    """Group the websites by their Commerce connection."""
    groups: dict[str, list[Option]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append(website_option(choice))
    return [
        OptionGroup(label=plain(shorten(label)), options=options)
        for label, options in groups.items()
    ]


def attribute_option(code: str, label: str) -> Option:
    return Option(value=code, text=plain(shorten(f"{label} ({code})" if label else code)))


def _input(
    field: Field,
    label: str,
    element: InputInteractiveElement,
    hint: str | None = None,
    *,
    optional: bool = False,
    tells: bool = False,
    suffix: str = "",
) -> InputBlock:
    """Build one field; one that `tells` sends each choice to us at once."""
    return InputBlock(
        block_id=f"{field}{suffix}",
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=optional,
        dispatch_action=tells,
    )


def _website(say: Translator, chosen: WebsiteChoice | None) -> Block:
    element = ExternalDataSelectElement(
        action_id=a.VALUE,
        placeholder=plain(say("Choose a website")),
        initial_option=website_option(chosen) if chosen else None,
        min_query_length=0,
    )
    return _input(Field.WEBSITE, say("Commerce website"), element, _website_hint(say), tells=True)


def _website_by_hand(say: Translator) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE, max_length=64, placeholder=plain(say("The website's code, such as base"))
    )
    return _input(Field.WEBSITE, say("Commerce website"), element, _website_hint(say))


def _website_hint(say: Translator) -> str:
    return say("Its products are listed on Amazon. It cannot be changed later.")


def _orders_go_into(say: Translator, website: WebsiteChoice | None) -> list[Block]:
    if website is None:
        return []
    return [
        context(say("Orders go into: {store} (Commerce)", store=escape(website.orders_go_into)))
    ]


def _email(say: Translator, email: str | None) -> Block:
    hint = say("Whom Amazon matters of this store concern. It is shown on the card.")
    element = EmailInputElement(
        action_id=a.VALUE, initial_value=email, placeholder=plain("name@company.com")
    )
    return _input(Field.EMAIL, say("E-mail address"), element, hint)


def _name(say: Translator, suggested_for: Marketplace | None) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE,
        max_length=NAME_LENGTH,
        placeholder=plain("Amazon Store USA"),
        initial_value=suggested_for.store_name if suggested_for else None,
    )
    suffix = f":{suggested_for.id}" if suggested_for else ""
    hint = say("For your team only. Left empty, it is named after the country.")
    return _input(Field.NAME, say("Store name"), element, hint, optional=True, suffix=suffix)


def _marketplace(say: Translator, chosen: Marketplace | None) -> Block:
    element = StaticSelectElement(
        action_id=a.VALUE,
        placeholder=plain(say("Choose a country")),
        option_groups=marketplace_groups(say),
        initial_option=_marketplace_option(say, chosen) if chosen else None,
    )
    hint = say("It cannot be changed later.")
    return _input(Field.MARKETPLACE, say("Amazon marketplace country"), element, hint, tells=True)


def marketplace_groups(say: Translator) -> list[OptionGroup]:
    """Offer every marketplace once: the first offered on top, the others by region."""
    first = [m for country in FIRST_OFFERED for m in MARKETPLACES if m.country == country]
    rest = {
        say("Europe, Middle East, Africa, India"): Region.EU,
        say("Asia and Pacific"): Region.FE,
        say("The Americas"): Region.NA,
    }
    groups = [_marketplace_group(say, say("Often chosen"), first)]
    for label, region in rest.items():
        others = [m for m in MARKETPLACES if m.region is region and m not in first]
        others.sort(key=lambda m: say.country(m.country))
        groups.append(_marketplace_group(say, label, others))
    return groups


def _marketplace_group(
    say: Translator, label: str, marketplaces: Sequence[Marketplace]
) -> OptionGroup:
    options = [_marketplace_option(say, marketplace) for marketplace in marketplaces]
    return OptionGroup(label=plain(label), options=options)


def _marketplace_option(say: Translator, marketplace: Marketplace) -> Option:
    return Option(value=marketplace.id, text=plain(words.marketplace_name(say, marketplace)))


def _product_id_type(say: Translator, mapping: AttributeMapping | None) -> Block:
    element = StaticSelectElement(
        action_id=a.VALUE,
        options=[_id_type_option(say, value) for value in ProductIdType],
        initial_option=_id_type_option(say, mapping.product_id_type) if mapping else None,
        placeholder=plain(say("Choose an id")),
    )
    label = say("Product ID on the Amazon market")
    hint = say("How listings find your products. Set it together with the attribute below.")
    return _input(Field.PRODUCT_ID_TYPE, label, element, hint, optional=True)


def _id_type_option(say: Translator, value: ProductIdType) -> Option:
    return Option(value=value, text=plain(words.product_id_type(say, value)))


def _attribute(say: Translator, mapping: AttributeMapping | None) -> Block:
    element = ExternalDataSelectElement(
        action_id=a.VALUE,
        placeholder=plain(say("Search attributes")),
        initial_option=attribute_option(mapping.attribute_code, "") if mapping else None,
        min_query_length=0,
    )
    return _input(Field.ATTRIBUTE, say("Commerce attribute to map"), element, optional=True)


def _attribute_by_hand(say: Translator, mapping: AttributeMapping | None) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE,
        max_length=60,
        initial_value=mapping.attribute_code if mapping else None,
        placeholder=plain(say("The attribute's code")),
    )
    return _input(Field.ATTRIBUTE, say("Commerce attribute to map"), element, optional=True)


def _channel(say: Translator, channel: str | None) -> Block:
    element = ConversationSelectElement(
        action_id=a.VALUE,
        initial_conversation=channel,
        default_to_current_conversation=channel is None,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True
        ),
    )
    hint = say("Where the store's card stands and its reminders come.")
    return _input(Field.CHANNEL, say("Slack channel"), element, hint)


def _owner(say: Translator, owner: str) -> Block:
    element = UserSelectElement(action_id=a.VALUE, initial_user=owner)
    return _input(Field.OWNER, say("Owner"), element, say("Who renews the connection every year."))


def _backup(say: Translator, backup: str | None) -> Block:
    element = UserSelectElement(
        action_id=a.VALUE,
        initial_user=backup,
        placeholder=plain(say("Choose a colleague")),
    )
    hint = say("Steps in when the owner is away.")
    return _input(Field.BACKUP, say("Backup"), element, hint, optional=True)
