"""Faults that a test asks for: what Slack's Web API may do to a call besides answering it."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One call's fate.

    `error` and `status` answer in place of the call. `delay` (seconds) comes before the answer of
    a call that took effect. `reset` drops the connection before any effect, `lost` after it;
    `truncate` cuts the answer after so many bytes. `body` replaces the answer's body. `drip` is
    how many seconds lie between two of its bytes.
    """

    error: str | None = None
    status: int = 200
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    reset: bool = False
    lost: bool = False
    truncate: int | None = None
    drip: float = 0

    @property
    def instead(self) -> bool:
        """Tell whether the call itself does not happen."""
        return bool(self.error or self.reset or self.status != 200)


class Hold:
    """A call that waits, before or after it took effect, until the test lets it go."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self) -> None:
        await self._reached.wait()

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        self._reached.set()
        await self._released.wait()


class Faults:
    """The faults still to come, in order, per method."""

    def __init__(self) -> None:
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._holds: dict[str, deque[Hold]] = defaultdict(deque)
        self._answer_holds: dict[str, deque[Hold]] = defaultdict(deque)
        self._all_holds: list[Hold] = []

    def next(self, method: str, *, times: int = 1, **fault: Any) -> None:
        """Let the next calls of a method meet a Fault, given by its fields."""
        self._faults[method].extend([Fault(**fault)] * times)

    def hold(self, method: str) -> Hold:
        """Pause the next call of a method before it takes effect."""
        return self._hold(self._holds[method])

    def hold_answer(self, method: str) -> Hold:
        """Pause the next call of a method when it has taken effect, and before its answer."""
        return self._hold(self._answer_holds[method])

    def _hold(self, holds: deque[Hold]) -> Hold:
        hold = Hold()
        holds.append(hold)
        self._all_holds.append(hold)
        return hold

    def clear(self) -> None:
        """Forget all faults to come and let all held calls go."""
        self._faults.clear()
        self._holds.clear()
        self._answer_holds.clear()
        for hold in self._all_holds:
            hold.release()

    async def pass_through(self, method: str) -> Fault:
        """Wait where a hold is set; tell what is to happen to this call."""
        await _wait(self._holds[method])
        faults = self._faults[method]
        return faults.popleft() if faults else Fault()

    async def before_answer(self, method: str) -> None:
        """Wait where a hold of the answer is set."""
        await _wait(self._answer_holds[method])


async def _wait(holds: deque[Hold]) -> None:
    if holds:
        await holds.popleft().wait()
