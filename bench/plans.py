"""How a database carries out the statements of the sweeps, asked while they run.

A partial index is used only where the statement repeats its condition; one that is not used shows
first in a database that is full.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from storage.tables.base import Base

_FULL = "authorizations|terms|stores|messages|lanes|reminders"
"""The tables that the bench fills."""
_SMALL = {
    "alarms",
    "applications",
    "client_secrets",
    "webhook_endpoints",
    "webhook_secrets",
    "workspaces",
}
"""They grow with the workspaces at most, or with what they have set up."""
DUE = (
    "ix_authorizations_check_due",
    "ix_authorizations_ours_due",
    "ix_authorizations_reminder_due",
    "ix_lanes_due",
    "ix_reminders_untold",
    "ix_stores_nudge_due",
)
"""The indexes of what is due; each must be seen at work."""
_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
_ASKED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@dataclass
class Plans:
    """The plan of each statement, as it was when the statement first ran."""

    by_statement: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Explain every statement that runs meanwhile."""
        event.listen(Engine, "before_cursor_execute", self._explain)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._explain)

    @property
    def whole(self) -> Sequence[str]:
        """The statements that read a large table as a whole, with their plans."""
        found, whole = self.by_statement.items(), _whole()
        return [f"{statement}\n{plan}" for statement, plan in found if whole.search(plan)]

    @property
    def idle_indexes(self) -> Sequence[str]:
        """The indexes of what is due that no statement has used."""
        plans = "\n".join(self.by_statement.values())
        return [index for index in DUE if index not in plans]

    def _explain(
        self,
        connection: Connection,
        _cursor: Any,
        statement: str,
        parameters: Any,
        _context: Any,
        executemany: bool,  # noqa: FBT001 - SQLAlchemy's own signature
    ) -> None:
        if statement in self.by_statement or not statement.startswith(_ASKED):
            return
        given = parameters[0] if executemany else parameters
        explain = _EXPLAIN[connection.dialect.name]
        rows = connection.exec_driver_sql(f"{explain} {statement}", given)
        self.by_statement[statement] = "\n".join(str(row[-1]) for row in rows)


def _whole() -> re.Pattern[str]:
    """Return how SQLite and PostgreSQL say that a table is read from end to end, or an index.

    SQLite plans for every table as if it were full; PostgreSQL reads one that is empty. What reads
    a partial index from end to end is looking for what is in it.
    """
    tables = Base.metadata.tables
    growing = "|".join(tables.keys() - _SMALL)
    partial = "|".join(
        str(index.name)
        for table in tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    )
    return re.compile(
        rf"SCAN (?:{growing})(?:_\d+)?\b(?! USING.* (?:{partial})\b)"
        rf"|Seq Scan on (?:{_FULL})\b"
        rf"|Index.* Scan using (?!(?:{partial})\b)\S+ on (?:{_FULL})\b.*\n(?!\s*Index Cond)"
    )
