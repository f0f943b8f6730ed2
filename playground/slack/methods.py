"""What a Web API method is, and who calls it."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.slack.arguments import Arguments
from playground.slack.core import Core
from playground.slack.wire import Json, SlackError
from playground.slack.world import Conversation, Installation, User


@dataclass(frozen=True)
class Caller:
    """The app in one workspace, calling."""

    core: Core
    installed: Installation

    def need(self, *scopes: str) -> None:
        """Let pass with any one of the scopes; `missing_scope` otherwise."""
        held = self.installed.scopes
        if scopes and not held.intersection(scopes):
            raise SlackError(
                "missing_scope",
                needed=",".join(scopes),
                provided=",".join(sorted(held)),
            )

    def conversation(self, conversation_id: str) -> Conversation:
        """Find a conversation that the app may know of."""
        found = self.core.world.conversations.get(conversation_id)
        if found is None or not self._knows(found):
            raise SlackError("channel_not_found")
        return found

    def _knows(self, conversation: Conversation) -> bool:
        if conversation.is_private:
            return self.installed.bot_user_id in conversation.members
        return conversation.team_id == self.installed.team_id

    def is_in(self, conversation: Conversation) -> bool:
        return self.installed.bot_user_id in conversation.members

    def user(self, user_id: str) -> User:
        """Find a person of this workspace, or a stranger from a channel shared with it."""
        found = self.core.world.users.get(user_id)
        if found is None or not self.core.world.meets(self.installed.team_id, found):
            raise SlackError("user_not_found")
        return found


@dataclass(frozen=True)
class Method:
    """`scopes`: any one of them suffices; none are needed where there are none."""

    call: Callable[[Caller, Arguments], Json]
    scopes: tuple[str, ...] = ()
