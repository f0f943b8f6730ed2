"""Messages about webhook endpoints that were disabled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.webhooks import EVENTS_KEPT, Disabled
from views.language import Translator
from views.slack.block_kit import Message, context, moment, quote, section


def webhook_disabled(t: Translator, facts: Mapping[str, Any]) -> Message:
    """Report that an endpoint gets nothing any more, what is kept, and how to fix it."""
    since, endpoint = datetime.fromisoformat(facts["since"]), str(facts["endpoint"])
    host = quote(str(facts["host"]))
    text = t("*I have stopped sending webhooks to {host}.*", host=host)
    mend = t(
        "Once the sync program takes them again: `{enable}`, and for what it missed `{replay}`.",
        enable=f"amazon-store-bot webhooks enable {endpoint}",
        replay=f"amazon-store-bot webhooks replay {endpoint} --since {facts['since']}",
    )
    kept = t(
        "What happens is kept for {days} days. Connections and access tokens go on as before.",
        days=EVENTS_KEPT.days,
    )
    because = _because(t, Disabled(facts["because"]), moment(since))
    return Message(text, [section(f"🔕 {text}\n{because}"), section(mend), context(kept)])


def _because(t: Translator, because: Disabled, since: str) -> str:
    match because:
        case Disabled.GONE:
            return t("It answered that it wants none any more (410 Gone).")
        case Disabled.FAILING:
            return t("It has taken none since {since}, for five days.", since=since)
        case Disabled.UNREADABLE:
            return t(
                "Since {since} I cannot read its address or its secret: a key is missing from "
                "ENCRYPTION_KEYS. `amazon-store-bot doctor` tells which.",
                since=since,
            )
