"""The apps that are measured: the bot as operators run it, and bare Bolt ones."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Served, program_reads
from bot.settings import Settings
from bot.wiring.bot import Bot, open_bot
from domain.clock import Clock
from playground.amazon import LocalAmazon, default_sellers
from playground.ports import LOOPBACK, free_port
from playground.settings import Secrets, application, bot_settings
from playground.slack import LocalSlack


@dataclass(frozen=True)
class Apps:
    """Starts apps that all trust the same signing secret."""

    clock: Clock
    agreed: Secrets

    def bare(self, kind: str) -> AbstractAsyncContextManager[Served]:
        """Start a bare Bolt app: `best` or `default`."""
        port = free_port()
        return program_reads(port, ["bench.bare", str(port), self.agreed.signing_secret, kind], {})

    @asynccontextmanager
    async def bot(self, database_url: str) -> AsyncIterator[Served]:
        """Start the bot, with the stand-ins that it needs."""
        async with AsyncExitStack() as stack:
            port = free_port()
            settings = await self._settings(stack, f"http://{LOOPBACK}:{port}")
            given = {**settings, "DATABASE_URL": database_url}
            yield await stack.enter_async_context(program_reads(port, ["bot", "run"], given))

    @asynccontextmanager
    async def resting_bot(self, database_url: str) -> AsyncIterator[Bot]:
        """Build a bot in this process; it does nothing by itself."""
        async with AsyncExitStack() as stack:
            settings = await self._settings(stack, f"http://{LOOPBACK}:{free_port()}")
            given = {**settings, "DATABASE_URL": database_url}
            by_name = {name.lower(): value for name, value in given.items()}
            yield await stack.enter_async_context(
                open_bot(Settings.model_validate(by_name), self.clock)
            )

    async def _settings(self, stack: AsyncExitStack, url: str) -> Mapping[str, str]:
        slack = await LocalSlack.start(
            clock=self.clock,
            signing_secret=self.agreed.signing_secret,
            bot_token=self.agreed.bot_token,
        )
        await stack.enter_async_context(slack)
        amazon = await LocalAmazon.start(
            clock=self.clock,
            application=application(url, self.agreed),
            sellers=default_sellers(),
        )
        stack.push_async_callback(amazon.stop)
        return bot_settings(url, Path(), slack, amazon, self.agreed)


def new_apps(clock: Clock) -> Apps:
    return Apps(
        clock,
        Secrets(
            signing_secret=secrets.token_hex(16),
            bot_token=f"xoxb-{secrets.token_hex(12)}",
            client_secret=secrets.token_hex(20),
        ),
    )
