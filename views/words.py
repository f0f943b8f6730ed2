"""The words for the domain's enums: statuses, product ids, form problems."""

from collections.abc import Sequence
from typing import Literal

from domain.forms import Problem
from domain.marketplaces import Marketplace
from domain.names import clean
from domain.stores import AttributeMapping, ProductIdType, Store, StoreStatus
from views.language import Translator

_FLAG_A = 0x1F1E6


def flag(country: str) -> str:
    """Return the flag of an ISO 3166 country as its two regional indicators."""
    return "".join(chr(_FLAG_A + ord(letter) - ord("A")) for letter in country)


def marketplace_name(t: Translator, marketplace: Marketplace) -> str:
    return f"{flag(marketplace.country)} {t.country(marketplace.country)}"


def store_lines(stores: Sequence[Store]) -> str:
    """Name stores with their flags, one on each line."""
    return "\n".join(f"{flag(s.marketplace.country)} {clean(s.name)}" for s in stores)


def status(t: Translator, value: StoreStatus) -> str:
    """Return the status as a symbol and a word; the word alone is enough."""
    match value:
        case StoreStatus.NOT_CONNECTED:
            return "⚪ " + t("Not connected")
        case StoreStatus.CONNECTED:
            return "🟢 " + t("Connected")
        case StoreStatus.RENEWAL_DUE:
            return "🟡 " + t("Renewal due")
        case StoreStatus.RENEWAL_OVERDUE:
            return "🟠 " + t("Renewal overdue")
        case StoreStatus.ENDING:
            return "🟠 " + t("Ending")
        case StoreStatus.DISCONNECTED:
            return "🔴 " + t("Disconnected")
        case StoreStatus.PAUSED:
            return "⏸️ " + t("Paused")


def mapping(t: Translator, value: AttributeMapping | None) -> str:
    if value is None:
        return t("Not set")
    return f"{product_id_type(t, value.product_id_type)} ↔ {value.attribute_code}"


def product_id_type(t: Translator, value: ProductIdType) -> str:
    return t("General (keywords)") if value is ProductIdType.GENERAL else value.value


_AboutMapping = Literal[
    Problem.MAPPING_NEEDS_ATTRIBUTE, Problem.MAPPING_NEEDS_ID_TYPE, Problem.ATTRIBUTE_UNKNOWN
]
_AboutPerson = Literal[Problem.SAME_PERSON, Problem.NOT_A_MEMBER, Problem.THEIRS_ALREADY]
_AboutWebsite = Literal[Problem.WEBSITE_SELLS_THERE, Problem.WEBSITE_UNKNOWN]
_AboutText = Literal[
    Problem.MISSING, Problem.EMAIL_MALFORMED, Problem.NAME_TAKEN, Problem.NAME_TOO_LONG
]


def problem(t: Translator, value: Problem) -> str:
    """Explain next to a field what is wrong with it, and what would be right."""
    match value:
        case (
            Problem.MAPPING_NEEDS_ATTRIBUTE
            | Problem.MAPPING_NEEDS_ID_TYPE
            | Problem.ATTRIBUTE_UNKNOWN
        ):
            return _mapping_problem(t, value)
        case Problem.SAME_PERSON | Problem.NOT_A_MEMBER | Problem.THEIRS_ALREADY:
            return _person_problem(t, value)
        case Problem.WEBSITE_SELLS_THERE | Problem.WEBSITE_UNKNOWN:
            return _website_problem(t, value)
    return _text_problem(t, value)


def _text_problem(t: Translator, value: _AboutText) -> str:
    match value:
        case Problem.MISSING:
            return t("Please fill this in.")
        case Problem.EMAIL_MALFORMED:
            return t("This does not look like an e-mail address. One looks like name@company.com.")
        case Problem.NAME_TAKEN:
            return t(
                "Another store has this name. Please choose one that your team can tell apart."
            )
        case Problem.NAME_TOO_LONG:
            return t("Please keep the name within 80 characters.")


def _website_problem(t: Translator, value: _AboutWebsite) -> str:
    match value:
        case Problem.WEBSITE_SELLS_THERE:
            return t(
                "This website already sells in that marketplace. "
                "Choose another website or another country."
            )
        case Problem.WEBSITE_UNKNOWN:
            return t("Commerce no longer has this website.")


def _mapping_problem(t: Translator, value: _AboutMapping) -> str:
    match value:
        case Problem.MAPPING_NEEDS_ATTRIBUTE:
            return t("Choose the Commerce attribute that holds this id, or leave both empty.")
        case Problem.MAPPING_NEEDS_ID_TYPE:
            return t("Choose the id that this attribute holds, or leave both empty.")
        case Problem.ATTRIBUTE_UNKNOWN:
            return t("Commerce has no attribute of this code.")


def _person_problem(t: Translator, value: _AboutPerson) -> str:
    match value:
        case Problem.SAME_PERSON:
            return t("The backup steps in for the owner: choose somebody else.")
        case Problem.NOT_A_MEMBER:
            return t(
                "Please choose a member of this workspace: guests and apps cannot look after "
                "stores."
            )
        case Problem.THEIRS_ALREADY:
            return t("They look after these stores already: choose somebody else.")
