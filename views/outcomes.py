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


def countries(say: Translator, marketplace_ids: Sequence[str]) -> str:
    names = [say.country(marketplace(m).country) for m in marketplace_ids if is_marketplace(m)]
    return say.list_of(names)


def end_told(
    say: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Tell an end that connected nothing.

    `country` is the store's, `manage` is Manage Your Apps: its address, or its name where a link
    stands beside.
    """
    return _ends(say, facts, country, manage)[end]()


def end_in_slack(
    say: Translator, end: AttemptEnd, facts: Mapping[str, Any], country: str, manage: str
) -> OutcomeText:
    """Tell an end as `end_told` does, for mrkdwn: what sellers are called is harmless there."""
    names = {name: escape(str(facts.get(name, ""))) for name in ("seller_name", "expected")}
    return end_told(say, end, {**facts, **names}, country, manage)


def _ends(
    say: Translator, facts: Mapping[str, Any], country: str, manage: str
) -> Mapping[AttemptEnd, Callable[[], OutcomeText]]:
    seller, expected = seller_of(facts), expected_in(facts)
    take_back = say(
        "That account now allows our application; you can take this back at {link}.", link=manage
    )
    again = say("Open the connect link again.")
    return {
        AttemptEnd.EXPIRED: lambda: OutcomeText(
            say("This try took longer than ten minutes"),
            say("For safety it has ended. Nothing was changed."),
            again,
        ),
        AttemptEnd.DENIED: lambda: OutcomeText(
            say("Amazon was not given permission"),
            say("Somebody declined at Amazon. Nothing was changed."),
            say("If that was a mistake, open the connect link again."),
        ),
        AttemptEnd.WRONG_ACCOUNT: lambda: OutcomeText(
            say("That was another seller account"),
            say(
                "You signed in as {seller}, but this link waits for {expected}. The token was "
                "erased and nothing was changed.",
                seller=seller,
                expected=expected,
            )
            + f" {take_back}",
            _sign_in_as(say, expected),
            allows_us=True,
        ),
        AttemptEnd.OTHER_ACCOUNT: lambda: OutcomeText(
            say("That was another of your seller accounts"),
            say(
                "You signed in as {seller}. That account is renewed; {expected} still waits.",
                seller=seller,
                expected=expected,
            ),
            _sign_in_as(say, expected),
        ),
        AttemptEnd.ALREADY_CONNECTED: lambda: OutcomeText(
            say("This seller is connected already"),
            say(
                "Another store of your team sells as {seller} in {country}. Its connection is "
                "renewed; this store was not connected.",
                seller=seller,
                country=country,
            ),
            say("Sign in with another seller account, or remove one of the two stores."),
        ),
        AttemptEnd.NOT_IN_MARKETPLACE: lambda: OutcomeText(
            say("This seller does not sell on Amazon {country}", country=country),
            say(
                "{seller} sells in {places}. This store was not connected.",
                seller=seller,
                places=countries(say, facts.get("sells_in", ())) or say("no marketplace"),
            )
            + ("" if facts.get("renewed") else f" {take_back}"),
            say(
                "Sign in with the account that sells there, or register that marketplace in "
                "Seller Central first."
            ),
            allows_us=not facts.get("renewed"),
        ),
        AttemptEnd.SELLER_UNPROVED: lambda: OutcomeText(
            say("Amazon does not confirm this seller"),
            say(
                "The answer named {seller}, but Amazon refused a call in that seller's name. "
                "Its token was erased and nothing was changed.",
                seller=seller,
            )
            + f" {take_back}",
            say("Open the connect link again. If it happens twice, tell whoever runs this bot."),
            allows_us=True,
        ),
        AttemptEnd.HELD: lambda: _held(say, facts, seller, take_back),
        AttemptEnd.CODE_REFUSED: lambda: OutcomeText(
            say("Amazon's code was no longer good"),
            say("It works for five minutes and once. Nothing was changed."),
            again,
        ),
        AttemptEnd.APPLICATION_REFUSED: lambda: OutcomeText(
            say("Amazon refused our application"),
            say("This is not your fault. Nothing was changed."),
            say("Whoever runs this bot has to check its settings at Amazon. Your team is told."),
        ),
        AttemptEnd.AMAZON_UNAVAILABLE: lambda: OutcomeText(
            say("Amazon did not answer"),
            say("It may be busy. Nothing was changed."),
            say("Wait a few minutes, then open the connect link again."),
        ),
        AttemptEnd.INTERRUPTED: lambda: OutcomeText(
            say("We were interrupted"),
            say("The permission did not reach us, and nothing was changed. We are sorry."),
            again,
        ),
        AttemptEnd.STORE_GONE: lambda: OutcomeText(
            say("This store was removed"),
            say("While you were at Amazon, your team removed it.") + " " + take_back,
            say("Ask your team for a link to another store."),
            allows_us=True,
        ),
        AttemptEnd.WORKSPACE_GONE: lambda: OutcomeText(
            say("Your team no longer uses this bot"),
            say("It was removed from Slack while you were at Amazon.") + " " + take_back,
            say("Ask your team whether it still needs this store."),
            allows_us=True,
        ),
    }


def _sign_in_as(say: Translator, expected: str) -> str:
    return say(
        "Log out of all Amazon accounts, open the connect link again, and sign in as {expected}.",
        expected=expected,
    )


def is_waiting(end: AttemptEnd, facts: Mapping[str, Any]) -> bool:
    """Tell whether a try waits for somebody in Slack to accept it."""
    return end is AttemptEnd.HELD and not facts.get("refused")


def _held(say: Translator, facts: Mapping[str, Any], seller: str, take_back: str) -> OutcomeText:
    if not is_waiting(AttemptEnd.HELD, facts):
        return OutcomeText(
            say("Nobody of your team has confirmed this"),
            say(
                "Amazon could not prove that this is the {seller} your team knows. The token was "
                "erased and nothing was changed.",
                seller=seller,
            )
            + f" {take_back}",
            say("If it was you who signed in, tell whoever asked you to, and try again."),
            allows_us=True,
        )
    return OutcomeText(
        say("A colleague has to confirm this"),
        say(
            "Amazon could not prove that this is the {seller} your team knows. The permission is "
            "kept safe, and nothing was replaced.",
            seller=seller,
        ),
        say("Your team is asked in Slack, and has seven days."),
    )


def refusal_told(say: Translator, refusal: CallbackRefusal) -> OutcomeText:
    """Tell why an answer from Amazon changed nothing here."""
    return {
        CallbackRefusal.UNKNOWN: lambda: OutcomeText(
            say("We do not know this answer"),
            say("It belongs to no try that began here, or to one long ago. Nothing was changed."),
            say("Open the connect link that your team sent you."),
        ),
        CallbackRefusal.OTHER_BROWSER: lambda: OutcomeText(
            say("This try began in another browser"),
            say("For safety it can only end where it began. Nothing was changed."),
            say("Go back to that browser, or open the connect link again in this one."),
        ),
        CallbackRefusal.MALFORMED: lambda: OutcomeText(
            say("Amazon's answer did not come whole"),
            say("Something was missing or doubled in it. Nothing was changed."),
            say("Open the connect link again."),
        ),
        CallbackRefusal.REPLAYED: lambda: OutcomeText(
            say("This answer was used already"),
            say("Nothing was changed a second time."),
            say("Look at the store's card in Slack."),
        ),
    }[refusal]()


def token_refused(
    say: Translator, end: AttemptEnd, seller_id: str, sells_in: Sequence[str], country: str
) -> str:
    """Tell why a token that was brought by hand was not taken; `country` is the store's."""
    reasons: Mapping[AttemptEnd, Callable[[], str]] = {
        AttemptEnd.NOT_IN_MARKETPLACE: lambda: say(
            "This token's seller sells in {places}, not in {country}.",
            places=countries(say, sells_in) or say("no marketplace"),
            country=country,
        ),
        AttemptEnd.WRONG_ACCOUNT: lambda: say(
            "This link waits for another seller than {seller}.", seller=seller_id
        ),
        AttemptEnd.OTHER_ACCOUNT: lambda: say(
            "{seller} is another seller of your team; this link waits for a different one.",
            seller=seller_id,
        ),
        AttemptEnd.ALREADY_CONNECTED: lambda: say(
            "Another store of your team sells as {seller} in {country} already.",
            seller=seller_id,
            country=country,
        ),
        AttemptEnd.HELD: lambda: say(
            "This token's seller does not look like the {seller} your team knows. Somebody who "
            "runs this bot can adopt it.",
            seller=seller_id,
        ),
    }
    return f"{reasons[end]()} {say('Nothing was changed.')}"
