"""The commands `token` and `adopt`."""

import asyncio
import csv
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import typer

from amazon.errors import AmazonError, GrantGone
from bot.cli.context import open_services
from bot.cli.errors import NotDone, report_errors
from bot.cli.running import collect_garbage
from bot.settings import Settings, read_settings
from bot.wiring.services import Services
from domain.errors import NotConnected, Refusal, StoreUnknown
from domain.history import Actor
from services.oauth.adopt_token import AdoptionRefused, Brought

_COLUMNS = ("store", "seller_id", "refresh_token")


@dataclass(frozen=True)
class Adoption:
    """One row to adopt: a store's name, and its token."""

    store: str
    seller_id: str
    refresh_token: str = field(repr=False)
    connected_on: datetime | None


async def print_token(settings: Settings, store: str) -> None:
    """Print a short-lived access token of a store's seller; raises `NotDone`."""
    async with open_services(settings) as (services, workspace_id):
        try:
            token = await services.tokens.issue(workspace_id, store, Actor.COMMAND_LINE)
        except (Refusal, AmazonError) as refusal:
            raise NotDone(_why(refusal, store)) from None
    typer.echo(token.access_token)
    typer.echo(f"expires {token.expires_at:%Y-%m-%d %H:%M UTC}, for {token.endpoint}", err=True)


def adopt_by(
    store: str, seller_id: str, connected_on: str, rows: Path | None, *, dry_run: bool
) -> bool:
    """Adopt the tokens of a file, or the one that is asked for; returns whether all went well."""
    collect_garbage()
    with report_errors():
        settings = read_settings(Settings)
        adoptions = read_adoptions(rows) if rows else [_asked(store, seller_id, connected_on)]
        return asyncio.run(_adopt_all(settings, adoptions, dry_run=dry_run))


async def _adopt_all(settings: Settings, adoptions: list[Adoption], *, dry_run: bool) -> bool:
    """Adopt tokens one by one, printing each result; returns whether all succeeded."""
    done = 0
    async with open_services(settings) as (services, workspace_id):
        for adoption in adoptions:
            told = await _adopt(services, workspace_id, adoption, dry_run=dry_run)
            typer.echo(
                f"{adoption.store}: {told or ('would be adopted' if dry_run else 'adopted')}"
            )
            done += told is None
    typer.echo(f"{done} of {len(adoptions)} {'would be adopted' if dry_run else 'adopted'}.")
    return done == len(adoptions)


async def _adopt(
    services: Services, workspace_id: UUID, adoption: Adoption, *, dry_run: bool
) -> str | None:
    """Adopt one token; returns None, or the reason for a refusal."""
    brought = Brought(
        adoption.seller_id.upper(),
        adoption.refresh_token,
        adoption.connected_on,
        Actor.COMMAND_LINE,
    )
    try:
        store = await services.adopt_tokens.named(workspace_id, adoption.store)
        await services.adopt_tokens.adopt(store, brought, dry_run=dry_run)
    except (Refusal, AmazonError, AdoptionRefused) as refusal:
        return _why(refusal, adoption.store)
    return None


def read_adoptions(path: Path) -> list[Adoption]:
    """Read a CSV file with the columns store, seller_id, refresh_token and, if known, connected_on.

    Raises `NotDone`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise NotDone(f"{path.name} has no column {', '.join(missing)}.")
            return [_adoption(row, number) for number, row in enumerate(rows, 2)]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise NotDone(f"{path.name} cannot be read ({type(fault).__name__}).") from None


def read_day(text: str) -> datetime | None:
    """Parse a day such as 2026-03-01; an empty text is an unknown one. Raises `NotDone`."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        raise NotDone(f"“{text}” is not a day such as 2026-03-01.") from None


def _asked(store: str, seller_id: str, connected_on: str) -> Adoption:
    """Ask for what was not given; the token comes from a hidden prompt or standard input."""
    if not store:
        raise NotDone("Name a store, or give a file with --csv.")
    seller_id = seller_id or typer.prompt("Merchant token (seller id)", err=True)
    if sys.stdin.isatty():
        refresh_token = typer.prompt("Refresh token", hide_input=True, err=True)
    else:
        refresh_token = sys.stdin.readline()
    return Adoption(store, seller_id, refresh_token.strip(), read_day(connected_on))


def _adoption(row: dict[str, str], number: int) -> Adoption:
    store, seller_id, refresh_token = ((row.get(name) or "").strip() for name in _COLUMNS)
    if not (store and seller_id and refresh_token):
        raise NotDone(f"Line {number} lacks a store, a seller_id or a refresh_token.")
    connected_on = read_day((row.get("connected_on") or "").strip())
    return Adoption(store, seller_id, refresh_token, connected_on)


def _why(refusal: Exception, store: str) -> str:
    """Explain why something was refused; nothing was changed then."""
    match refusal:
        case StoreUnknown():
            return f"There is no store named “{store}”."
        case NotConnected():
            return (
                f"“{store}” is not connected, or nobody has said in Slack yet that its seller is "
                "yours."
            )
        case AdoptionRefused():
            return f"refused ({refusal.end}); the seller sells in {', '.join(refusal.sells_in)}"
        case GrantGone():
            return "Amazon no longer honours this token. Connect the store again."
        case AmazonError():
            return f"Amazon answered: {refusal}. Nothing was changed; try again later."
    return str(refusal)
