"""How an attempt ended, in a sentence with a next step: for its page and for Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from domain.attempts import AttemptEnd
from domain.marketplaces import is_marketplace, marketplace
from domain.names import clean
from views.language import Translator
from views.slack.block_kit import escape


@dataclass(frozen=True, slots=True)
class OutcomeText:
    """What happened and was kept (`title`, `sentence`), and what to do (`next`).

    `allows_us`: the seller's account still allows our application.
    """

    title: str
    sentence: str
    next: str
    allows_us: bool = False


def seller_of(facts: Mapping[str, Any]) -> str:
    """Return the seller in an attempt's facts: the name, or else the id."""
    return clean(str(facts.get("seller_name", ""))) or str(facts.get("seller_id") or "?")


def expected_in(facts: Mapping[str, Any]) -> str:
    """Return the seller that the link expected."""
    return clean(str(facts.get("expected", ""))) or "?"


def countries(t: Translator, marketplace_ids: Sequence[str]) -> str:
    names = [t.country(marketplace(m).country) for m in marketplace_ids if is_marketplace(m)]
    return t.list_of(names)


_CutShort = Literal[AttemptEnd.EXPIRED, AttemptEnd.DENIED, AttemptEnd.INTERRUPTED]
_AmazonFailed = Literal[
    AttemptEnd.CODE_REFUSED, AttemptEnd.APPLICATION_REFUSED, AttemptEnd.AMAZON_UNAVAILABLE
]
_Gone = Literal[AttemptEnd.STORE_GONE, AttemptEnd.WORKSPACE_GONE]


