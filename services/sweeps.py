"""Work through due items, so that one failure holds up no other."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()

T = TypeVar("T")


async def one_by_one(
    items: Iterable[T], carry_out: Callable[[T], Awaitable[object]], what: str
) -> None:
    """Process each item; a failure is logged as `what`, and the item comes again when it is due."""
    await side_by_side(items, carry_out, what, at_once=1)


async def side_by_side(
    items: Iterable[T], carry_out: Callable[[T], Awaitable[object]], what: str, at_once: int
) -> None:
    """Do the same with several items at a time, started in order."""
    waiting = iter(items)

    async def work() -> None:
        for item in waiting:
            try:
                await carry_out(item)
            except Exception:
                log.exception("one item of a sweep failed; the others go on", sweep=what)

    async with asyncio.TaskGroup() as sync_programs:
        for _ in range(at_once):
            sync_programs.create_task(work())


def each(items: Iterable[T], carry_out: Callable[[T], object], what: str) -> list[T]:
    """Process each item of one transaction, in memory only; returns those that failed."""
    failed = []
    for item in items:
        try:
            carry_out(item)
        except Exception:
            log.exception("one item of a sweep failed; the others go on", sweep=what)
            failed.append(item)
    return failed
