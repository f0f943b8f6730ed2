"""`amazon-store-bot workers`: its commands, which import what they need when they run."""

from typing import Annotated

import typer

from domain.sync_programs import KEYS_OVERLAP, ApiScope

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
    from bot.cli import sync_program_commands
    from bot.cli.running import run_command

    new = sync_program_commands.read_program(name, stores, scope, expires)
    run_command(sync_program_commands.add, new)


@app.command()
def rotate(
    name: Name,
    overlap: Annotated[
        int, typer.Option(min=0, help="Hours for which the key before still counts.")
    ] = int(KEYS_OVERLAP.total_seconds()) // 3600,
    expires: Expires = "",
) -> None:
    """Print another key; the one before counts a while longer."""
    from bot.cli import sync_program_commands
    from bot.cli.running import run_command

    over = sync_program_commands.read_last_day(expires)
    run_command(sync_program_commands.rotate, name, overlap, over)


@app.command()
def revoke(name: Name) -> None:
    """Let none of its keys count any more, from now on."""
    from bot.cli import sync_program_commands
    from bot.cli.running import run_command

    run_command(sync_program_commands.revoke, name)


@app.command("list")
def show() -> None:
    """Show the sync programs, what they may, and when each key was last used."""
    from bot.cli import sync_program_commands
    from bot.cli.running import run_command

    run_command(sync_program_commands.show_all)
