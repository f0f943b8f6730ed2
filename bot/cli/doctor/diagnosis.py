"""`amazon-store-bot doctor`: looks at everything, changes nothing, and says what needs a person."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bot.cli.doctor.database import NEWEST, Inside
from bot.cli.doctor.findings import Finding
from bot.cli.doctor.network import of_amazon, of_commerce, of_slack
from bot.cli.read_only import looking
from bot.errors import CannotStart
from bot.settings import Settings
from bot.wiring.services import build_examine
from domain.clock import Clock
from domain.status import Undelivered
from services.operations.alarms import Alarms
from storage.database.schema import head


@dataclass(frozen=True)
class Diagnosis:
    """What was checked, and the newest messages that nobody could be told."""

    findings: Sequence[Finding]
    undelivered: Sequence[Undelivered]

    @property
    def is_well(self) -> bool:
        return all(find_stores.is_well for find_stores in self.findings)


async def diagnose(settings: Settings, clock: Clock) -> Diagnosis:
    """Check settings, Commerce, Slack, Amazon and the database, in this order."""
    findings = [
        Finding("Settings", "all sound"),
        of_commerce(settings),
        await of_slack(settings),
        await of_amazon(settings, clock),
    ]
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(looking(settings.database_url))
        except CannotStart as fault:
            found = Finding("Database", str(fault), is_well=False)
            return Diagnosis([*findings, found], [])
        examine = build_examine(database, clock, settings)
        inside = Inside(examine, Alarms(database, clock), clock)
        told = f"{database.engine.dialect.name}, schema {head()}"
        findings += [Finding("Database", told), *await inside.findings()]
        return Diagnosis(findings, await examine.newest_undelivered(NEWEST))


def show(diagnosis: Diagnosis) -> None:
    """Print a line for each finding, and one for each message of the newest undelivered."""
    console = Console()
    table = Table("", "What", "Found", title="amazon-store-bot doctor")
    for find_stores in diagnosis.findings:
        table.add_row(_mark(find_stores), find_stores.what, find_stores.told)
    console.print(table)
    if diagnosis.undelivered:
        console.print(_newest(diagnosis.undelivered))


def _mark(find_stores: Finding) -> str:
    return "[green]fine[/]" if find_stores.is_well else "[bold red]needs you[/]"


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
