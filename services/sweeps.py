"""Going through what is due, so that one item's fault keeps no other waiting."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()

T = TypeVar("T")


async def one_by_one(
    items: Iterable[T], carry_out: Callable[[T], Awaitable[object]], what: str
) -> None:
    """Carry out each item; one that fails is logged as `what`, and comes again when it is due."""
    await side_by_side(items, carry_out, what, at_once=1)


async def side_by_side(
    items: Iterable[T], carry_out: Callable[[T], Awaitable[object]], what: str, at_once: int
) -> None:
    """Do the same with some items at a time, begun in their order."""
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
    """Carry out each item of one transaction, in memory only; returns those that failed."""
    failed = []
    for item in items:
        try:
            carry_out(item)
        except Exception:
            log.exception("one item of a sweep failed; the others go on", sweep=what)
            failed.append(item)
    return failed
