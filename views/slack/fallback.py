"""The note above a message that goes to somebody other than its recipient."""

from domain.messages import is_person
from views.language import Translator
from views.slack.block_kit import MESSAGE_BLOCKS, Message, context, escape, person, slack_channel


def elsewhere(t: Translator, message: Message, target: str, reason: str) -> Message:
    """Add whom a message was meant for, and why it could not be posted there."""
    if is_person(target):
        meant = t("This was meant for {who}, who could not be reached.", who=person(target))
    else:
        place = slack_channel(target)
        meant = t("This was meant for {place}, which could not be reached.", place=place)
    sentence = f"{meant} {why_unreachable(t, reason)}"
    blocks = [context(f"↪️ {sentence}"), *message.blocks]
    return Message(f"{sentence} {message.text}", blocks[:MESSAGE_BLOCKS])


def why_unreachable(t: Translator, reason: str) -> str:
    """Explain why Slack does not accept a message."""
    match reason:
        case "is_archived" | "is_inactive":
            return t("The Slack channel is archived.")
        case "not_in_channel" | "channel_not_found":
            return t("I am not a member of it: invite me there.")
        case "user_disabled":
            return t("Their Slack account is deactivated.")
    return t("Slack answered: {reason}", reason=f"`{escape(reason)}`")
