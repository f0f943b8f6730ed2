"""What stands above a message that comes to somebody else than it was meant for."""

from domain.messages import is_person
from views.language import Translator
from views.slack.block_kit import MESSAGE_BLOCKS, Message, context, escape, person, slack_channel


def elsewhere(t: Translator, message: Message, target: str, reason: str) -> Message:
    """Say for which Slack channel or person a message was meant, and why it is not there."""
    if is_person(target):
        meant = t("This was meant for {who}, who could not be reached.", who=person(target))
    else:
        place = slack_channel(target)
        meant = t("This was meant for {place}, which could not be reached.", place=place)
    sentence = f"{meant} {why_unreachable(t, reason)}"
    blocks = [context(f"↪️ {sentence}"), *message.blocks]
    return Message(f"{sentence} {message.text}", blocks[:MESSAGE_BLOCKS])


def why_unreachable(t: Translator, reason: str) -> str:
    """Tell in a sentence why Slack does not take a message."""
    match reason:
        case "is_archived" | "is_inactive":
            return t("The Slack channel is archived.")
        case "not_in_channel" | "channel_not_found":
            return t("I am not a member of it: invite me there.")
        case "user_disabled":
            return t("Their Slack account is deactivated.")
    return t("Slack answered: {reason}", reason=f"`{escape(reason)}`")
