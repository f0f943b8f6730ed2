"""`amazon-store-bot doctor`: looks at everything, changes nothing, and says what needs a person."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor_inside import NEWEST, Inside
from bot.doctor_outside import of_amazon, of_commerce, of_slack
from bot.findings import Finding
from bot.services import build_examine
from bot.settings import Settings
from domain.clock import Clock
from domain.examining import Undelivered
from services.alarming import Alarms
from storage.database import Database
from storage.engine import create_looking_engine
from storage.schema import head, version


@dataclass(frozen=True)
class Diagnosis:
    """What was looked at, and the newest messages that nobody could be told."""

    findings: Sequence[Finding]
    undelivered: Sequence[Undelivered]

    @property
    def is_well(self) -> bool:
        return all(finding.is_well for finding in self.findings)


async def diagnose(settings: Settings, clock: Clock) -> Diagnosis:
    """Look at settings, Commerce, Slack, Amazon and the database, in this order."""
    findings = [
        Finding("Settings", "all sound"),
        of_commerce(settings),
        await of_slack(settings),
        await of_amazon(settings, clock),
    ]
    async with _database(settings.database_url) as (database, found):
        if database is None:
            return Diagnosis([*findings, found], [])
        examine = build_examine(database, clock, settings)
        inside = Inside(examine, Alarms(database, clock), clock)
        findings += [found, *await inside.findings()]
        return Diagnosis(findings, await examine.newest_undelivered(NEWEST))


def show(diagnosis: Diagnosis) -> None:
    """Print a line for each finding, and one for each message of the newest undelivered."""
    console = Console()
    table = Table("", "What", "Found", title="amazon-store-bot doctor")
    for finding in diagnosis.findings:
        table.add_row(_mark(finding), finding.what, finding.told)
    console.print(table)
    if diagnosis.undelivered:
        console.print(_newest(diagnosis.undelivered))


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[tuple[Database | None, Finding]]:
    """Open a database to look at it, where it is there and its schema is ours."""
    database = Database(create_looking_engine(url))
    try:
        found = await version(database.engine)
    except (SQLAlchemyError, OSError) as fault:
        told = f"cannot be opened ({type(fault).__name__}): see DATABASE_URL, and whether it runs"
        yield None, Finding("Database", told, is_well=False)
    else:
        if found == head():
            yield database, Finding("Database", f"{database.engine.dialect.name}, schema {found}")
        else:
            told = f"schema {found or 'empty'}, not {head()}: run `amazon-store-bot db upgrade`"
            yield None, Finding("Database", told, is_well=False)
    finally:
        await database.close()


def _mark(finding: Finding) -> str:
    return "[green]fine[/]" if finding.is_well else "[bold red]needs you[/]"


def _newest(undelivered: Sequence[Undelivered]) -> Table:
    table = Table("When", "Workspace", "Meant for", "What", "Slack said", title="Not delivered")
    for message in undelivered:
        table.add_row(
            f"{message.at:%Y-%m-%d %H:%M UTC}",
            message.workspace,
            message.target,
            message.kind.replace("_", " "),
            message.reason,
        )
    return table
