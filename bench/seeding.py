"""A database full of stores, each with its card standing in Slack already."""

from collections.abc import Callable
from datetime import datetime

from bench.bulk import Rows, open_bulk
from bench.rows import (
    application_row,
    authorization_row,
    digest_rows,
    lane_rows,
    message_row,
    person_row,
    reminder_rows,
    sold,
    store_row,
    term_row,
    workspace_row,
)
from domain.clock import Clock
from playground.slack.nordic_shop import HOME
from storage.database.engine import create_engine
from storage.database.schema import migrate
from storage.tables.application import ApplicationRow
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.people import PersonRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow

IN_A_WORKSPACE = 1_000
"""Stores, at most."""


async def seed(url: str, clock: Clock, stores: int) -> None:
    """Bring a database to head and fill it; every second store is connected."""
    await _seed(url, clock, stores, _stores_of_a_workspace)


async def seed_sellers(url: str, clock: Clock, sellers: int) -> None:
    """Bring a database to head and fill it: each store has a seller, who was reminded before."""
    await _seed(url, clock, sellers, _sellers_of_a_workspace)


async def _seed(
    url: str, clock: Clock, stores: int, of_a_workspace: Callable[[str, range, datetime], Rows]
) -> None:
    """Fill workspace by workspace; the first is the local Slack's own."""
    engine = create_engine(url)
    await migrate(engine)
    await engine.dispose()
    with open_bulk(url) as insert:
        insert({ApplicationRow: [application_row()]})
        for first in range(0, stores, IN_A_WORKSPACE):
            team = HOME if first == 0 else f"T{first}"
            numbers = range(first, min(first + IN_A_WORKSPACE, stores))
            insert(of_a_workspace(team, numbers, clock()))


def _stores_of_a_workspace(team: str, numbers: range, now: datetime) -> Rows:
    workspace = workspace_row(team, now)
    rows = [store_row(workspace["id"], number, now) for number in range(len(numbers))]
    connected = [row for row in rows if row["authorization_id"]]
    return {
        WorkspaceRow: [workspace],
        AuthorizationRow: [authorization_row(row) for row in connected],
        TermRow: [term_row(row) for row in connected],
        StoreRow: rows,
        LaneRow: lane_rows(rows),
        MessageRow: [message_row(row) for row in rows],
    }


def _sellers_of_a_workspace(team: str, numbers: range, now: datetime) -> Rows:
    workspace = workspace_row(team, now)
    rows = [sold(store_row(workspace["id"], n - numbers.start, now)) for n in numbers]
    sellers = zip(rows, numbers, strict=True)
    digests = digest_rows(rows)
    return {
        WorkspaceRow: [workspace],
        PersonRow: [person_row(workspace)],
        AuthorizationRow: [authorization_row(row, number) for row, number in sellers],
        TermRow: [term_row(row) for row in rows],
        StoreRow: rows,
        LaneRow: lane_rows(rows),
        MessageRow: [*map(message_row, rows), *digests],
        ReminderRow: reminder_rows(rows, digests),
    }
