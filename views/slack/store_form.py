"""The form "Add Amazon store". Block ids name the fields; a suffix of ours follows `:`."""

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
    """A website as the form offers it; `value` is what Slack sends back."""

    group: str
    name: str
    value: str
    orders_go_into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreForm:
    """What the form shows at first and after each choice.

    `website` is the chosen one, or the only one. Without a catalog (`by_hand`), website and
    attribute are typed. `suggested_for` is the marketplace whose name was put into the empty name
    field.
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
    """The authorization and term to connect the store with once it is added."""


def form_modal(t: Translator, form: StoreForm) -> View:
    blocks: list[Block] = [
        _website_by_hand(t) if form.by_hand else _website(t, form.website),
        *_orders_go_into(t, form.website),
        _email(t, form.email),
        _marketplace(t, form.marketplace),
        _name(t, form.suggested_for),
        _product_id_type(t, form.mapping),
        _attribute_by_hand(t, form.mapping) if form.by_hand else _attribute(t, form.mapping),
        _channel(t, form.channel),
        _owner(t, form.owner),
        _backup(t, form.backup),
    ]
    return modal(
        t("Add Amazon store"),
        blocks,
        submit=t("Connect"),
        close=t("Cancel"),
        callback_id=a.STORE_FORM,
        private_metadata=form.seller,
    )


def website_option(choice: WebsiteChoice) -> Option:
    return Option(value=choice.value, text=plain(shorten(choice.name)))


def website_groups(choices: Sequence[WebsiteChoice]) -> list[OptionGroup]:
    """Group the websites by Commerce connection."""
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
    """Build one field; one that `tells` sends us each choice at once."""
    return InputBlock(
        block_id=f"{field}{suffix}",
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=optional,
        dispatch_action=tells,
    )


def _website(t: Translator, chosen: WebsiteChoice | None) -> Block:
    element = ExternalDataSelectElement(
        action_id=a.VALUE,
        placeholder=plain(t("Choose a website")),
        initial_option=website_option(chosen) if chosen else None,
        min_query_length=0,
    )
    return _input(Field.WEBSITE, t("Commerce website"), element, _website_hint(t), tells=True)


def _website_by_hand(t: Translator) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE, max_length=64, placeholder=plain(t("The website's code, such as base"))
    )
    return _input(Field.WEBSITE, t("Commerce website"), element, _website_hint(t))


def _website_hint(t: Translator) -> str:
    return t("Its products are listed on Amazon. It cannot be changed later.")


def _orders_go_into(t: Translator, website: WebsiteChoice | None) -> list[Block]:
    if website is None:
        return []
    return [context(t("Orders go into: {store} (Commerce)", store=escape(website.orders_go_into)))]


def _email(t: Translator, email: str | None) -> Block:
    hint = t("Whom Amazon matters of this store concern. It is shown on the card.")
    element = EmailInputElement(
        action_id=a.VALUE, initial_value=email, placeholder=plain("name@company.com")
    )
    return _input(Field.EMAIL, t("E-mail address"), element, hint)


def _name(t: Translator, suggested_for: Marketplace | None) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE,
        max_length=NAME_LENGTH,
        placeholder=plain("Amazon Store USA"),
        initial_value=suggested_for.store_name if suggested_for else None,
    )
    suffix = f":{suggested_for.id}" if suggested_for else ""
    hint = t("For your team only. Left empty, it is named after the country.")
    return _input(Field.NAME, t("Store name"), element, hint, optional=True, suffix=suffix)


def _marketplace(t: Translator, chosen: Marketplace | None) -> Block:
    element = StaticSelectElement(
        action_id=a.VALUE,
        placeholder=plain(t("Choose a country")),
        option_groups=marketplace_groups(t),
        initial_option=_marketplace_option(t, chosen) if chosen else None,
    )
    hint = t("It cannot be changed later.")
    return _input(Field.MARKETPLACE, t("Amazon marketplace country"), element, hint, tells=True)


def marketplace_groups(t: Translator) -> list[OptionGroup]:
    """Group the marketplaces by region, with those offered first on top."""
    first = [m for country in FIRST_OFFERED for m in MARKETPLACES if m.country == country]
    rest = {
        t("Europe, Middle East, Africa, India"): Region.EU,
        t("Asia and Pacific"): Region.FE,
        t("The Americas"): Region.NA,
    }
    groups = [_marketplace_group(t, t("Often chosen"), first)]
    for label, region in rest.items():
        others = [m for m in MARKETPLACES if m.region is region and m not in first]
        others.sort(key=lambda m: t.country(m.country))
        groups.append(_marketplace_group(t, label, others))
    return groups


def _marketplace_group(
    t: Translator, label: str, marketplaces: Sequence[Marketplace]
) -> OptionGroup:
    options = [_marketplace_option(t, marketplace) for marketplace in marketplaces]
    return OptionGroup(label=plain(label), options=options)


def _marketplace_option(t: Translator, marketplace: Marketplace) -> Option:
    return Option(value=marketplace.id, text=plain(words.marketplace_name(t, marketplace)))


def _product_id_type(t: Translator, mapping: AttributeMapping | None) -> Block:
    element = StaticSelectElement(
        action_id=a.VALUE,
        options=[_id_type_option(t, value) for value in ProductIdType],
        initial_option=_id_type_option(t, mapping.product_id_type) if mapping else None,
        placeholder=plain(t("Choose an id")),
    )
    label = t("Product ID on the Amazon market")
    hint = t("How listings find your products. Set it together with the attribute below.")
    return _input(Field.PRODUCT_ID_TYPE, label, element, hint, optional=True)


def _id_type_option(t: Translator, value: ProductIdType) -> Option:
    return Option(value=value, text=plain(words.product_id_type(t, value)))


def _attribute(t: Translator, mapping: AttributeMapping | None) -> Block:
    element = ExternalDataSelectElement(
        action_id=a.VALUE,
        placeholder=plain(t("Search attributes")),
        initial_option=attribute_option(mapping.attribute_code, "") if mapping else None,
        min_query_length=0,
    )
    return _input(Field.ATTRIBUTE, t("Commerce attribute to map"), element, optional=True)


def _attribute_by_hand(t: Translator, mapping: AttributeMapping | None) -> Block:
    element = PlainTextInputElement(
        action_id=a.VALUE,
        max_length=60,
        initial_value=mapping.attribute_code if mapping else None,
        placeholder=plain(t("The attribute's code")),
    )
    return _input(Field.ATTRIBUTE, t("Commerce attribute to map"), element, optional=True)


def _channel(t: Translator, channel: str | None) -> Block:
    element = ConversationSelectElement(
        action_id=a.VALUE,
        initial_conversation=channel,
        default_to_current_conversation=channel is None,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=True
        ),
    )
    hint = t("Where the store's card stands and its reminders come.")
    return _input(Field.CHANNEL, t("Slack channel"), element, hint)


def _owner(t: Translator, owner: str) -> Block:
    element = UserSelectElement(action_id=a.VALUE, initial_user=owner)
    return _input(Field.OWNER, t("Owner"), element, t("Who renews the connection every year."))


def _backup(t: Translator, backup: str | None) -> Block:
    element = UserSelectElement(
        action_id=a.VALUE,
        initial_user=backup,
        placeholder=plain(t("Choose a colleague")),
    )
    hint = t("Steps in when the owner is away.")
    return _input(Field.BACKUP, t("Backup"), element, hint, optional=True)
