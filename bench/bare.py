"""A bare Bolt app to measure against: `python -m bench.bare PORT SECRET best|default`.

It verifies the signature, as the bot does, and acks an empty command with a fixed text.
"""

import asyncio
import sys
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from playground.ports import LOOPBACK


async def main(port: int, secret: str, kind: str) -> None:
    """Serve until the process is ended."""
    app = bare_bolt(secret, at_its_best=kind == "best").web_app("/slack/events")
    app.router.add_get("/readyz", _ready)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port).start()
    await asyncio.Event().wait()


def bare_bolt(secret: str, *, at_its_best: bool) -> AsyncApp:
    """Build the app; at its best it answers with the ack instead of looking for it by turns."""
    app = AsyncApp(signing_secret=secret, authorize=_authorize, process_before_response=at_its_best)
    app.command("/amazon-store")(_answer)
    return app


async def _authorize(team_id: str, **_others: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id=team_id,
        bot_token="xoxb-bare",  # noqa: S106 - it is never sent
        bot_id="B0",
        bot_user_id="U0",
    )


async def _answer(ack: AsyncAck) -> None:
    await ack("Hello")


async def _ready(_request: web.Request) -> web.Response:
    return web.Response()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
