"""Events that Slack tells the app of, with its retries.

Source: docs.slack.dev/apis/events-api: three retries, nearly at once, after 1 and after 5 minutes,
unless the answer carries `X-Slack-No-Retry: 1`.
"""

import asyncio

from playground.slack import payloads, people
from playground.slack.bot_line import BotUnreachableError
from playground.slack.core import Core
from playground.slack.wire import Json
from playground.slack.world import Conversation

RETRY_AFTER = (0.0, 60.0, 300.0)
CHANGED: Json = {"type": "conversation"}
"""What makes open pages ask anew who and what there is."""
REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}


class Events:
    """Sends events; retries go on in the background until `close`."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._retries: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for task in self._retries:
            task.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)

    async def send(self, team_id: str, inner: Json) -> bool:
        """Send one event if the app subscribes to it; tell whether the bot took it at once."""
        if inner["type"] not in self._core.world.app.events:
            return False
        envelope = payloads.event(self._core, team_id, inner)
        failure = await self._try(envelope, {})
        if failure and not failure.final:
            task = asyncio.create_task(self._retry(envelope, REASONS[failure.code]))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)
        return failure is None

    async def again(self, envelope: Json, number: int, reason: str = "http_timeout") -> bool:
        """Send a retry of an event that the bot may know, as Slack would."""
        headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        return await self._try(envelope, headers) is None

    async def _retry(self, envelope: Json, failure: str) -> None:
        for number, seconds in enumerate(RETRY_AFTER, start=1):
            await self._core.sleep(seconds)
            if await self.again(envelope, number, failure):
                return

    async def _try(self, envelope: Json, headers: dict[str, str]) -> BotUnreachableError | None:
        try:
            await self._core.line.event(envelope, headers)
        except BotUnreachableError as failure:
            return failure
        finally:
            self._core.feed.ring()
        return None

    async def app_home_opened(self, user_id: str) -> bool:
        """Tell the app that a person looks at its Home."""
        core = self._core
        user = core.world.users[user_id]
        bot = core.world.bot_of(user.team_id)
        view = core.views.home(user_id)
        inner: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": core.world.im_with(user_id, bot).id,
            "tab": "home",
        }
        if view:
            inner["view"] = core.views.shown(view)
        return await self.send(user.team_id, inner)

    async def user_change(self, user_id: str, **changes: str | bool | tuple[str, ...]) -> bool:
        """Change a person and tell the app."""
        core = self._core
        user = core.world.change_user(user_id, **changes)
        core.feed.publish(core.world.users, CHANGED)
        shown = people.shown(user, core.world.home, core.clock(), locale=True)
        now = int(core.clock().timestamp())
        inner = {"type": "user_change", "user": shown, "cache_ts": now}
        return await self.send(core.world.home, inner)

    async def member_joined_channel(self, user_id: str, channel: Conversation) -> bool:
        """Let a person or the bot into a channel and tell the app."""
        channel.members.add(user_id)
        self._core.feed.publish(channel.members, CHANGED)
        inner = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": channel.team_id,
        }
        return await self.send(channel.team_id, inner)

    async def left_channel(self, user_id: str, channel: Conversation) -> bool:
        """Take a person or the bot out of a channel and tell the app, which is told of itself."""
        channel.members.discard(user_id)
        self._core.feed.publish(self._core.world.users, CHANGED)
        if user_id == self._core.world.bot_of(channel.team_id):
            kind = "group_left" if channel.is_private else "channel_left"
            return await self.send(channel.team_id, {"type": kind, "channel": channel.id})
        inner = {
            "type": "member_left_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": channel.team_id,
        }
        return await self.send(channel.team_id, inner)

    async def channel_archive(self, channel: Conversation) -> bool:
        channel.is_archived = True
        return await self._tell_of(channel, "archive")

    async def channel_unarchive(self, channel: Conversation) -> bool:
        channel.is_archived = False
        return await self._tell_of(channel, "unarchive")

    async def channel_deleted(self, channel: Conversation) -> bool:
        """Delete a channel with all its messages and tell the app."""
        self._core.messages.forget(channel.id)
        del self._core.world.conversations[channel.id]
        return await self._tell_of(channel, "deleted")

    async def _tell_of(self, channel: Conversation, what: str) -> bool:
        self._core.feed.publish(self._core.world.users, CHANGED)
        kind = f"{'group' if channel.is_private else 'channel'}_{what}"
        return await self.send(channel.team_id, {"type": kind, "channel": channel.id})

    async def app_uninstalled(self, team_id: str) -> None:
        """Take the app away: its token ends, then both events are sent."""
        await self.tokens_revoked(team_id, "account_inactive")
        await self.send(team_id, {"type": "app_uninstalled"})

    async def tokens_revoked(self, team_id: str, refusal: str = "token_revoked") -> None:
        """End the app's token, though not the app; Slack refuses it from now on, by this word."""
        installed = self._core.world.installation(team_id)
        installed.refusal = refusal
        tokens = {"oauth": [], "bot": [installed.bot_user_id]}
        await self.send(team_id, {"type": "tokens_revoked", "tokens": tokens})

    async def url_verification(self, challenge: str) -> str:
        """Ask the address whether it is the app's; its answer, which should be the challenge."""
        question = {
            "token": payloads.VERIFICATION_TOKEN,
            "type": "url_verification",
            "challenge": challenge,
        }
        return (await self._core.line.event(question, {})).body
