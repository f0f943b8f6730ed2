"""Every pair of a connection's state and an event, as table.txt tells what it leads to."""

import pytest

from domain.errors import (
    AlreadyHandled,
    AlreadySettled,
    IllegalTransition,
    NotConnected,
    NothingThere,
    Overtaken,
    Refusal,
)
from domain.messages import MessageKind
from tests.state_table.conftest import OpenScene
from tests.state_table.events import EVENTS
from tests.state_table.scene import SELLER, Facts, Scene
from tests.state_table.states import STATES
from tests.state_table.table import Pair, pairs, read

REFUSALS: dict[type[Refusal], str] = {
    NothingThere: "nothing",
    NotConnected: "unusable",
    AlreadyHandled: "handled",
    AlreadySettled: "settled",
    Overtaken: "older",
    IllegalTransition: "illegal",
}
ENDS = {
    "wrong_account": "wrong",
    "other_account": "other",
    "already_connected": "taken",
    "not_in_marketplace": "absent",
    "unknown_seller": "unknown",
    "ended_by_team": "ended",
}
ERASED = {"none", "lapsed", "revoked", "disowned"}
TOKEN_ISSUED = {"live", "overdue"}
TOLD = {
    "revoking": MessageKind.ENDING,
    "lapsed": MessageKind.DISCONNECTED,
    "foreign": MessageKind.ALARM,
}
"""What Slack is owed of a state that a connection has come into."""


def test_the_table_has_every_state_and_every_event() -> None:
    states, events = read()

    assert states == list(STATES)
    assert list(events) == list(EVENTS)
    assert {len(cells) for cells in events.values()} == {len(states)}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("pair", list(pairs()), ids=str)
async def test_what_an_event_makes_of_a_connection(open_scene: OpenScene, pair: Pair) -> None:
    async with open_scene(pair.state) as scene:
        assert await scene.state() == pair.state
        before, told = await scene.facts(), await scene.told()
        refused = await _happens(scene, pair.event)

        state, after = await scene.state(), await scene.facts()
        assert (refused, state) == (pair.refused, pair.next or pair.state)
        assert after == before or pair.next
        assert set(await scene.told() - told) >= _owed(pair, before, after)
        await _assert_effects_of(scene, state)


async def _happens(scene: Scene, event: str) -> str | None:
    """Let an event happen; returns the word by which it was refused."""
    try:
        end = await EVENTS[event](scene)
    except Refusal as refusal:
        return REFUSALS[type(refusal)]
    finally:
        scene.house.amazon.faults.clear()
    return ENDS[end] if end else None


def _owed(pair: Pair, before: Facts, after: Facts) -> set[str]:
    """Return the kinds of message that tell of a state, a seller or a term that is new."""
    owed = {TOLD[pair.next]} if pair.next in TOLD and pair.next != pair.state else set()
    if after[SELLER] not in {None, before[SELLER]}:
        owed.add(MessageKind.CONNECTED)
    elif after["term"] > before["term"]:
        owed.add(MessageKind.RENEWED)
    return {str(kind) for kind in owed}


async def _assert_effects_of(scene: Scene, state: str) -> None:
    """Token, checks, reminders and hand-outs are those of the state."""
    row, is_erased = await scene.row(), state in ERASED
    assert await scene.kept_tokens() == (0 if is_erased else 1)
    assert row is None or not (is_erased and row.next_check_at)
    for reminder in await scene.reminders():
        is_of_now = row.status == "live" and reminder.term == row.term
        assert is_of_now or reminder.closed_at is not None
    assert await scene.issues_token() is (state in TOKEN_ISSUED)
