"""The command line `amazon-store-bot webhooks`."""

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from bot.cli import webhook_commands
from bot.cli.errors import report_errors
from bot.settings import Settings, read_settings

app = typer.Typer(
    no_args_is_help=True, help="Tell sync programs what happens to stores, by webhooks."
)
Id = Annotated[UUID, typer.Argument(help="The endpoint, as `webhooks list` names it.")]


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Where events are sent: https://…")],
    types: Annotated[str, typer.Option(help="Only these, as store.renewed,store.ending.")] = "",
    *,
    allow_private: Annotated[
        bool, typer.Option(help="Let it be in a private network, and without https.")
    ] = False,
) -> None:
    """Add an endpoint; its secret is printed once."""
    with report_errors():
        new = webhook_commands.read_endpoint(url, types, allow_private=allow_private)
        asyncio.run(webhook_commands.add(read_settings(Settings), new))


@app.command("list")
def show() -> None:
    """List the endpoints, and how they are."""
    with report_errors():
        asyncio.run(webhook_commands.show_all(read_settings(Settings)))


@app.command()
def rotate(endpoint: Id) -> None:
    """Print another secret; the one before signs as well for a day."""
    with report_errors():
        asyncio.run(webhook_commands.rotate(read_settings(Settings), endpoint))


@app.command()
def enable(endpoint: Id) -> None:
    """Send to an endpoint again that was disabled."""
    with report_errors():
        asyncio.run(webhook_commands.enable(read_settings(Settings), endpoint))


@app.command()
def remove(endpoint: Id) -> None:
    """Forget an endpoint, its secrets, and what is owed to it."""
    with report_errors():
        asyncio.run(webhook_commands.remove(read_settings(Settings), endpoint))


@app.command()
def replay(
    endpoint: Id,
    since: Annotated[str, typer.Option(help="A moment such as 2026-11-20T00:00Z.")],
) -> None:
    """Send everything again that has happened since a moment."""
    with report_errors():
        moment = webhook_commands.read_moment(since)
        asyncio.run(webhook_commands.replay(read_settings(Settings), endpoint, moment))


@app.command("test")
def try_out(endpoint: Id) -> None:
    """Send an event of the type webhook.test at once, and print what came back."""
    with report_errors():
        asyncio.run(webhook_commands.try_out(read_settings(Settings), endpoint))
