"""Why an answer from Amazon, or a token pasted by a seller, changed nothing."""

from collections.abc import Sequence

from domain.attempts import AttemptEnd, CallbackRefusal
from views.language import Translator
from views.outcomes import OutcomeText, countries


def refusal_told(t: Translator, refusal: CallbackRefusal) -> OutcomeText:
    """Explain why an answer from Amazon changed nothing here."""
    match refusal:
        case CallbackRefusal.UNKNOWN:
            return OutcomeText(
                t("We do not know this answer"),
                t("It belongs to no try that began here, or to one long ago. Nothing was changed."),
                t("Open the connect link that your team sent you."),
            )
        case CallbackRefusal.OTHER_BROWSER:
            return OutcomeText(
                t("This try began in another browser"),
                t("For safety it can only end where it began. Nothing was changed."),
                t("Go back to that browser, or open the connect link again in this one."),
            )
        case CallbackRefusal.MALFORMED:
            return _malformed(t)
        case CallbackRefusal.REPLAYED:
            return OutcomeText(
                t("This answer was used already"),
                t("Nothing was changed a second time."),
                t("Look at the store's card in Slack."),
            )


def _malformed(t: Translator) -> OutcomeText:
    return OutcomeText(
        t("Amazon's answer did not come whole"),
        t("Something was missing or doubled in it. Nothing was changed."),
        t("Open the connect link again."),
    )


def token_refused(
    t: Translator, end: AttemptEnd, seller_id: str, sells_in: Sequence[str], country: str
) -> str:
    """Explain why a pasted token was not adopted; `country` is the store's."""
    reason = _reason(t, end, seller_id, sells_in, country)
    return f"{reason} {t('Nothing was changed.')}"


def _reason(
    t: Translator, end: AttemptEnd, seller_id: str, sells_in: Sequence[str], country: str
) -> str:
    match end:
        case AttemptEnd.NOT_IN_MARKETPLACE:
            return t(
                "This token's seller sells in {places}, not in {country}.",
                places=countries(t, sells_in) or t("no marketplace"),
                country=country,
            )
        case AttemptEnd.ALREADY_CONNECTED:
            return t(
                "Another store of your team sells as {seller} in {country} already.",
                seller=seller_id,
                country=country,
            )
    return _another_seller(t, end, seller_id)


def _another_seller(t: Translator, end: AttemptEnd, seller_id: str) -> str:
    match end:
        case AttemptEnd.WRONG_ACCOUNT:
            return t("This link waits for another seller than {seller}.", seller=seller_id)
        case AttemptEnd.OTHER_ACCOUNT:
            return t(
                "{seller} is another seller of your team; this link waits for a different one.",
                seller=seller_id,
            )
        case AttemptEnd.HELD:
            return t(
                "This token's seller does not look like the {seller} your team knows. Somebody who "
                "runs this bot can adopt it.",
                seller=seller_id,
            )
        case _:
            raise ValueError(f"a token is not refused because of {end}")
