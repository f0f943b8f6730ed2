"""The demo's bot: the real one, by a clock that the playground moves through standard input."""

import asyncio
import socket
import sys
from datetime import timedelta

import typer

from bot.cli.running import start
from bot.process import running, wait_for_shutdown
from bot.settings import Settings
from bot.wiring.bot import Bot
from domain.sync_programs import ApiScope, NewSyncProgram
from playground.clock import DemoClock


def main() -> None:
    """Run until it is told to stop, or the playground is gone."""
    start(run)


async def run(settings: Settings) -> None:
    clock = DemoClock()
    async with running(settings, clock) as bot:
        ends = [asyncio.create_task(wait_for_shutdown()), asyncio.create_task(_follow(clock, bot))]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()


async def _follow(clock: DemoClock, bot: Bot) -> None:
    """Tell the key of a sync program, then move the clock at each line, and send the line back.

    What has become due is done at once. What is being sent arrives first: its lease would be over
    by the new time.
    """
    line = socket.socket(fileno=sys.stdin.fileno())
    reader, writer = await asyncio.open_unix_connection(sock=line)
    key = await _new_program(bot)
    writer.write(f"{key}\n".encode())
    async with asyncio.TaskGroup() as sweeps:
        async for told in reader:
            await bot.delivery.drain()
            clock.ahead = timedelta(seconds=float(told))
            writer.write(told)
            sweeps.create_task(bot.metronome.tick_all())


async def _new_program(bot: Bot) -> str:
    """Add a sync program that may ask for every store's tokens; returns its key."""
    (workspace,) = await bot.services.workspaces.all()
    program = NewSyncProgram("Demo program", None, frozenset({ApiScope.TOKEN}))
    return await bot.services.sync_programs.add(workspace.id, program)


if __name__ == "__main__":
    typer.run(main)
