"""Three ways to ask: alone, many at once, and at a steady pace."""

import asyncio
import gc
from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter

from bench.slack_line import Line, Requests

_LINES = 100
"""Connections kept open for a steady pace."""


async def p50_alone(requests: Requests, port: int, times: int) -> float:
    """Ask one after the other; return the median in milliseconds."""
    line = await Line.open(requests, port)
    return median([await _timed(line, perf_counter()) for _ in range(times)])


async def per_second(requests: Requests, port: int, at_once: int, seconds: float) -> float:
    """Ask on so many lines at once for some seconds; return the answers a second."""
    lines = [await Line.open(requests, port) for _ in range(at_once)]
    started = perf_counter()
    counts = await asyncio.gather(*(_until(line, started + seconds) for line in lines))
    return sum(counts) / (perf_counter() - started)


async def p99_paced(requests: Requests, port: int, a_second: int, seconds: int) -> float:
    """Ask at a steady pace, whether or not answers come; return the 99th percentile in ms.

    An answer's time counts from when its request was due, so that waiting in line counts too.
    What this process holds already is frozen: to look through it for garbage takes 0.1 s of ours.
    """
    gc.collect()
    gc.freeze()
    idle: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
    for _ in range(_LINES):
        idle.put_nowait(await Line.open(requests, port))
    started = perf_counter()
    asked = []
    for number in range(a_second * seconds):
        due = started + number / a_second
        await asyncio.sleep(max(0, due - perf_counter()))
        asked.append(asyncio.create_task(_on_an_idle_line(idle, due)))
    return percentile_99(await asyncio.gather(*asked))


def percentile_99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


async def _on_an_idle_line(idle: asyncio.LifoQueue[Line], due: float) -> float:
    line = await idle.get()
    milliseconds = await _timed(line, due)
    idle.put_nowait(line)
    return milliseconds


async def _until(line: Line, end: float) -> int:
    answers = 0
    while perf_counter() < end:
        await line.ask()
        answers += 1
    return answers


async def _timed(line: Line, since: float) -> float:
    await line.ask()
    return (perf_counter() - since) * 1000
