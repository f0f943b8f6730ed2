"""The command line `amazon-store-bot`."""

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.joining import CannotStart
from bot.logs import set_up_logs
from bot.manifest import filled_manifest
from bot.process import run as run_process
from bot.process import sole_process, system_clock
from bot.settings import AddressSettings, DatabaseSettings, Settings, WrongSettings, read_settings
from commerce.file import CommerceFileFault
from storage.engine import create_engine
from storage.schema import migrate

WRONG_SETTINGS = 2
CANNOT_START = 1

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


def main() -> None:
    app()


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what keeps a command from its work into sentences on standard error."""
    try:
        yield
    except WrongSettings as wrong:
        typer.echo("These settings keep the bot from starting:", err=True)
        for name, fault in wrong.faults.items():
            typer.echo(f"  {name} {fault}", err=True)
        typer.echo("`.env.example` tells what each of them means.", err=True)
        raise typer.Exit(WRONG_SETTINGS) from None
    except (CannotStart, CommerceFileFault) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(CANNOT_START) from None


@app.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    with _told_plainly():
        settings = read_settings(Settings)
        set_up_logs(settings.log_format)
        asyncio.run(run_process(settings, system_clock))


@app.command()
def demo() -> None:
    """Try the bot against a local Slack and a local Amazon, in the browser."""
    raise typer.Exit(subprocess.call([sys.executable, "-m", "playground"]))


@app.command()
def manifest() -> None:
    """Print the Slack app's manifest for PUBLIC_URL, and the addresses to enter at Amazon."""
    with _told_plainly():
        public_url = read_settings(AddressSettings).public_url
    typer.echo(filled_manifest(public_url))
    typer.echo("Enter these in the application's settings at Amazon:", err=True)
    typer.echo(f"  OAuth Login URI:    {public_url}/amazon/login", err=True)
    typer.echo(f"  OAuth Redirect URI: {public_url}/amazon/callback", err=True)


@database.command()
def upgrade() -> None:
    """Bring the database to the version that this program needs."""
    with _told_plainly():
        url = read_settings(DatabaseSettings).database_url
        with sole_process(url):
            asyncio.run(_upgrade(url))
    typer.echo("The database is up to date.")


@keys.command()
def new() -> None:
    """Print a new key for ENCRYPTION_KEYS, named after today."""
    today = system_clock().strftime("%Y%m%d")
    typer.echo(f"{today}:{base64.b64encode(os.urandom(32)).decode()}")


async def _upgrade(url: str) -> None:
    engine = create_engine(url)
    try:
        await migrate(engine)
    finally:
        await engine.dispose()
