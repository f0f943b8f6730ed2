"""`/invite`: Slack's own command that brings people and the app into a channel."""

from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.messages import Message
from playground.slack.wire import SlackSays
from playground.slack.world import Conversation, User

COMMAND = "/invite"


async def invite(
    core: Core, events: Events, inviting: User, channel: Conversation, who: str
) -> Message:
    """Let whom `who` names in; the app learns of it where it subscribes to that."""
    invited = _named(core, inviting, who.strip().removeprefix("@"))
    if channel.kind != "channel":
        raise SlackSays("You can only invite people to channels.", "this is no channel")
    if inviting.is_restricted or inviting.id not in channel.members:
        raise SlackSays("You cannot invite anyone here.", "only full members of a channel invite")
    if invited.id in channel.members:
        raise SlackSays(f"{invited.first_name} is already in this channel.", "nothing was changed")
    await events.member_joined_channel(invited.id, channel)
    told = f"was added to #{channel.name} by <@{inviting.id}>."
    return core.messages.post(Message("", channel.id, invited.id, told))


def _named(core: Core, inviting: User, name: str) -> User:
    """Find a person of the workspace, or the app, by a name in any case."""
    known = (u for u in core.world.users.values() if u.team_id == inviting.team_id)
    found = (u for u in known if name.casefold() in (u.first_name.casefold(), u.name))
    user = next((u for u in found if not u.deleted), None)
    if user is None:
        reason = "type /invite @ and a first name, or the app's name"
        raise SlackSays("Nobody of that name can be invited.", reason)
    return user
