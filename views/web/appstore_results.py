"""What the result page shows of a try that Amazon began: no workspace and no store are named."""

from collections.abc import Callable, Mapping

from domain.attempts import AttemptEnd
from domain.names import clean
from domain.oauth import AppstoreResult
from views.language import Translator
from views.outcomes import end_told, is_waiting
from views.slack.actions import COMMAND
from views.web.results import Outcome


def door_outcome(say: Translator, result: AppstoreResult) -> Outcome:
    """Tell how a try ended that Amazon began."""
    special: Mapping[AttemptEnd | None, Callable[[Translator, AppstoreResult], Outcome]] = {
        None: _under_way,
        AttemptEnd.SUCCEEDED: _renewed,
        AttemptEnd.HELD: _held,
        AttemptEnd.ENDED_BY_TEAM: _ended_by_team,
        AttemptEnd.UNKNOWN_SELLER: _unknown,
    }
    return special.get(result.end, _not_renewed)(say, result)


def _under_way(say: Translator, _result: AppstoreResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=say("Under way"),
        title=say("Almost there"),
        sentences=[say("We are still looking at Amazon's answer.")],
        next=[say("Reload this page in a minute.")],
    )


def _renewed(say: Translator, result: AppstoreResult) -> Outcome:
    sentences = [say("Your team has been told in Slack.")]
    if result.lasts_until is not None:
        until = say("The permission lasts until about {day}.", day=say.day(result.lasts_until))
        sentences.insert(0, until)
    return Outcome(
        tone="good",
        state=say("Renewed"),
        title=say("The permission is renewed"),
        sentences=sentences,
        facts=_seller_facts(say, result),
        next=[say("You are done, and can close this page.")],
    )


def _held(say: Translator, result: AppstoreResult) -> Outcome:
    if not is_waiting(AttemptEnd.HELD, result.facts):
        return _not_renewed(say, result)
    told = end_told(say, AttemptEnd.HELD, result.facts, "", "")
    return Outcome(
        tone="wait",
        state=say("Waits for your team"),
        title=told.title,
        sentences=[told.sentence],
        facts=_seller_facts(say, result),
        next=[told.next],
    )


def _ended_by_team(say: Translator, result: AppstoreResult) -> Outcome:
    return Outcome(
        tone="bad",
        state=say("Not renewed"),
        title=say("Your team had ended this connection"),
        sentences=[say("It stays ended: nothing was changed, and no token was kept.")],
        facts=_seller_facts(say, result),
        next=[
            say("To connect the account again, ask your team in Slack for a connect link."),
            say(
                "Otherwise take the permission back: in Seller Central, under Apps and Services, "
                "open Manage Your Apps and press Disable."
            ),
        ],
    )


def _unknown(say: Translator, result: AppstoreResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=say("One step is left"),
        title=say("Finish this in Slack"),
        sentences=[
            say(
                "No store is connected with this seller account yet. We do not know whose it is, "
                "so nothing was kept."
            )
        ],
        facts=_seller_facts(say, result),
        next=[
            say("In Slack, type {command} and fill in the form.", command=f"{COMMAND} add"),
            say("Then open the link of the store's card, and sign in with this account."),
            say("If you have no part in that, ask the colleague who looks after your stores."),
        ],
    )


def _not_renewed(say: Translator, result: AppstoreResult) -> Outcome:
    """Tell of an end that the connect page has as well; the way to begin anew is another."""
    end = result.end or AttemptEnd.INTERRUPTED
    told = end_told(say, end, result.facts, "", say("Manage Your Apps"))
    return Outcome(
        tone="bad",
        state=say("Nothing has happened"),
        title=told.title,
        sentences=[told.sentence],
        next=[
            say(
                "To try again, begin in Seller Central: under Apps and Services, open Manage Your "
                "Apps."
            ),
            say("If it happens twice, tell whoever runs this bot."),
        ],
    )


def _seller_facts(say: Translator, result: AppstoreResult) -> list[tuple[str, str]]:
    """Name who signed in, as Amazon itself did just now."""
    name, seller_id = (clean(str(result.facts.get(f) or "")) for f in ("seller_name", "seller_id"))
    shown = [(say("Seller"), name), (say("Seller id"), seller_id)]
    return [(term, fact) for term, fact in shown if fact]
