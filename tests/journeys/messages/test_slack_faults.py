"""Whatever Slack does to a send, in the end everything has arrived, once each and in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientSession, ClientTimeout

from domain.messages import MessageKind
from playground.ports import free_port
from playground.slack.faults import Hold
from scheduler.messages.delivery import Delivery
from slack_api.client import SlackClients, WorkspaceClients
from slack_api.installations import Installation, OneInstallation
from slack_api.messages import Post
from storage.outbox import owe_message, want_shown
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from tests.harness.bot import BOT_TOKEN, House, open_house, resting_bot
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import add_store, rows

POST, UPDATE = "chat.postMessage", "chat.update"
PATIENCE = 0.4
"""Seconds that a call may take here, so that nobody waits for the real limit."""
SALES = "C0SALES001"
BIG = '{"ok": true, "padding": "' + "x" * 10_000_000 + '"}'
AS_HTML = {"Content-Type": "text/html"}


@dataclass
class Line:
    """The bot's own delivery with less patience, and what holds Slack up meanwhile."""

    house: House
    delivery: Delivery
    session: ClientSession
    holds: list[Hold] = field(default_factory=list)

    async def send_once(self) -> None:
        await self.delivery.deliver_due()
        await self.delivery.drain()

    def to(self, api_url: str) -> "Line":
        """Return the same line to another address of Slack's."""
        clients = SlackClients(self.session, api_url)
        return replace(self, delivery=replace(self.delivery, post=_post(self.house, clients)))


Break = Callable[[Line, str], Awaitable[Line]]
"""Lets the next call of a method go wrong; returns the line by which it is made."""


def _post(house: House, clients: SlackClients) -> Post:
    known: Any = house.bot.delivery.post.clients
    workspace = known.installations.installation.workspace
    return Post(WorkspaceClients(clients, OneInstallation(Installation(workspace, BOT_TOKEN))))


def _fault(**fault: Any) -> Break:
    async def set_fault(line: Line, method: str) -> Line:
        line.house.slack.faults.next(method, **fault)
        return line

    return set_fault


async def _refuse(line: Line, method: str) -> Line:
    del method
    return line.to(f"http://127.0.0.1:{free_port()}/api/")


async def _stall(line: Line, method: str) -> Line:
    line.holds.append(line.house.slack.faults.hold_answer(method))
    return line


async def _come_late(line: Line, method: str) -> Line:
    line.holds.append(line.house.slack.faults.hold(method))
    return line


FAULTS: dict[str, Break] = {
    "refuse": _refuse,
    "reset before": _fault(reset=True),
    "reset after": _fault(lost=True),
    "stall": _stall,
    "drip": _fault(drip=0.05),
    "truncate": _fault(truncate=10),
    "400": _fault(status=400),
    "401": _fault(status=401),
    "403": _fault(status=403, body="<html>no</html>", headers=AS_HTML),
    "429 with a wish": _fault(status=429, headers={"Retry-After": "7"}),
    "429 without": _fault(status=429),
    "500": _fault(status=500),
    "503": _fault(status=503, body="<html>unwell</html>", headers=AS_HTML),
    "bad json": _fault(body='{"ok": tru'),
    "html": _fault(body="<html>hello</html>", headers=AS_HTML),
    "ten megabytes": _fault(body=BIG),
    "success after our time-out": _come_late,
}


@pytest.fixture
async def house(sqlite_url: str, clock: MovableClock) -> AsyncIterator[House]:
    async with open_house(sqlite_url, clock, resting_bot) as opened:
        yield opened


@pytest.fixture
async def line(house: House) -> AsyncIterator[Line]:
    await add_store(house)
    async with ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session:
        clients = SlackClients(session, house.slack.api_url)
        yield Line(house, replace(house.bot.delivery, post=_post(house, clients)), session)
    house.slack.faults.clear()


async def _owe_three(house: House) -> list[UUID]:
    (store,) = await rows(house, StoreRow)
    kind = MessageKind.NEW_LINK_ASKED
    return [
        await house.bot.database.change(
            lambda s: owe_message(
                s, store.workspace_id, kind, SALES, house.clock(), store_id=store.id
            )
        )
        for _ in range(3)
    ]


async def _get_over(line: Line, broken: Line) -> None:
    """Meet the fault, let it be over, and let all that is owed be sent."""
    await broken.send_once()
    for hold in broken.holds:
        hold.release()
        await asyncio.sleep(0)
    line.house.clock.move(seconds=31)
    for _ in range(8):
        await line.send_once()
        line.house.clock.move(seconds=31)


def _ids(house: House) -> list[str]:
    """The ids that the messages in #sales carry, in the order in which they stand there."""
    return [
        m["metadata"]["event_payload"]["message"] for m in house.slack.channel("sales").messages
    ]


async def _all_is_shown(house: House) -> bool:
    found = await rows(house, MessageRow)
    return all(r.shown_version == r.wanted_version and not r.skipped_because for r in found)


@pytest.mark.parametrize("scopes", [("channels:history",), ()], ids=["with history", "without"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_post_arrives(
    house: House, line: Line, fault: str, scopes: tuple[str, ...]
) -> None:
    house.slack.install(*scopes)
    owed = [str(message) for message in await _owe_three(house)]
    await _get_over(line, await FAULTS[fault](line, POST))

    arrived = _ids(house)
    assert list(dict.fromkeys(arrived)) == owed
    assert await _all_is_shown(house)
    if scopes:
        assert len(arrived) == 3


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
async def test_an_update_arrives(house: House, line: Line, fault: str) -> None:
    owed = await _owe_three(house)
    for _ in owed:
        await line.send_once()
        house.clock.move(seconds=1)
    wanted = MessageRow.id.in_(owed)
    await house.bot.database.change(lambda s: want_shown(s, wanted, house.clock()))
    await _get_over(line, await FAULTS[fault](line, UPDATE))

    assert _ids(house) == [str(message) for message in owed]
    assert await _all_is_shown(house)
    updated = [call.args["ts"] for call in house.slack.calls if call.method == UPDATE]
    assert updated == sorted(updated)
    assert len(set(updated)) == 3
