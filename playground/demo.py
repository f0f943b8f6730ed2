"""The demo: it starts the stand-ins, then the bot, and nothing of it is kept afterwards."""

import asyncio
import secrets
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playground.amazon import Application, LocalAmazon, default_sellers
from playground.bot_process import BotProcess, new_encryption_key
from playground.client.routes import add_client_routes
from playground.ports import LOOPBACK, free_port
from playground.slack import LocalSlack

PREFERRED_PORT = 8765
"""Where the page is looked for first; another is taken where this one is in use."""
COMMERCE_FILE = Path(__file__).parent.parent / "docs" / "examples" / "commerce.yml"


@dataclass(frozen=True)
class Secrets:
    """What the bot and the stand-ins agree on, made anew for each demo."""

    signing_secret: str
    bot_token: str
    client_secret: str


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the demo's own clock


async def demo() -> None:
    """Run until Ctrl+C."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="amazon-stores-")))
        bot_url = f"http://{LOOPBACK}:{free_port()}"
        agreed = Secrets(
            secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}", secrets.token_hex(20)
        )
        slack = await stack.enter_async_context(await _local_slack(bot_url, agreed))
        amazon = await _local_amazon(bot_url, agreed)
        stack.push_async_callback(amazon.stop)
        settings = bot_settings(bot_url, folder, slack, amazon, agreed)
        bot = await BotProcess.start(bot_url, settings)
        stack.push_async_callback(bot.stop)
        _invite(slack.url)
        await _until_told_to_stop(bot)


async def _local_slack(bot_url: str, agreed: Secrets) -> LocalSlack:
    return await LocalSlack.start(
        clock=system_clock,
        signing_secret=agreed.signing_secret,
        bot_token=agreed.bot_token,
        bot_url=bot_url,
        port=free_port(PREFERRED_PORT),
        add_routes=add_client_routes,
    )


async def _local_amazon(bot_url: str, agreed: Secrets) -> LocalAmazon:
    return await LocalAmazon.start(
        clock=system_clock, application=application(bot_url, agreed), sellers=default_sellers()
    )


def application(bot_url: str, agreed: Secrets) -> Application:
    """Return the SP-API application that the demo's bot runs with."""
    return Application(
        id="amzn1.sp.solution.demo",
        client_id="amzn1.application-oa2-client.demo",
        client_secret=agreed.client_secret,
        name="Nordic Shop Connector",
        redirect_uris=[f"{bot_url}/amazon/callback"],
        login_uri=f"{bot_url}/amazon/login",
    )


def bot_settings(
    bot_url: str, folder: Path, slack: LocalSlack, amazon: LocalAmazon, agreed: Secrets
) -> Mapping[str, str]:
    """Return the environment of a bot that talks to the stand-ins."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        "PUBLIC_URL": bot_url,
        "PORT": str(urlsplit(bot_url).port),
        "SLACK_SIGNING_SECRET": agreed.signing_secret,
        "SLACK_BOT_TOKEN": agreed.bot_token,
        "SLACK_API_URL": slack.api_url,
        "AMAZON_APPLICATION_ID": "amzn1.sp.solution.demo",
        "AMAZON_APPLICATION_NAME": "Nordic Shop Connector",
        "AMAZON_CLIENT_ID": "amzn1.application-oa2-client.demo",
        "AMAZON_CLIENT_SECRET": agreed.client_secret,
        "AMAZON_LWA_URL": amazon.lwa_url,
        "AMAZON_SPAPI_URL": amazon.spapi_url,
        "AMAZON_SELLER_CENTRAL_URL": amazon.seller_central_url,
        "COMMERCE_FILE": str(COMMERCE_FILE),
        "ENCRYPTION_KEYS": new_encryption_key(),
    }


def _invite(url: str) -> None:
    sys.stdout.write(
        f"\n  Open {url} in your browser and type /amazon-store add\n"
        "  Everything runs on this machine. Ctrl+C ends it, and nothing is kept.\n\n"
    )
    sys.stdout.flush()


async def _until_told_to_stop(bot: BotProcess) -> None:
    """Wait for Ctrl+C, for SIGTERM, or for the bot to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    told = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(bot.process.wait())
    await asyncio.wait({told, ended}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    ended.cancel()
