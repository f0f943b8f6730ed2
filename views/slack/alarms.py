"""Alarm messages: what is wrong, what was kept, what to do; and that it is over."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from domain.alarms import Alarm, AlarmKind
from domain.application import Application
from views.language import Translator
from views.slack.block_kit import Message, context, day, escape, moment, section
from views.slack.participation import named_stores

_ANSWER_LENGTH = 300


def alarm(t: Translator, shown: Alarm, application: Application) -> Message:
    """Render an open alarm, one that is over, or one that a later one has replaced."""
    if shown.until is not None and not shown.is_newest:
        return _overtaken(t)
    name = escape(application.name)
    match shown.kind:
        case AlarmKind.OUTAGE:
            return _outage(t, shown)
        case AlarmKind.OTHER_APPLICATION:
            return _other_application(t, shown)
        case AlarmKind.REFUSED:
            return _refused(t, shown, name)
        case AlarmKind.SECRET:
            return _secret(t, shown, name)
        case AlarmKind.PLACES:
            return _places(t, shown, name)
        case AlarmKind.GUESSES:
            return _guesses(t, shown)


def _outage(t: Translator, shown: Alarm) -> Message:
    if shown.until is not None:
        text = t(
            "Amazon answers again about the connections of this Slack channel. It had been silent "
            "for {hours} hours, from {since} to {until}. Nothing was changed here.",
            hours=shown.hours,
            since=moment(shown.since),
            until=moment(shown.until),
        )
        return _over(text)
    text = t(
        "*Amazon has not answered for {hours} hours*, since {since}, about {stores}.",
        hours=shown.hours,
        since=moment(shown.since),
        stores=named_stores(t, shown.stores),
    )
    kept = t(
        "Nothing was changed: every store stays connected, and its renewal date stays. Sync "
        "programs may get no new access meanwhile. There is nothing to do: I go on asking every "
        "hour, and say here when Amazon answers again."
    )
    return Message(text, [section(f"⏳ {text}\n{kept}")])


def _other_application(t: Translator, shown: Alarm) -> Message:
    if shown.until is not None:
        return _over(t("All stores of this Slack channel use this bot's application again."))
    text = t(
        "*These stores have to be connected again:* {stores}. They are connected with another "
        "application than the one that this bot runs with now.",
        stores=named_stores(t, shown.stores),
    )
    kept = t(
        "Nothing was erased, but sync programs get no access. Press Reconnect on each card; "
        "the same seller accounts may sign in."
    )
    return Message(text, [section(f"🔌 {text}\n{kept}")])


def _refused(t: Translator, shown: Alarm, name: str) -> Message:
    answer = escape(f"{shown.facts['code']} {shown.facts['details']}"[:_ANSWER_LENGTH])
    if shown.until is not None:
        text = t(
            "Amazon takes the application {name} again. It had refused it from {since} to "
            "{until}. Nothing was changed, and no seller has to sign in again.",
            name=name,
            since=moment(shown.since),
            until=moment(shown.until),
        )
        return _over(text)
    text = t(
        "*Amazon refuses the application {name}* since {since}, whichever seller is asked about.",
        name=name,
        since=moment(shown.since),
    )
    kept = t(
        "Nothing was changed, and no seller has to sign in again. Until this is mended, no store "
        "can be connected, renewed or checked, and sync programs get no access."
    )
    blocks: list[Block] = [
        section(f"🚨 {text}\n{kept}"),
        section(_remedy(t, shown)),
        context(t("Amazon's answer: {answer}", answer=answer)),
    ]
    return Message(text, blocks)


def _remedy(t: Translator, shown: Alarm) -> str:
    """Return the remedy for a refusal, as far as Amazon's response shows it."""
    if shown.facts["api"] == "spapi":
        return t(
            "The client secret is older than 180 days. Make a new one in Amazon's Developer "
            "Central, put it into `AMAZON_CLIENT_SECRET`, and start the bot again."
        )
    if shown.facts["code"] == "invalid_client":
        return t(
            "Compare `AMAZON_CLIENT_ID` and `AMAZON_CLIENT_SECRET` with the application's "
            "credentials in Amazon's Developer Central, and start the bot again."
        )
    if shown.facts["code"] == "unauthorized_client":
        return t(
            "Some tokens belong to another client. Check that `AMAZON_CLIENT_ID` and "
            "`AMAZON_APPLICATION_ID` are of one and the same application."
        )
    return t("This looks like a fault of the bot itself. Tell whoever maintains it.")


