"""A conversation as a test looks at it, and what people do to it."""

from dataclasses import dataclass

from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.wire import Json
from playground.slack.world import Conversation


@dataclass(frozen=True)
class Channel:
    core: Core
    events: Events
    conversation: Conversation

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def messages(self) -> list[Json]:
        """List what everybody there sees, oldest first, thread replies included."""
        posted = self.core.messages.posted(self.id)
        return [self.core.messages.for_client(message) for message in posted]

    async def archive(self) -> None:
        """Close the channel: the app is refused with `is_archived`."""
        await self.events.channel_archive(self.conversation)

    async def unarchive(self) -> None:
        await self.events.channel_unarchive(self.conversation)

    async def delete(self) -> None:
        """Delete the channel: the app is refused with `channel_not_found`."""
        await self.events.channel_deleted(self.conversation)

    async def remove_app(self) -> None:
        """Take the app out: `not_in_channel`, of a private channel `channel_not_found`."""
        bot = self.core.world.bot_of(self.conversation.team_id)
        await self.events.left_channel(bot, self.conversation)
