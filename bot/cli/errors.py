"""Turn known failures of commands into messages."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.errors import CannotStart
from bot.settings import WrongSettings
from commerce.file import CommerceFileFault
from storage.database.encryption import Unreadable

WRONG_SETTINGS = 2
CANNOT_START = 1


class NotDone(Exception):
    """A command cannot be carried out; the text says why."""


@contextmanager
def report_errors() -> Iterator[None]:
    """Print known failures to standard error, and exit."""
    try:
        yield
    except WrongSettings as wrong:
        typer.echo("These settings keep the bot from starting:", err=True)
        for name, fault in wrong.faults.items():
            typer.echo(f"  {name} {fault}", err=True)
        typer.echo("`.env.example` tells what each of them means.", err=True)
        raise typer.Exit(WRONG_SETTINGS) from None
    except Unreadable as fault:
        named = f"the key “{fault.key_id}”" if fault.key_id else "the key"
        typer.echo(
            f"ENCRYPTION_KEYS lacks {named} with which this was encrypted. With that key added, as "
            "one that is not the first, it can be read again.",
            err=True,
        )
        raise typer.Exit(CANNOT_START) from None
    except (CannotStart, CommerceFileFault, NotDone) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(CANNOT_START) from None
