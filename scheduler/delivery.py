"""The delivery: what is owed to Slack leaves in order, one message a lane at a time."""

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog

from domain.clock import Clock
from domain.errors import NothingThere
from domain.messages import Lane, OwedMessage, Posted
from scheduler.background import Background
from scheduler.posting import Post, Refused, Verdict
from scheduler.rendering.render import Render
from services.delivering import DeliverMessages, LeaseLost
from storage.encryption import Unreadable
from views.slack import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger()

SEND_LIMIT = 10
"""Seconds that one send may take; the lease is longer."""
LANES_AT_ONCE = 16
MOST_TRIES = 20
"""After which a message is skipped that Slack refuses for a reason we do not know."""
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True)
class Delivery:
    """`woken` is set when there may be more to send at once."""

    messages: DeliverMessages
    render: Render
    post: Post
    clock: Clock
    woken: asyncio.Event
    _sending: Background = field(default_factory=Background)
    _waiting: dict[UUID, list[asyncio.Future[Posted | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    async def deliver_due(self) -> None:
        """Start a send in every lane that is due and free, as far as there is room."""
        room = LANES_AT_ONCE - len(self._sending)
        if room > 0:
            for lane in await self.messages.claim(room):
                self._sending.start("delivery", self._deliver(lane))

    async def drain(self) -> None:
        """Wait for the sends that are under way."""
        await self._sending.drain()

    async def posted(self, message_id: UUID, within: float) -> Posted | None:
        """Wait up to so many seconds for a message to stand in Slack; None where it does not."""
        waiter: asyncio.Future[Posted | None] = asyncio.get_running_loop().create_future()
        self._waiting[message_id].append(waiter)
        try:
            return await asyncio.wait_for(waiter, within)
        except TimeoutError:
            return None
        finally:
            self._forget(message_id, waiter)

    async def _deliver(self, lane: Lane) -> None:
        """Send the oldest message of a leased lane."""
        try:
            owed = await self.messages.next_message(lane)
            if owed is None:
                await self.messages.nothing_owed(lane)
            else:
                await self._send(lane, owed)
        except LeaseLost:
            log.warning("a lane was taken over while sending", lane=lane.target)
        self.woken.set()

    async def _send(self, lane: Lane, owed: OwedMessage) -> None:
        try:
            message = await self._rendered(owed)
            async with asyncio.timeout(SEND_LIMIT):
                posted = await self.post(owed, message)
        except NothingThere:
            await self.messages.give_up(lane, owed, "gone")
        except TimeoutError:
            await self._settle(lane, owed, Refused(Verdict.LATER, "timeout"))
        except Refused as refused:
            await self._settle(lane, owed, refused)
        else:
            await self.messages.shown(lane, owed, posted)
            self._tell_waiting(owed.id, posted)

    async def _rendered(self, owed: OwedMessage) -> Message:
        """Render a message; one that cannot be shown must not hold back those after it."""
        try:
            return await self.render(owed)
        except (KeyError, ValueError, Unreadable) as fault:
            log.exception("a message cannot be shown", kind=owed.kind)
            raise Refused(Verdict.UNKNOWN, type(fault).__name__) from fault

    def _tell_waiting(self, message_id: UUID, posted: Posted | None) -> None:
        for waiter in self._waiting.get(message_id, []):
            if not waiter.done():
                waiter.set_result(posted)

    async def _settle(self, lane: Lane, owed: OwedMessage, refused: Refused) -> None:
        log.info("slack did not take a message", reason=refused.reason, kind=owed.kind)
        match refused.verdict:
            case Verdict.FINAL:
                await self.messages.give_up(lane, owed, refused.reason)
            case Verdict.UNKNOWN if owed.tries >= MOST_TRIES:
                await self.messages.give_up(lane, owed, refused.reason)
            case Verdict.SUSPENDED:
                await self.messages.suspend(lane)
            case Verdict.DELETED:
                await self.messages.post_anew(lane, owed)
            case Verdict.LATER | Verdict.UNKNOWN:
                after = refused.after or _backoff(owed.tries)
                await self.messages.put_off(lane, owed, self.clock() + after)
        self._tell_waiting(owed.id, None)

    def _forget(self, message_id: UUID, waiter: asyncio.Future[Posted | None]) -> None:
        self._waiting[message_id].remove(waiter)
        if not self._waiting[message_id]:
            del self._waiting[message_id]


def _backoff(tries: int) -> timedelta:
    """Double with each try, and spread over half of it so that nobody comes all at once."""
    longest: timedelta = min(_LONGEST_DELAY, _FIRST_DELAY * 2 ** min(tries, 10))
    spread: float = random.uniform(0.5, 1)  # noqa: S311 - spreading, not secrecy
    return longest * spread
