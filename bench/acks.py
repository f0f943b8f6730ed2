"""The ack of `/amazon-store list`, beside bare Bolt's ack of an empty command.

Whatever else the machine does changes every figure; so bot and bare apps take turns, and the
median of the rounds counts.
"""

from dataclasses import dataclass
from statistics import median

from bench.figures import Figure
from bench.load import p50_alone, p99_paced, per_second
from bench.processes import Served
from bench.slack_line import Commands, Line

ROUNDS = 5
ALONE, ALONE_DEFAULT = 300, 40
"""Requests of a round; default Bolt takes ten times as long."""
AT_ONCE, SECONDS = 16, 1.5
PACE, PACE_SECONDS = 200, 8


@dataclass(frozen=True)
class Acks:
    """The apps that take turns."""

    commands: Commands
    bot: Served
    best: Served
    default: Served

    async def figures(self, database: str, share: float) -> list[Figure]:
        """Measure; `share` is the part of bare Bolt's throughput that is promised."""
        await self._warm_up()
        alone = [await self._alone() for _ in range(ROUNDS)]
        at_once = [await self._at_once() for _ in range(ROUNDS)]
        paced = await p99_paced(self.commands, self.bot.port, PACE, PACE_SECONDS)
        bot, best, default = (median(times) for times in zip(*alone, strict=True))
        of_default = median(bot / default for bot, _, default in alone)
        of_best = median(bot / best for bot, best in at_once)
        return [
            Figure("Ack alone, p50", database, bot, "ms", limit=2.5),
            Figure("… bare Bolt at its best", database, best, "ms"),
            Figure("… bare Bolt by default", database, default, "ms"),
            Figure("… of bare Bolt's by default", database, of_default, limit=0.2),
            Figure("16 at once", database, median(bot for bot, _ in at_once), "a second"),
            Figure("… bare Bolt", database, median(best for _, best in at_once), "a second"),
            Figure("… of bare Bolt's", database, of_best, limit=share, at_least=True),
            Figure("200 a second, p99", database, paced, "ms", limit=100),
        ]

    async def _warm_up(self) -> None:
        """Let everyone see a request, and see for ourselves that the bot answers with stores."""
        for app in (self.bot, self.best, self.default):
            await per_second(self.commands, app.port, at_once=AT_ONCE, seconds=0.5)
        line = await Line.open(self.commands, self.bot.port)
        assert b"1000 stores" in await line.ask()

    async def _alone(self) -> tuple[float, float, float]:
        return (
            await p50_alone(self.commands, self.bot.port, ALONE),
            await p50_alone(self.commands, self.best.port, ALONE),
            await p50_alone(self.commands, self.default.port, ALONE_DEFAULT),
        )

    async def _at_once(self) -> tuple[float, float]:
        return (
            await per_second(self.commands, self.bot.port, AT_ONCE, SECONDS),
            await per_second(self.commands, self.best.port, AT_ONCE, SECONDS),
        )
