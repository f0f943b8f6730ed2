"""All that a house and its Amazon know, kept so that many stories can begin from it."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import insert, select

from storage.tables.base import Base
from tests.harness.bot import House

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Memory:
    """What stood in each table, what Amazon knew, and when that was."""

    tables: dict[str, list[dict[str, Any]]]
    amazon: dict[str, Any]
    at: datetime

    @classmethod
    async def of(cls, house: House) -> Self:
        async with house.bot.database.engine.connect() as connection:
            tables = {
                table.name: [row._asdict() for row in await connection.execute(select(table))]
                for table in Base.metadata.sorted_tables
            }
        return cls(tables, _known(house), house.clock())

    async def recall(self, house: House) -> None:
        """Bring a house back to what it knew then, some weeks later: time runs one way only.

        It is whole weeks, for whatever goes by working days.
        """
        house.clock.now = self.at + _WEEK * -((self.at - house.clock()) // _WEEK)
        house.amazon.faults.clear()
        vars(house.amazon.state).update(deepcopy(self.amazon))
        passed = house.clock() - self.at
        async with house.bot.database.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                await connection.execute(table.delete())
            for table in Base.metadata.sorted_tables:
                rows = [_later(row, passed) for row in self.tables[table.name]]
                if rows:
                    await connection.execute(insert(table).values(rows))


def _known(house: House) -> dict[str, Any]:
    known = vars(house.amazon.state)
    return deepcopy({name: what for name, what in known.items() if name != "clock"})


def _later(row: dict[str, Any], passed: timedelta) -> dict[str, Any]:
    return {
        name: what + passed if isinstance(what, datetime) else what for name, what in row.items()
    }
