"""The command line `amazon-store-bot`."""

import asyncio
import base64
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.doctor import diagnose, show
from bot.cli.errors import CANNOT_START, NotDone, report_errors
from bot.cli.manifest import filled_manifest
from bot.cli.sellers import Adoption, print_token, read_adoptions, read_day
from bot.cli.sellers import adopt as adopt_all
from bot.cli.sync_programs import app as sync_programs
from bot.cli.webhooks import app as webhooks
from bot.logs import set_up_logs
from bot.process import run as run_process
from bot.process import sole_process, system_clock, upgrade_database
from bot.settings import AddressSettings, DatabaseSettings, Settings, read_settings

Process = Callable[[Settings], Coroutine[Any, Any, None]]
"""What runs until it is told to stop."""
NEEDS_A_PERSON = 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Connect Adobe Commerce stores to Amazon seller accounts, from Slack.",
)
database = typer.Typer(no_args_is_help=True, help="Care for the database.")
keys = typer.Typer(no_args_is_help=True, help="Care for the encryption keys.")
app.add_typer(database, name="db")
app.add_typer(keys, name="keys")
app.add_typer(webhooks, name="webhooks")
app.add_typer(sync_programs, name="workers")


def main() -> None:
    app()


def start(process: Process) -> None:
    """Run a process by the settings; what keeps it from starting is told plainly."""
    with report_errors():
        settings = read_settings(Settings)
        set_up_logs(settings.log_format)
        asyncio.run(process(settings))


@app.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    start(run_process)


@app.command()
def demo() -> None:
    """Try the bot against a local Slack and a local Amazon, in the browser."""
    os.execv(sys.executable, [sys.executable, "-m", "playground"])  # noqa: S606 - our own program, and no shell


@app.command()
def doctor() -> None:
    """Look at settings, database, Slack and Amazon, and list what could not be delivered."""
    with report_errors():
        diagnosis = asyncio.run(diagnose(read_settings(Settings), system_clock))
    show(diagnosis)
    if not diagnosis.is_well:
        raise typer.Exit(NEEDS_A_PERSON)


@app.command()
def manifest() -> None:
    """Print the Slack app's manifest for PUBLIC_URL, and the addresses to enter at Amazon."""
    with report_errors():
        public_url = read_settings(AddressSettings).public_url
    typer.echo(filled_manifest(public_url))
    typer.echo("Enter these in the application's settings at Amazon:", err=True)
    typer.echo(f"  OAuth Login URI:    {public_url}/amazon/login", err=True)
    typer.echo(f"  OAuth Redirect URI: {public_url}/amazon/callback", err=True)


@app.command()
def token(store: Annotated[str, typer.Argument(help="The store's name.")]) -> None:
    """Print a short-lived access token of a store's seller; it is written into the history."""
    with report_errors():
        asyncio.run(print_token(read_settings(Settings), store))


@app.command()
def adopt(
    store: Annotated[str, typer.Argument(help="The store's name; empty with --csv.")] = "",
    seller_id: Annotated[str, typer.Option(help="The seller's merchant token.")] = "",
    connected_on: Annotated[str, typer.Option(help="Day of the consent, if known.")] = "",
    csv: Annotated[
        Path | None, typer.Option(help="Many: store, seller_id, refresh_token[, connected_on].")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option(help="Ask Amazon, change nothing here.")] = False,
) -> None:
    """Connect stores with refresh tokens that you have; a single one is asked for, hidden."""
    with report_errors():
        settings = read_settings(Settings)
        adoptions = read_adoptions(csv) if csv else [_asked(store, seller_id, connected_on)]
        if not asyncio.run(adopt_all(settings, adoptions, dry_run=dry_run)):
            raise typer.Exit(CANNOT_START)


@database.command()
def upgrade() -> None:
    """Bring the database to the version that this program needs."""
    with report_errors():
        url = read_settings(DatabaseSettings).database_url
        with sole_process(url):
            asyncio.run(upgrade_database(url))
    typer.echo("The database is up to date.")


@keys.command()
def new() -> None:
    """Print a new key for ENCRYPTION_KEYS, named after today."""
    today = system_clock().strftime("%Y%m%d")
    typer.echo(f"{today}:{base64.b64encode(os.urandom(32)).decode()}")


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
