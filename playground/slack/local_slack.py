"""The way in: start a local Slack, look at it, act in it as its people."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from playground.slack import server
from playground.slack.bot_line import Ack, BotLine, Sent
from playground.slack.channel import Channel
from playground.slack.core import Call, Core, Notice, build
from playground.slack.events import CHANGED, Events
from playground.slack.faults import Faults
from playground.slack.nordic_shop import APP, nordic_shop
from playground.slack.person import Person
from playground.slack.rates import PUBLISHED, Pace
from playground.slack.wire import Json
from playground.slack.world import SlackApp, World

Found = TypeVar("Found")
ACK_SECONDS = 3.0
PATIENCE_OF_TESTS = 5.0


class LocalSlack:
    """Made by `start`; `async with await LocalSlack.start(…) as slack` stops it at the end."""

    def __init__(self, core: Core, events: Events, runner: web.AppRunner) -> None:
        self.core = core
        self.events = events
        self._runner = runner
        self._people: dict[str, Person] = {}
        self._given: dict[str, str] = {}

    @classmethod
    async def start(  # noqa: PLR0913 - by keyword only, and most have a default
        cls,
        *,
        clock: Callable[[], datetime],
        signing_secret: str,
        bot_token: str,
        app: SlackApp = APP,
        bot_url: str | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        world: World | None = None,
        paces: Mapping[str, Pace] = PUBLISHED,
        ack_seconds: float = ACK_SECONDS,
        port: int = 0,
        add_routes: server.AddRoutes | None = None,
    ) -> Self:
        """Listen on 127.0.0.1; `ack_seconds` are real ones, `add_routes` adds the chat page.

        `app` counts where no `world` is given, which has one of its own.
        """
        line = BotLine(clock, signing_secret, ack_seconds)
        line.bot_url = bot_url
        await line.open()
        core = build(world or nordic_shop(bot_token, app), clock, sleep, line, paces)
        events = Events(core)
        served = server.application(core, events, add_routes)
        runner, core.base_url = await server.listen(served, port)
        return cls(core, events, runner)

    async def stop(self) -> None:
        self.core.faults.clear()
        await self.events.close()
        self.core.feed.close()
        await self._runner.cleanup()
        await self.core.line.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return self.core.base_url

    @property
    def api_url(self) -> str:
        """Give the Web API's address, for `AsyncWebClient(base_url=…)`."""
        return f"{self.url}/api/"

    @property
    def bot_url(self) -> str | None:
        """Give the bot's own address; it may be set once the bot listens."""
        return self.core.line.bot_url

    @bot_url.setter
    def bot_url(self, url: str | None) -> None:
        self.core.line.bot_url = url

    @property
    def faults(self) -> Faults:
        return self.core.faults

    @property
    def calls(self) -> list[Call]:
        return self.core.calls

    @property
    def sent(self) -> list[Sent]:
        """Look at the requests to the bot, oldest first; `send_again` takes any of them."""
        return self.core.line.sent

    async def send_again(self, sent: Sent) -> Ack:
        """Send a request once more, byte for byte; BotUnreachableError where it is refused."""
        return await self.core.line.again(sent)

    @property
    def notices(self) -> list[Notice]:
        return self.core.notices

    @property
    def world(self) -> World:
        return self.core.world

    def person(self, first_name: str) -> Person:
        """Take a person's place; the same object each time."""
        user = self.world.user_named(first_name)
        return self._people.setdefault(user.id, Person(self.core, self.events, user.id))

    def channel(self, name: str) -> Channel:
        return Channel(self.core, self.events, self.world.channel_named(name))

    def im(self, first_name: str) -> Channel:
        """Look at the direct messages between a person and the app."""
        user = self.world.user_named(first_name)
        bot = self.world.bot_of(self.world.home)
        return Channel(self.core, self.events, self.world.im_with(user.id, bot))

    def refresh_pages(self) -> None:
        """Let all open pages ask anew who and what there is, and what time it is."""
        self.core.feed.publish(self.world.users, CHANGED)

    async def deactivate(self, first_name: str) -> None:
        """Let a person have left: they are known and can do nothing; the app is told."""
        await self.events.user_change(self.world.user_named(first_name).id, deleted=True)

    async def reactivate(self, first_name: str) -> None:
        await self.events.user_change(self.world.user_named(first_name).id, deleted=False)

    async def revoke_token(self) -> None:
        """End the app's token: `token_revoked` from now on; the app is told."""
        await self.events.tokens_revoked(self.world.home)

    async def uninstall(self) -> None:
        """Take the app away from the workspace: `account_inactive` from now on."""
        await self.events.app_uninstalled(self.world.home)

    def install(self, *scopes: str) -> None:
        """Install the app again, with these scopes besides its own; its token is as before."""
        installed = self.world.installation(self.world.home)
        installed.refusal = ""
        installed.scopes |= set(scopes)

    async def wait_until(
        self,
        look: Callable[[], Found | None],
        seconds: float = PATIENCE_OF_TESTS,
    ) -> Found:
        """Wait, without polling, until something shows; TimeoutError after real `seconds`."""
        return await self.core.feed.until(look, seconds)

    async def next_message(
        self,
        channel: str | Channel,
        seconds: float = PATIENCE_OF_TESTS,
    ) -> Json:
        """Give the oldest message that was not given before, once it is there."""
        there = self.channel(channel) if isinstance(channel, str) else channel
        last = self._given.get(there.id, "")

        def newer() -> Json | None:
            return next((m for m in there.messages if m["ts"] > last), None)

        message = await self.wait_until(newer, seconds)
        self._given[there.id] = message["ts"]
        return message
