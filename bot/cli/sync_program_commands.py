"""The commands about sync programs: keys added, rotated, revoked, shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.context import open_services
from bot.cli.errors import NotDone
from bot.cli.read_only import looking, the_workspace
from bot.clock import system_clock
from bot.settings import Settings
from domain.errors import KeyIsOver, NameTaken, StoreUnknown, SyncProgramUnknown
from domain.names import NAME_LENGTH, clean, is_too_long
from domain.sync_programs import (
    ApiScope,
    KeyUse,
    KnownSyncProgram,
    NewSyncProgram,
)
from services.sync_programs.programs import SyncPrograms
from services.workspace.workspaces import Workspaces

ALL = "all"


def read_program(
    name: str, stores: list[str], scopes: list[ApiScope] | None, expires: str
) -> NewSyncProgram:
    """Parse a new sync program as typed; raises `BadParameter`."""
    if not clean(name) or is_too_long(clean(name)):
        raise typer.BadParameter(f"It needs a name of up to {NAME_LENGTH} characters.")
    return NewSyncProgram(
        name=clean(name),
        stores=None if stores == [ALL] else stores,
        scopes=frozenset(scopes or [ApiScope.TOKEN]),
        expires_at=read_last_day(expires),
    )


def read_last_day(day: str) -> datetime | None:
    """Return the end of a day in UTC; None where none was given. Raises `BadParameter`."""
    if not day:
        return None
    try:
        over = datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"“{day}” is not a day such as 2027-06-30.") from None
    if over <= system_clock():
        raise typer.BadParameter(f"{day} is over already.")
    return over


async def add(settings: Settings, new: NewSyncProgram) -> None:
    async with open_services(settings) as (services, workspace_id):
        with _refusals():
            key = await services.sync_programs.add(workspace_id, new)
    _show_key(key, new.name)


async def rotate(settings: Settings, name: str, hours: int, expires_at: datetime | None) -> None:
    """Print a new key; the previous one stays valid for some hours."""
    overlap = timedelta(hours=hours)
    async with open_services(settings) as (services, workspace_id):
        with _refusals():
            made = await services.sync_programs.rotate(
                workspace_id, name, overlap=overlap, expires_at=expires_at
            )
    _show_key(made.key, name)
    typer.echo(f"The key before counts until {_minute(made.before_until)}.", err=True)


async def revoke(settings: Settings, name: str) -> None:
    async with open_services(settings) as (services, workspace_id):
        with _refusals():
            await services.sync_programs.revoke(workspace_id, name)
    typer.echo(f"“{name}” gets no more tokens. Those it has end within the hour.", err=True)


async def show_all(settings: Settings) -> None:
    """Print a table of them, even while the bot runs."""
    async with looking(settings.database_url) as database:
        workspaces = Workspaces(database, system_clock, settings.default_language)
        workspace_id = await the_workspace(workspaces)
        known = await SyncPrograms(database, system_clock).all(workspace_id)
    _show(known)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn refusals into messages."""
    try:
        yield
    except StoreUnknown as refusal:
        similar = ", ".join(f"“{name}”" for name in refusal.similar)
        near = f" There are {similar}." if similar else ""
        raise NotDone(f"There is no store named “{refusal.name}”.{near}") from None
    except SyncProgramUnknown as refusal:
        raise NotDone(f"There is no sync program named “{refusal.name}”.") from None
    except KeyIsOver as refusal:
        at = _minute(refusal.expires_at)
        raise NotDone(f"The key has ended, on {at}. Say with --expires until when.") from None
    except NameTaken as refusal:
        text = f"There is a sync program named “{refusal.name}” already; rotate gives it a new key."
        raise NotDone(text) from None


def _show_key(key: str, name: str) -> None:
    typer.echo(key)
    typer.echo(
        f"This is the key of “{name}”. It is kept as a hash only: note it now.",
        err=True,
    )


def _show(known: Sequence[KnownSyncProgram]) -> None:
    table = Table("Sync program", "Stores", "Scopes", "Keys", title="Sync programs")
    for each in known:
        name, scopes = each.program.name, sorted(each.program.scopes)
        if each.revoked_at is not None:
            table.add_row(f"[dim]{escape(name)}", "", "", f"[dim]revoked {_day(each.revoked_at)}")
            continue
        stores = "all" if each.program.serves_all else ", ".join(each.stores)
        keys = "\n".join(map(_key, each.keys))
        table.add_row(escape(name), escape(stores), "\n".join(scopes), keys)
    Console().print(table)


def _key(use: KeyUse) -> str:
    used = "never used" if use.last_used_at is None else f"used {_minute(use.last_used_at)}"
    until = "" if use.expires_at is None else f", counts until {_minute(use.expires_at)}"
    return f"made {_day(use.created_at)}, {used}{until}"


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M UTC}"
