"""A bare aiohttp app to measure against: `python -m bench.bare_tokens PORT DATABASE_URL JSON`.

It checks the key as the bot does, and answers the same JSON without looking anything up.
"""

import asyncio
import sys

from aiohttp import web

from bot.clock import system_clock
from playground.ports import LOOPBACK
from services.sync_programs.programs import SyncPrograms
from storage.database.engine import create_engine
from storage.database.transactions import Database


async def main(port: int, database_url: str, answer: str) -> None:
    """Serve until the process is ended."""
    sync_programs = SyncPrograms(Database(create_engine(database_url)), system_clock)

    async def issue(request: web.Request) -> web.Response:
        await sync_programs.shown(request.headers["Authorization"].removeprefix("Bearer "))
        return web.Response(text=answer, content_type="application/json")

    async def ready(_request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/v1/stores/{key}/access-token", issue)
    app.router.add_get("/readyz", ready)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
