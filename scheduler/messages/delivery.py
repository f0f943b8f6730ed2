"""Deliver owed messages in order, one at a time in each lane."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.backoff import doubled, spread
from domain.clock import Clock
from domain.errors import NothingThere
from domain.messages import Lane, OwedMessage, Posted
from scheduler.background import Background
from scheduler.messages.rendering.render import Render
from services.messages.delivery import DeliverMessages, LeaseLost
from slack_api.errors import Refused, Verdict, timed_out
from slack_api.messages import Post
from storage.database.encryption import Unreadable
from views.slack.block_kit import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger()

SEND_LIMIT = timedelta(seconds=10)
"""The longest that one send may take; the lease is longer."""
LANES_AT_ONCE = 16
MOST_TRIES = 20
"""Tries after which a message is skipped that Slack refuses for an unknown reason."""
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True)
class Delivery:
    """Sends owed messages; the metronome calls it. `woken` is set when there may be more."""

    messages: DeliverMessages
    render: Render
    post: Post
    clock: Clock
    woken: asyncio.Event
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Counts of messages sent, put off, told elsewhere or skipped, by reason."""
    _sending: Background = field(default_factory=Background)
    _waiting: dict[UUID, list[asyncio.Future[Posted | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    async def deliver_due(self) -> None:
        """Start a send in every free lane with something due, up to the limit."""
        room = LANES_AT_ONCE - len(self._sending)
        if room > 0:
            for lane in await self.messages.claim(room):
                self._sending.start("delivery", self._deliver(lane))

    async def drain(self) -> None:
        """Wait for the sends in progress."""
        await self._sending.drain()

    async def posted(self, message_id: UUID, within: float) -> Posted | None:
        """Wait some seconds for a message to be posted; None where it is not."""
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
        began = self.clock()
        try:
            message = await self._rendered(owed)
            posted = await self._posted(lane, owed, message)
        except NothingThere:
            await self.messages.skip(lane, owed, "gone")
            self.outcomes["skipped", "gone"] += 1
        except Refused as refused:
            await self._settle(lane, owed, refused, began)
        else:
            await self.messages.shown(lane, owed, posted)
            self.outcomes["sent", ""] += 1
            self._tell_waiting(owed.id, posted)

    async def _rendered(self, owed: OwedMessage) -> Message:
        try:
            return await self.render(owed)
        except (KeyError, ValueError, Unreadable) as fault:
            log.exception("a message cannot be shown", kind=owed.kind)
            raise Refused(Verdict.UNSHOWABLE, type(fault).__name__) from fault

    async def _posted(self, lane: Lane, owed: OwedMessage, message: Message) -> Posted:
        """Send a message if that surely ends before somebody else may take the lane."""
        if self.clock() + SEND_LIMIT > lane.until:
            raise LeaseLost
        try:
            async with asyncio.timeout(SEND_LIMIT.total_seconds()):
                return await self.post(owed, message.payload())
        except TimeoutError as fault:
            raise timed_out() from fault

    def _tell_waiting(self, message_id: UUID, posted: Posted | None) -> None:
        for waiter in self._waiting.get(message_id, []):
            if not waiter.done():
                waiter.set_result(posted)

    async def _settle(
        self, lane: Lane, owed: OwedMessage, refused: Refused, began: datetime
    ) -> None:
        log.info("slack did not take a message", reason=refused.reason, kind=owed.kind)
        is_tired = owed.tries >= MOST_TRIES
        match refused.verdict:
            case Verdict.UNREACHABLE:
                await self._tell_elsewhere(lane, owed, refused.reason)
            case Verdict.UNKNOWN if is_tired:
                await self._tell_elsewhere(lane, owed, refused.reason)
            case Verdict.UNFIT:
                await self._give_up(lane, owed, refused.reason)
            case Verdict.UNSHOWABLE if is_tired:
                await self._give_up(lane, owed, refused.reason)
            case Verdict.SUSPENDED:
                log.warning("slack refuses the token; what is owed is kept until the next start")
                await self.messages.suspend(lane, refused.reason)
                self.outcomes["suspended", refused.reason] += 1
            case Verdict.DELETED:
                await self.messages.post_anew(lane, owed)
            case _:
                await self._put_off(lane, owed, refused, began)
        self._tell_waiting(owed.id, None)

    async def _tell_elsewhere(self, lane: Lane, owed: OwedMessage, reason: str) -> None:
        self._left_out(owed, reason, await self.messages.tell_elsewhere(lane, owed, reason))

    async def _give_up(self, lane: Lane, owed: OwedMessage, reason: str) -> None:
        self._left_out(owed, reason, await self.messages.give_up(lane, owed, reason))

    def _left_out(self, owed: OwedMessage, reason: str, told: str | None) -> None:
        """Count a message that was not posted in its place; `told` is who is told instead."""
        self.outcomes["skipped" if told is None else "elsewhere", reason] += 1
        if told is None:
            _warn_of_nobody(owed, reason)

    async def _put_off(
        self, lane: Lane, owed: OwedMessage, refused: Refused, began: datetime
    ) -> None:
        wait = doubled(_FIRST_DELAY, owed.tries, _LONGEST_DELAY)
        until = self.clock() + (refused.after or spread(wait, 0.5, 1))
        await self.messages.put_off(lane, owed, until, began if refused.unclear else None)
        self.outcomes["put_off", refused.reason] += 1

    def _forget(self, message_id: UUID, waiter: asyncio.Future[Posted | None]) -> None:
        self._waiting[message_id].remove(waiter)
        if not self._waiting[message_id]:
            del self._waiting[message_id]


def _warn_of_nobody(owed: OwedMessage, reason: str) -> None:
    log.warning(
        "a message cannot be delivered to anybody; `amazon-store-bot doctor` lists such messages",
        reason=reason,
        kind=owed.kind,
        target=owed.target,
    )
