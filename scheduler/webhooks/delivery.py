"""Deliver webhooks: endpoints in parallel, events of one endpoint in order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from domain.clock import Clock
from domain.webhooks import UNREADABLE, LeasedEndpoint, NotTaken
from scheduler.background import Background
from scheduler.webhooks.http import WebhookClient
from services.webhooks.delivery import DeliverWebhooks, EndpointLost, OwedWebhook

log: structlog.stdlib.BoundLogger = structlog.get_logger()

ENDPOINTS_AT_ONCE = 16
FAILING_AT_ONCE = 8
"""The most failing endpoints at a time; their own slots keep them from holding up the others."""
AT_A_TIME = 20
"""Events that one endpoint gets before others have their turn."""


@dataclass(frozen=True)
class WebhookDelivery:
    """Sends owed events; the metronome calls it. No endpoint waits for another."""

    webhooks: DeliverWebhooks
    line: WebhookClient
    clock: Clock
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Counts of events accepted and refused, by reason."""
    _sending: Background = field(default_factory=Background)
    _trying: Background = field(default_factory=Background)

    async def deliver_due(self) -> None:
        """Start sending to every free endpoint with something due, up to the limit."""
        room = ENDPOINTS_AT_ONCE - len(self._sending)
        if room > 0:
            self._start(self._sending, await self.webhooks.claim(room))
        room = FAILING_AT_ONCE - len(self._trying)
        if room > 0:
            self._start(self._trying, await self.webhooks.claim_failing(room))

    async def drain(self) -> None:
        """Wait for the sends in progress."""
        await self._sending.drain()
        await self._trying.drain()

    def _start(self, sending: Background, endpoints: Iterable[LeasedEndpoint]) -> None:
        for endpoint in endpoints:
            sending.start("webhooks", self._work_through(endpoint))

    async def _work_through(self, endpoint: LeasedEndpoint) -> None:
        """Send a leased endpoint's due events until one is not accepted."""
        try:
            for _ in range(AT_A_TIME):
                owed = await self.webhooks.next_owed(endpoint)
                if owed is None:
                    break
                if not await self._send(endpoint, owed):
                    return
            await self.webhooks.nothing_owed(endpoint)
        except EndpointLost:
            log.warning("an endpoint of webhooks was taken over, or removed, while sending")

    async def _send(self, endpoint: LeasedEndpoint, owed: OwedWebhook) -> bool:
        """Send one event, and record the result; returns whether it was accepted."""
        if owed.to is None:
            await self._not_taken(endpoint, owed, NotTaken(UNREADABLE))
            return False
        try:
            await self.line.send(owed.to, owed.event, self.clock())
        except NotTaken as refused:
            await self._not_taken(endpoint, owed, refused)
            return False
        await self.webhooks.taken(endpoint, owed.event)
        self.outcomes["taken", ""] += 1
        return True

    async def _not_taken(
        self, endpoint: LeasedEndpoint, owed: OwedWebhook, refused: NotTaken
    ) -> None:
        self.outcomes["not_taken", refused.reason] += 1
        _warn("a webhook was not taken", owed, reason=refused.reason, type=owed.event.type)
        because = await self.webhooks.not_taken(endpoint, owed.event, refused)
        if because is not None:
            _warn("an endpoint of webhooks is disabled", owed, because=because)


def _warn(what: str, owed: OwedWebhook, **facts: str) -> None:
    """Log without the address, whose path and query may hold secrets."""
    log.warning(what, host=owed.host, **facts)
