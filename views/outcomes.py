"""How a try to connect ended, in a sentence, with a next step: for its page and for Slack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.attempts import AttemptEnd, CallbackRefusal
from domain.marketplaces import is_marketplace, marketplace
from domain.names import clean
from views.language import Translator
from views.slack.block_kit import escape


@dataclass(frozen=True, slots=True)
class OutcomeText:
    """`title` and `sentence` say what happened and what was kept, `next` what to do.

    `allows_us` tells that a seller's account goes on allowing our application.
    """

    title: str
    sentence: str
    next: str
    allows_us: bool = False


def seller_of(facts: Mapping[str, Any]) -> str:
    """Name the seller that an attempt's facts tell of: by name, or else by id."""
    return clean(str(facts.get("seller_name", ""))) or str(facts.get("seller_id") or "?")


def expected_in(facts: Mapping[str, Any]) -> str:
    """Name the seller whom the link had asked for."""
    return clean(str(facts.get("expected", ""))) or "?"


def countries(t: Translator, marketplace_ids: Sequence[str]) -> str:
    names = [t.country(marketplace(m).country) for m in marketplace_ids if is_marketplace(m)]
    return t.list_of(names)


def end_told(
    t: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Tell an end that connected nothing.

    `country` is the store's, `manage` is Manage Your Apps: its address, or its name where a link
    stands beside.
    """
    return _ends(t, facts, country, manage)[end]()


def end_in_slack(
    t: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Tell an end as `end_told` does, for mrkdwn: what sellers are called is harmless there."""
    names = {name: escape(str(facts.get(name, ""))) for name in ("seller_name", "expected")}
    return end_told(t, end, {**facts, **names}, country, manage)


def _ends(
    t: Translator, facts: Mapping[str, Any], country: str, manage: str
) -> Mapping[AttemptEnd, Callable[[], OutcomeText]]:
    seller, expected = seller_of(facts), expected_in(facts)
    take_back = t(
        "That account now allows our application; you can take this back at {link}.", link=manage
    )
    again = t("Open the connect link again.")
    return {
        AttemptEnd.EXPIRED: lambda: OutcomeText(
            t("This try took longer than ten minutes"),
            t("For safety it has ended. Nothing was changed."),
            again,
        ),
        AttemptEnd.DENIED: lambda: OutcomeText(
            t("Amazon was not given permission"),
            t("Somebody declined at Amazon. Nothing was changed."),
            t("If that was a mistake, open the connect link again."),
        ),
        AttemptEnd.WRONG_ACCOUNT: lambda: OutcomeText(
            t("That was another seller account"),
            t(
                "You signed in as {seller}, but this link waits for {expected}. The token was "
                "erased and nothing was changed.",
                seller=seller,
                expected=expected,
            )
            + f" {take_back}",
            _sign_in_as(t, expected),
            allows_us=True,
        ),
        AttemptEnd.OTHER_ACCOUNT: lambda: OutcomeText(
            t("That was another of your seller accounts"),
            t(
                "You signed in as {seller}. That account is renewed; {expected} still waits.",
                seller=seller,
                expected=expected,
            ),
            _sign_in_as(t, expected),
        ),
        AttemptEnd.ALREADY_CONNECTED: lambda: OutcomeText(
            t("This seller is connected already"),
            t(
                "Another store of your team sells as {seller} in {country}. Its connection is "
                "renewed; this store was not connected.",
                seller=seller,
                country=country,
            ),
            t("Sign in with another seller account, or remove one of the two stores."),
        ),
        AttemptEnd.NOT_IN_MARKETPLACE: lambda: OutcomeText(
            t("This seller does not sell on Amazon {country}", country=country),
            t(
                "{seller} sells in {places}. This store was not connected.",
                seller=seller,
                places=countries(t, facts.get("sells_in", ())) or t("no marketplace"),
            )
            + ("" if facts.get("renewed") else f" {take_back}"),
            t(
                "Sign in with the account that sells there, or register that marketplace in "
                "Seller Central first."
            ),
            allows_us=not facts.get("renewed"),
        ),
        AttemptEnd.SELLER_UNPROVED: lambda: OutcomeText(
            t("Amazon does not confirm this seller"),
            t(
                "The answer named {seller}, but Amazon refused a call in that seller's name. "
                "Its token was erased and nothing was changed.",
                seller=seller,
            )
            + f" {take_back}",
            t("Open the connect link again. If it happens twice, tell whoever runs this bot."),
            allows_us=True,
        ),
        AttemptEnd.HELD: lambda: _held(t, facts, seller, take_back),
        AttemptEnd.CODE_REFUSED: lambda: OutcomeText(
            t("Amazon's code was no longer good"),
            t("It works for five minutes and once. Nothing was changed."),
            again,
        ),
        AttemptEnd.APPLICATION_REFUSED: lambda: OutcomeText(
            t("Amazon refused our application"),
            t("This is not your fault. Nothing was changed."),
            t("Whoever runs this bot has to check its settings at Amazon. Your team is told."),
        ),
        AttemptEnd.AMAZON_UNAVAILABLE: lambda: OutcomeText(
            t("Amazon did not answer"),
            t("It may be busy. Nothing was changed."),
            t("Wait a few minutes, then open the connect link again."),
        ),
        AttemptEnd.INTERRUPTED: lambda: OutcomeText(
            t("We were interrupted"),
            t("The permission did not reach us, and nothing was changed. We are sorry."),
            again,
        ),
        AttemptEnd.STORE_GONE: lambda: OutcomeText(
            t("This store was removed"),
            t("While you were at Amazon, your team removed it.") + " " + take_back,
            t("Ask your team for a link to another store."),
            allows_us=True,
        ),
        AttemptEnd.WORKSPACE_GONE: lambda: OutcomeText(
            t("Your team no longer uses this bot"),
            t("It was removed from Slack while you were at Amazon.") + " " + take_back,
            t("Ask your team whether it still needs this store."),
            allows_us=True,
        ),
    }


def _sign_in_as(t: Translator, expected: str) -> str:
    return t(
        "Log out of all Amazon accounts, open the connect link again, and sign in as {expected}.",
        expected=expected,
    )


def is_waiting(end: AttemptEnd, facts: Mapping[str, Any]) -> bool:
    """Tell whether a try waits for somebody in Slack to accept it."""
    return end is AttemptEnd.HELD and not facts.get("refused")


def _held(t: Translator, facts: Mapping[str, Any], seller: str, take_back: str) -> OutcomeText:
    if not is_waiting(AttemptEnd.HELD, facts):
        return OutcomeText(
            t("Nobody of your team has confirmed this"),
            t(
                "Amazon could not prove that this is the {seller} your team knows. The token was "
                "erased and nothing was changed.",
                seller=seller,
            )
            + f" {take_back}",
            t("If it was you who signed in, tell whoever asked you to, and try again."),
            allows_us=True,
        )
    return OutcomeText(
        t("A colleague has to confirm this"),
        t(
            "Amazon could not prove that this is the {seller} your team knows. The permission is "
            "kept safe, and nothing was replaced.",
            seller=seller,
        ),
        t("Your team is asked in Slack, and has seven days."),
    )


def refusal_told(t: Translator, refusal: CallbackRefusal) -> OutcomeText:
    """Tell why an answer from Amazon changed nothing here."""
    return {
        CallbackRefusal.UNKNOWN: lambda: OutcomeText(
            t("We do not know this answer"),
            t("It belongs to no try that began here, or to one long ago. Nothing was changed."),
            t("Open the connect link that your team sent you."),
        ),
        CallbackRefusal.OTHER_BROWSER: lambda: OutcomeText(
            t("This try began in another browser"),
            t("For safety it can only end where it began. Nothing was changed."),
            t("Go back to that browser, or open the connect link again in this one."),
        ),
        CallbackRefusal.MALFORMED: lambda: OutcomeText(
            t("Amazon's answer did not come whole"),
            t("Something was missing or doubled in it. Nothing was changed."),
            t("Open the connect link again."),
        ),
        CallbackRefusal.REPLAYED: lambda: OutcomeText(
            t("This answer was used already"),
            t("Nothing was changed a second time."),
            t("Look at the store's card in Slack."),
        ),
    }[refusal]()


def token_refused(
    t: Translator, end: AttemptEnd, seller_id: str, sells_in: Sequence[str], country: str
) -> str:
    """Tell why a token that was brought by hand was not taken; `country` is the store's."""
    reasons: Mapping[AttemptEnd, Callable[[], str]] = {
        AttemptEnd.NOT_IN_MARKETPLACE: lambda: t(
            "This token's seller sells in {places}, not in {country}.",
            places=countries(t, sells_in) or t("no marketplace"),
            country=country,
        ),
        AttemptEnd.WRONG_ACCOUNT: lambda: t(
            "This link waits for another seller than {seller}.", seller=seller_id
        ),
        AttemptEnd.OTHER_ACCOUNT: lambda: t(
            "{seller} is another seller of your team; this link waits for a different one.",
            seller=seller_id,
        ),
        AttemptEnd.ALREADY_CONNECTED: lambda: t(
            "Another store of your team sells as {seller} in {country} already.",
            seller=seller_id,
            country=country,
        ),
        AttemptEnd.HELD: lambda: t(
            "This token's seller does not look like the {seller} your team knows. Somebody who "
            "runs this bot can adopt it.",
            seller=seller_id,
        ),
    }
    return f"{reasons[end]()} {t('Nothing was changed.')}"
