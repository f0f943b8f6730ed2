"""The result page of the Appstore workflow, which names no workspace and no store."""

from domain.attempts import AttemptEnd
from domain.names import clean
from domain.oauth import AppstoreResult
from views.language import Translator
from views.outcomes import end_told, is_waiting
from views.slack.actions import COMMAND
from views.web.results import Outcome


def appstore_outcome(t: Translator, result: AppstoreResult) -> Outcome:
    """Render how an attempt of the Appstore workflow ended."""
    match result.end:
        case None:
            return _under_way(t)
        case AttemptEnd.SUCCEEDED:
            return _renewed(t, result)
        case AttemptEnd.HELD:
            return _held(t, result)
        case AttemptEnd.ENDED_BY_TEAM:
            return _ended_by_team(t, result)
        case AttemptEnd.UNKNOWN_SELLER:
            return _unknown(t, result)
    return _not_renewed(t, result)


def _under_way(t: Translator) -> Outcome:
    return Outcome(
        tone="wait",
        state=t("Under way"),
        title=t("Almost there"),
        sentences=[t("We are still looking at Amazon's answer.")],
        next=[t("Reload this page in a minute.")],
    )


def _renewed(t: Translator, result: AppstoreResult) -> Outcome:
    sentences = [t("Your team has been told in Slack.")]
    if result.lasts_until is not None:
        until = t("The permission lasts until about {day}.", day=t.day(result.lasts_until))
        sentences.insert(0, until)
    return Outcome(
        tone="good",
        state=t("Renewed"),
        title=t("The permission is renewed"),
        sentences=sentences,
        facts=_seller_facts(t, result),
        next=[t("You are done, and can close this page.")],
    )


def _held(t: Translator, result: AppstoreResult) -> Outcome:
    if not is_waiting(AttemptEnd.HELD, result.facts):
        return _not_renewed(t, result)
    told = end_told(t, AttemptEnd.HELD, result.facts, "", "")
    return Outcome(
        tone="wait",
        state=t("Waits for your team"),
        title=told.title,
        sentences=[told.sentence],
        facts=_seller_facts(t, result),
        next=[told.next],
    )


def _ended_by_team(t: Translator, result: AppstoreResult) -> Outcome:
    return Outcome(
        tone="bad",
        state=t("Not renewed"),
        title=t("Your team had ended this connection"),
        sentences=[t("It stays ended: nothing was changed, and no token was kept.")],
        facts=_seller_facts(t, result),
        next=[
            t("To connect the account again, ask your team in Slack for a connect link."),
            t(
                "Otherwise take the permission back: in Seller Central, under Apps and Services, "
                "open Manage Your Apps and press Disable."
            ),
        ],
    )


def _unknown(t: Translator, result: AppstoreResult) -> Outcome:
    return Outcome(
        tone="wait",
        state=t("One step is left"),
        title=t("Finish this in Slack"),
        sentences=[
            t(
                "No store is connected with this seller account yet. We do not know whose it is, "
                "so nothing was kept."
            )
        ],
        facts=_seller_facts(t, result),
        next=[
            t("In Slack, type {command} and fill in the form.", command=f"{COMMAND} add"),
            t("Then open the link of the store's card, and sign in with this account."),
            t("If you have no part in that, ask the colleague who looks after your stores."),
        ],
    )


def _not_renewed(t: Translator, result: AppstoreResult) -> Outcome:
    """Render an end that the connect page has as well; starting over is different here."""
    end = result.end or AttemptEnd.INTERRUPTED
    told = end_told(t, end, result.facts, "", t("Manage Your Apps"))
    return Outcome(
        tone="bad",
        state=t("Nothing has happened"),
        title=told.title,
        sentences=[told.sentence],
        next=[
            t(
                "To try again, begin in Seller Central: under Apps and Services, open Manage Your "
                "Apps."
            ),
            t("If it happens twice, tell whoever runs this bot."),
        ],
    )


def _seller_facts(t: Translator, result: AppstoreResult) -> list[tuple[str, str]]:
    """Name who signed in, as Amazon called them just now."""
    name, seller_id = (clean(str(result.facts.get(f) or "")) for f in ("seller_name", "seller_id"))
    shown = [(t("Seller"), name), (t("Seller id"), seller_id)]
    return [(term, fact) for term, fact in shown if fact]
