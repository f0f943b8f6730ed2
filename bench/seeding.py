"""A database full of stores, each with its card standing in Slack already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.rows import (
    Row,
    authorization_row,
    lane_rows,
    message_row,
    store_row,
    term_row,
    workspace_row,
)
from domain.clock import Clock
from playground.slack.nordic_shop import HOME
from storage.engine import create_engine
from storage.schema import migrate
from storage.seller_tables import AuthorizationRow, TermRow
from storage.tables import Base, LaneRow, MessageRow, StoreRow, WorkspaceRow

IN_A_WORKSPACE = 1_000
"""Stores, at most."""


async def seed(url: str, clock: Clock, stores: int) -> None:
    """Bring a database to head and fill it; the first workspace is the local Slack's own."""
    engine = create_engine(url)
    await migrate(engine)
    for first in range(0, stores, IN_A_WORKSPACE):
        team = HOME if first == 0 else f"T{first}"
        rows = _of_a_workspace(team, min(IN_A_WORKSPACE, stores - first), clock())
        await _insert(engine, rows)
    if engine.dialect.name == "postgresql":
        await _vacuum(engine)
    await engine.dispose()


def _of_a_workspace(team: str, stores: int, now: datetime) -> Mapping[type[Base], Sequence[Row]]:
    workspace = workspace_row(team, now)
    rows = [store_row(workspace["id"], number, now) for number in range(stores)]
    connected = [row for row in rows if row["authorization_id"]]
    return {
        WorkspaceRow: [workspace],
        AuthorizationRow: [authorization_row(row) for row in connected],
        TermRow: [term_row(row) for row in connected],
        StoreRow: rows,
        LaneRow: lane_rows(rows),
        MessageRow: [message_row(row) for row in rows],
    }


async def _insert(engine: AsyncEngine, rows: Mapping[type[Base], Sequence[Row]]) -> None:
    async with engine.begin() as connection:
        for kind, values in rows.items():
            table: Any = kind.__table__
            await connection.execute(insert(table), values)


async def _vacuum(engine: AsyncEngine) -> None:
    """Do what PostgreSQL does by itself after a while."""
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM (ANALYZE)"))