def _secret(t: Translator, shown: Alarm, name: str) -> Message:
    if shown.until is not None:
        return _over(t("The client secret of {name} has been rotated.", name=name))
    ends_at = datetime.fromisoformat(shown.facts["ends_at"])
    text = t("*The client secret of {name} ends about {day}.*", name=name, day=day(ends_at))
    if shown.now >= ends_at:
        text = t("*The client secret of {name} ended about {day}.*", name=name, day=day(ends_at))
    blocks: list[Block] = [
        section(
            f"🔑 {text} "
            + t(
                "Amazon takes one for 180 days; after that it refuses every call, for every seller."
            )
        ),
        section(
            t(
                "In Amazon's Developer Central open the application's credentials and rotate the "
                "secret. Put the new one into `AMAZON_CLIENT_SECRET` and start the bot again: the "
                "old one goes on for seven days. No seller has to sign in again."
            )
        ),
        context(_counted_from(t, shown)),
    ]
    return Message(text, blocks)


def _counted_from(t: Translator, shown: Alarm) -> str:
    if shown.facts["is_corrected"]:
        return t("Counted from the day in `AMAZON_SECRET_ROTATED_AT`.")
    return t(
        "Counted from the day on which the bot first saw this secret. If it is older than that, "
        "give its day in `AMAZON_SECRET_ROTATED_AT`."
    )


def _places(t: Translator, shown: Alarm, name: str) -> Message:
    held, places = shown.facts["held"], shown.facts["places"]
    if shown.until is not None:
        return _over(t("{name} has room for more sellers again.", name=name))
    text = t(
        "*{held} of {places} sellers allow the application {name}, or may still do so.*",
        held=held,
        places=places,
        name=name,
    )
    limit = t(
        "Amazon lets an application that is not listed in the Appstore hold no more. A further "
        "seller is shown an error, and we hear nothing of it; renewals go on."
    )
    blocks: list[Block] = [
        section(f"🧮 {text}\n{limit}"),
        section(
            t(
                "Listing takes an approved developer profile, a website and Amazon's review of "
                "the listing, which together take days to weeks: begin in Developer Central now. "
                "Once it is listed, set `AMAZON_LISTED=true`. Until then, a place becomes free "
                "where a seller takes the permission back at Amazon, and counts as free once "
                "Amazon has shown that."
            )
        ),
    ]
    return Message(text, blocks)


def _guesses(t: Translator, shown: Alarm) -> Message:
    if shown.until is not None:
        return _over(t("Nobody has guessed keys of sync programs for an hour."))
    text = t(
        "*Somebody guesses keys of sync programs*, since {since}: {count} wrong ones within a "
        "minute from {address}.",
        since=moment(shown.since),
        count=shown.facts["count"],
        address=escape(shown.facts["address"]),
    )
    kept = t(
        "None of them counted, and whoever tries many is made to wait; programs with a key go on "
        "as before. A program with an old key looks the same: `amazon-store-bot workers list` "
        "shows which keys count."
    )
    return Message(text, [section(f"🔐 {text}\n{kept}")])


def _overtaken(t: Translator) -> Message:
    text = t("This was told here before. A later message tells how things are now.")
    return Message(text, [context(text)])


def _over(text: str) -> Message:
    return Message(text, [section(f"🟢 {text}")])
