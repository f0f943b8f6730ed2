"""`amazon-store-bot workers`: sync programs and their keys."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.context import open_services, the_workspace
from bot.cli.errors import NotDone, report_errors
from bot.cli.read_only import looking
from bot.process import system_clock
from bot.settings import Settings, read_settings
from domain.errors import KeyIsOver, NameTaken, StoreUnknown, SyncProgramUnknown
from domain.names import NAME_LENGTH, clean, is_too_long
from domain.sync_programs import (
    KEYS_OVERLAP,
    ApiScope,
    KeyUse,
    KnownSyncProgram,
    NewSyncProgram,
    RotatedKey,
)
from services.sync_programs.programs import SyncPrograms
from services.workspace.workspaces import Workspaces

ALL = "all"

app = typer.Typer(no_args_is_help=True, help="Let sync programs ask for access tokens.")

Name = Annotated[str, typer.Argument(help="What the sync program is called.")]
Expires = Annotated[str, typer.Option(help="Last day on which the key counts, as 2027-06-30.")]


@app.command()
def add(
    name: Name,
    stores: Annotated[
        list[str], typer.Option(help="A store's name, several times for more; or all.")
    ],
    scope: Annotated[
        list[ApiScope] | None,
        typer.Option(help="What it may; token includes read, and is what is meant without it."),
    ] = None,
    expires: Expires = "",
) -> None:
    """Add a sync program and print its key, which is shown this once."""
    if not clean(name) or is_too_long(clean(name)):
        raise typer.BadParameter(f"It needs a name of up to {NAME_LENGTH} characters.")
    new = NewSyncProgram(
        name=clean(name),
        stores=None if stores == [ALL] else stores,
        scopes=frozenset(scope or [ApiScope.TOKEN]),
        expires_at=_end_of(expires),
    )
    with report_errors():
        _show_key(asyncio.run(_add(new)), name)


@app.command()
def rotate(
    name: Name,
    overlap: Annotated[
        int, typer.Option(min=0, help="Hours for which the key before still counts.")
    ] = int(KEYS_OVERLAP.total_seconds()) // 3600,
    expires: Expires = "",
) -> None:
    """Print another key; the one before counts a while longer."""
    with report_errors():
        made = asyncio.run(_rotate(name, timedelta(hours=overlap), _end_of(expires)))
    _show_key(made.key, name)
    typer.echo(f"The key before counts until {_minute(made.before_until)}.", err=True)


@app.command()
def revoke(name: Name) -> None:
    """Let none of its keys count any more, from now on."""
    with report_errors():
        asyncio.run(_revoke(name))
    typer.echo(f"“{name}” gets no more tokens. Those it has end within the hour.", err=True)


@app.command("list")
def show_all() -> None:
    """Show the sync programs, what they may, and when each key was last used."""
    with report_errors():
        known = asyncio.run(_all())
    _show(known)


async def _add(new: NewSyncProgram) -> str:
    async with open_services(read_settings(Settings)) as (services, workspace_id):
        with _refusals():
            return await services.sync_programs.add(workspace_id, new)


async def _rotate(name: str, overlap: timedelta, expires_at: datetime | None) -> RotatedKey:
    async with open_services(read_settings(Settings)) as (services, workspace_id):
        with _refusals():
            return await services.sync_programs.rotate(
                workspace_id, name, overlap=overlap, expires_at=expires_at
            )


async def _revoke(name: str) -> None:
    async with open_services(read_settings(Settings)) as (services, workspace_id):
        with _refusals():
            await services.sync_programs.revoke(workspace_id, name)


async def _all() -> Sequence[KnownSyncProgram]:
    """Read them beside the bot, if it runs."""
    settings = read_settings(Settings)
    async with looking(settings.database_url) as database:
        workspaces = Workspaces(database, system_clock, settings.default_language)
        return await SyncPrograms(database, system_clock).all(await the_workspace(workspaces))


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in a sentence why something was not done."""
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


def _end_of(day: str) -> datetime | None:
    """Return when a day is over, in UTC; None where none was given."""
    if not day:
        return None
    try:
        over = datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"“{day}” is not a day such as 2027-06-30.") from None
    if over <= system_clock():
        raise typer.BadParameter(f"{day} is over already.")
    return over


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
