"""The words for what the domain counts: statuses, problems, refusals."""

from collections.abc import Callable, Sequence

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
    """Return the status as a mark and a word; the word alone says it all."""
    statuses: dict[StoreStatus, Callable[[], str]] = {
        StoreStatus.NOT_CONNECTED: lambda: "⚪ " + t("Not connected"),
        StoreStatus.CONNECTED: lambda: "🟢 " + t("Connected"),
        StoreStatus.RENEWAL_DUE: lambda: "🟡 " + t("Renewal due"),
        StoreStatus.RENEWAL_OVERDUE: lambda: "🟠 " + t("Renewal overdue"),
        StoreStatus.ENDING: lambda: "🟠 " + t("Ending"),
        StoreStatus.DISCONNECTED: lambda: "🔴 " + t("Disconnected"),
        StoreStatus.PAUSED: lambda: "⏸️ " + t("Paused"),
    }
    return statuses[value]()


def mapping(t: Translator, value: AttributeMapping | None) -> str:
    if value is None:
        return t("Not set")
    return f"{product_id_type(t, value.product_id_type)} ↔ {value.attribute_code}"


def product_id_type(t: Translator, value: ProductIdType) -> str:
    return t("General (keywords)") if value is ProductIdType.GENERAL else value.value


def problem(t: Translator, value: Problem) -> str:
    """Say what is wrong beside a field, and what would be right."""
    sentences: dict[Problem, Callable[[], str]] = {
        Problem.MISSING: lambda: t("Please fill this in."),
        Problem.EMAIL_MALFORMED: lambda: t(
            "This does not look like an e-mail address. One looks like name@company.com."
        ),
        Problem.NAME_TAKEN: lambda: t(
            "Another store has this name. Please choose one that your team can tell apart."
        ),
        Problem.NAME_TOO_LONG: lambda: t("Please keep the name within 80 characters."),
        Problem.WEBSITE_SELLS_THERE: lambda: t(
            "This website already sells in that marketplace. "
            "Choose another website or another country."
        ),
        Problem.MAPPING_NEEDS_ATTRIBUTE: lambda: t(
            "Choose the Commerce attribute that holds this id, or leave both empty."
        ),
        Problem.MAPPING_NEEDS_ID_TYPE: lambda: t(
            "Choose the id that this attribute holds, or leave both empty."
        ),
        Problem.ATTRIBUTE_UNKNOWN: lambda: t("Commerce has no attribute of this code."),
        Problem.WEBSITE_UNKNOWN: lambda: t("Commerce no longer has this website."),
        Problem.SAME_PERSON: lambda: t("The backup steps in for the owner: choose somebody else."),
        Problem.NOT_A_MEMBER: lambda: t(
            "Please choose a member of this workspace: guests and apps cannot look after stores."
        ),
        Problem.THEIRS_ALREADY: lambda: t(
            "They look after these stores already: choose somebody else."
        ),
    }
    return sentences[value]()
