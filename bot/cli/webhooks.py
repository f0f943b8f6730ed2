"""`amazon-store-bot webhooks`: its commands, which import what they need when they run."""

from typing import Annotated
from uuid import UUID

import typer

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
    from bot.cli import webhook_commands
    from bot.cli.errors import report_errors
    from bot.cli.running import run_command

    with report_errors():
        new = webhook_commands.read_endpoint(url, types, allow_private=allow_private)
    run_command(webhook_commands.add, new)


@app.command("list")
def show() -> None:
    """List the endpoints, and how they are."""
    from bot.cli import webhook_commands
    from bot.cli.running import run_command

    run_command(webhook_commands.show_all)


@app.command()
def rotate(endpoint: Id) -> None:
    """Print another secret; the one before signs as well for a day."""
    from bot.cli import webhook_commands
    from bot.cli.running import run_command

    run_command(webhook_commands.rotate, endpoint)


@app.command()
def enable(endpoint: Id) -> None:
    """Send to an endpoint again that was disabled."""
    from bot.cli import webhook_commands
    from bot.cli.running import run_command

    run_command(webhook_commands.enable, endpoint)


@app.command()
def remove(endpoint: Id) -> None:
    """Forget an endpoint, its secrets, and what is owed to it."""
    from bot.cli import webhook_commands
    from bot.cli.running import run_command

    run_command(webhook_commands.remove, endpoint)


@app.command()
def replay(
    endpoint: Id,
    since: Annotated[str, typer.Option(help="A moment such as 2026-11-20T00:00Z.")],
) -> None:
    """Send everything again that has happened since a moment."""
    from bot.cli import webhook_commands
    from bot.cli.errors import report_errors
    from bot.cli.running import run_command

    with report_errors():
        moment = webhook_commands.read_moment(since)
    run_command(webhook_commands.replay, endpoint, moment)


@app.command("test")
def try_out(endpoint: Id) -> None:
    """Send an event of the type webhook.test at once, and print what came back."""
    from bot.cli import webhook_commands
    from bot.cli.running import run_command

    run_command(webhook_commands.try_out, endpoint)