def end_told(
    t: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Describe an attempt that connected nothing.

    `country` is the store's. `manage` is the address of Manage Your Apps, or its name where a link
    stands next to the text.
    """
    take_back = _take_back(t, manage)
    match end:
        case AttemptEnd.EXPIRED | AttemptEnd.DENIED | AttemptEnd.INTERRUPTED:
            return _cut_short(t, end)
        case (
            AttemptEnd.CODE_REFUSED | AttemptEnd.APPLICATION_REFUSED | AttemptEnd.AMAZON_UNAVAILABLE
        ):
            return _amazon_failed(t, end)
        case AttemptEnd.STORE_GONE | AttemptEnd.WORKSPACE_GONE:
            return _gone(t, end, take_back)
        case AttemptEnd.SUCCEEDED | AttemptEnd.UNKNOWN_SELLER | AttemptEnd.ENDED_BY_TEAM:
            raise ValueError(f"{end} is described elsewhere")
    return _about_seller(t, end, facts, country, take_back)


def end_in_slack(
    t: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Describe an end as `end_told` does, with the sellers' names escaped for mrkdwn."""
    names = {name: escape(str(facts.get(name, ""))) for name in ("seller_name", "expected")}
    return end_told(t, end, {**facts, **names}, country, manage)


def _take_back(t: Translator, manage: str) -> str:
    return t(
        "That account now allows our application; you can take this back at {link}.", link=manage
    )


def _again(t: Translator) -> str:
    return t("Open the connect link again.")


def _cut_short(t: Translator, end: _CutShort) -> OutcomeText:
    match end:
        case AttemptEnd.EXPIRED:
            return OutcomeText(
                t("This try took longer than ten minutes"),
                t("For safety it has ended. Nothing was changed."),
                _again(t),
            )
        case AttemptEnd.DENIED:
            return OutcomeText(
                t("Amazon was not given permission"),
                t("Somebody declined at Amazon. Nothing was changed."),
                t("If that was a mistake, open the connect link again."),
            )
        case AttemptEnd.INTERRUPTED:
            return OutcomeText(
                t("We were interrupted"),
                t("The permission did not reach us, and nothing was changed. We are sorry."),
                _again(t),
            )


def _amazon_failed(t: Translator, end: _AmazonFailed) -> OutcomeText:
    match end:
        case AttemptEnd.CODE_REFUSED:
            return OutcomeText(
                t("Amazon's code was no longer good"),
                t("It works for five minutes and once. Nothing was changed."),
                _again(t),
            )
        case AttemptEnd.APPLICATION_REFUSED:
            return OutcomeText(
                t("Amazon refused our application"),
                t("This is not your fault. Nothing was changed."),
                t("Whoever runs this bot has to check its settings at Amazon. Your team is told."),
            )
        case AttemptEnd.AMAZON_UNAVAILABLE:
            return OutcomeText(
                t("Amazon did not answer"),
                t("It may be busy. Nothing was changed."),
                t("Wait a few minutes, then open the connect link again."),
            )


def _gone(t: Translator, end: _Gone, take_back: str) -> OutcomeText:
    match end:
        case AttemptEnd.STORE_GONE:
            return OutcomeText(
                t("This store was removed"),
                t("While you were at Amazon, your team removed it.") + " " + take_back,
                t("Ask your team for a link to another store."),
                allows_us=True,
            )
        case AttemptEnd.WORKSPACE_GONE:
            return OutcomeText(
                t("Your team no longer uses this bot"),
                t("It was removed from Slack while you were at Amazon.") + " " + take_back,
                t("Ask your team whether it still needs this store."),
                allows_us=True,
            )


_AboutSeller = Literal[
    AttemptEnd.WRONG_ACCOUNT,
    AttemptEnd.OTHER_ACCOUNT,
    AttemptEnd.ALREADY_CONNECTED,
    AttemptEnd.NOT_IN_MARKETPLACE,
    AttemptEnd.SELLER_UNPROVED,
    AttemptEnd.HELD,
]


def _about_seller(
    t: Translator, end: _AboutSeller, facts: Mapping[str, Any], country: str, take_back: str
) -> OutcomeText:
    match end:
        case AttemptEnd.WRONG_ACCOUNT:
            return _wrong_account(t, facts, take_back)
        case AttemptEnd.OTHER_ACCOUNT:
            return _other_account(t, facts)
        case AttemptEnd.ALREADY_CONNECTED:
            return _already_connected(t, facts, country)
        case AttemptEnd.NOT_IN_MARKETPLACE:
            return _not_in_marketplace(t, facts, country, take_back)
        case AttemptEnd.SELLER_UNPROVED:
            return _seller_unproved(t, facts, take_back)
        case AttemptEnd.HELD:
            if is_waiting(end, facts):
                return _held(t, facts)
            return _held_in_vain(t, facts, take_back)


def _wrong_account(t: Translator, facts: Mapping[str, Any], take_back: str) -> OutcomeText:
    what = t(
        "You signed in as {seller}, but this link waits for {expected}. The token was "
        "erased and nothing was changed.",
        seller=seller_of(facts),
        expected=expected_in(facts),
    )
    return OutcomeText(
        t("That was another seller account"),
        f"{what} {take_back}",
        _sign_in_as(t, expected_in(facts)),
        allows_us=True,
    )


def _other_account(t: Translator, facts: Mapping[str, Any]) -> OutcomeText:
    return OutcomeText(
        t("That was another of your seller accounts"),
        t(
            "You signed in as {seller}. That account is renewed; {expected} still waits.",
            seller=seller_of(facts),
            expected=expected_in(facts),
        ),
        _sign_in_as(t, expected_in(facts)),
    )


def _sign_in_as(t: Translator, expected: str) -> str:
    return t(
        "Log out of all Amazon accounts, open the connect link again, and sign in as {expected}.",
        expected=expected,
    )


def _already_connected(t: Translator, facts: Mapping[str, Any], country: str) -> OutcomeText:
    return OutcomeText(
        t("This seller is connected already"),
        t(
            "Another store of your team sells as {seller} in {country}. Its connection is "
            "renewed; this store was not connected.",
            seller=seller_of(facts),
            country=country,
        ),
        t("Sign in with another seller account, or remove one of the two stores."),
    )


def _not_in_marketplace(
    t: Translator, facts: Mapping[str, Any], country: str, take_back: str
) -> OutcomeText:
    what = t(
        "{seller} sells in {places}. This store was not connected.",
        seller=seller_of(facts),
        places=countries(t, facts.get("sells_in", ())) or t("no marketplace"),
    )
    is_renewed = bool(facts.get("renewed"))
    return OutcomeText(
        t("This seller does not sell on Amazon {country}", country=country),
        what if is_renewed else f"{what} {take_back}",
        t(
            "Sign in with the account that sells there, or register that marketplace in "
            "Seller Central first."
        ),
        allows_us=not is_renewed,
    )


def _seller_unproved(t: Translator, facts: Mapping[str, Any], take_back: str) -> OutcomeText:
    what = t(
        "The answer named {seller}, but Amazon refused a call in that seller's name. "
        "Its token was erased and nothing was changed.",
        seller=seller_of(facts),
    )
    return OutcomeText(
        t("Amazon does not confirm this seller"),
        f"{what} {take_back}",
        t("Open the connect link again. If it happens twice, tell whoever runs this bot."),
        allows_us=True,
    )


def is_waiting(end: AttemptEnd, facts: Mapping[str, Any]) -> bool:
    """Return whether an attempt waits for somebody in Slack to accept it."""
    return end is AttemptEnd.HELD and not facts.get("refused")


def _held(t: Translator, facts: Mapping[str, Any]) -> OutcomeText:
    return OutcomeText(
        t("A colleague has to confirm this"),
        t(
            "Amazon could not prove that this is the {seller} your team knows. The permission is "
            "kept safe, and nothing was replaced.",
            seller=seller_of(facts),
        ),
        t("Your team is asked in Slack, and has seven days."),
    )


def _held_in_vain(t: Translator, facts: Mapping[str, Any], take_back: str) -> OutcomeText:
    what = t(
        "Amazon could not prove that this is the {seller} your team knows. The token was "
        "erased and nothing was changed.",
        seller=seller_of(facts),
    )
    return OutcomeText(
        t("Nobody of your team has confirmed this"),
        f"{what} {take_back}",
        t("If it was you who signed in, tell whoever asked you to, and try again."),
        allows_us=True,
    )
