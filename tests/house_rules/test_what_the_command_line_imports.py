"""The command line is quick: it imports what a command needs when that command runs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TELL = "import sys, {}; print(*sys.modules)"


def _packages(*modules: str) -> set[str]:
    """Give the packages that a fresh interpreter has loaded once it has imported modules."""
    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _TELL.format(", ".join(modules))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_the_commands_are_declared_with_typer_and_the_domain_alone() -> None:
    more = _packages("bot.cli.main") - _packages("typer")

    assert more - sys.stdlib_module_names == {"bot", "domain"}
    assert "asyncio" not in more


@pytest.mark.parametrize("commands", ["sellers", "sync_program_commands", "webhook_commands"])
def test_a_command_that_is_soon_done_imports_nothing_that_only_the_running_bot_needs(
    commands: str,
) -> None:
    loaded = _packages("bot.cli.running", f"bot.cli.{commands}")

    assert loaded >= {"bot", "sqlalchemy", "cryptography"}
    assert not loaded & {
        "alembic",
        "apscheduler",
        "babel",
        "handlers",
        "jinja2",
        "mako",
        "prometheus_client",
        "psycopg",
        "slack_bolt",
        "slack_sdk",
        "views",
    }
