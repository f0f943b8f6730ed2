"""Run a command or a process by the settings; known failures become messages."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.cli.errors import report_errors
from bot.logs import set_up_logs
from bot.settings import Settings, read_settings

P = ParamSpec("P")
T = TypeVar("T")
Process = Callable[[Settings], Coroutine[Any, Any, None]]
"""A process that runs until it is told to stop."""


def start(process: Process) -> None:
    """Run a process until it ends, with logs."""
    collect_garbage()
    with report_errors():
        settings = read_settings(Settings)
        set_up_logs(settings.log_format)
        asyncio.run(process(settings))


def run_command(
    work: Callable[Concatenate[Settings, P], Coroutine[Any, Any, T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a command, and return its result."""
    collect_garbage()
    with report_errors():
        return asyncio.run(work(read_settings(Settings), *args, **kwargs))


def collect_garbage() -> None:
    """Collect from now on, but not among what has been imported."""
    gc.freeze()
    gc.enable()
