"""The command line `amazon-store-bot`. Each command imports what it needs when it runs."""

import base64
import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import sync_programs, webhooks

FAILED = 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Connect Adobe Commerce stores to Amazon seller accounts, from Slack.",
)
database = typer.Typer(no_args_is_help=True, help="Care for the database.")
keys = typer.Typer(no_args_is_help=True, help="Care for the encryption keys.")
app.add_typer(database, name="db")
app.add_typer(keys, name="keys")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(sync_programs.app, name="workers")


def main() -> None:
    """Run a command. What it imports stays, and is not searched for garbage meanwhile."""
    gc.disable()
    app()


@app.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    from bot import process
    from bot.cli.running import start

    start(process.run)


@app.command()
def demo() -> None:
    """Try the bot against a local Slack and a local Amazon, in the browser."""
    os.execv(sys.executable, [sys.executable, "-m", "playground"])  # noqa: S606 - our own program, and no shell


@app.command()
def doctor() -> None:
    """Look at settings, database, Slack and Amazon, and list what could not be delivered."""
    from bot.cli.doctor.diagnosis import diagnose, show
    from bot.cli.running import run_command
    from bot.clock import system_clock

    diagnosis = run_command(diagnose, system_clock)
    show(diagnosis)
    if not diagnosis.is_well:
        raise typer.Exit(FAILED)


@app.command()
def manifest() -> None:
    """Print the Slack app's manifest for PUBLIC_URL, and the addresses to enter at Amazon."""
    from bot.cli.errors import report_errors
    from bot.cli.manifest import filled_manifest
    from bot.settings import AddressSettings, read_settings

    with report_errors():
        public_url = read_settings(AddressSettings).public_url
    typer.echo(filled_manifest(public_url))
    typer.echo("Enter these in the application's settings at Amazon:", err=True)
    typer.echo(f"  OAuth Login URI:    {public_url}/amazon/login", err=True)
    typer.echo(f"  OAuth Redirect URI: {public_url}/amazon/callback", err=True)


@app.command()
def token(store: Annotated[str, typer.Argument(help="The store's name.")]) -> None:
    """Print a short-lived access token of a store's seller; it is written into the history."""
    from bot.cli import sellers
    from bot.cli.running import run_command

    run_command(sellers.print_token, store)


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
    from bot.cli.sellers import adopt_by

    if not adopt_by(store, seller_id, connected_on, csv, dry_run=dry_run):
        raise typer.Exit(FAILED)


@database.command()
def upgrade() -> None:
    """Bring the database to the version that this program needs."""
    import asyncio

    from bot.cli.errors import report_errors
    from bot.database import sole_process, upgrade_database
    from bot.settings import DatabaseSettings, read_settings

    with report_errors():
        url = read_settings(DatabaseSettings).database_url
        with sole_process(url):
            asyncio.run(upgrade_database(url))
    typer.echo("The database is up to date.")


@keys.command()
def new() -> None:
    """Print a new key for ENCRYPTION_KEYS, named after today."""
    from bot.clock import system_clock

    today = system_clock().strftime("%Y%m%d")
    typer.echo(f"{today}:{base64.b64encode(os.urandom(32)).decode()}")
