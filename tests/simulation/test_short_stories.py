"""Weeks around a term's end, imagined by Hypothesis: told is what must be told, and no more."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.authorizations import RefreshTokens
from storage.database.encryption import Keyring
from storage.database.engine import create_engine
from storage.database.transactions import Database
from tests.harness.clock import MovableClock
from tests.simulation.deeds import (
    Deed,
    HandOver,
    Join,
    Keep,
    Move,
    Rearrange,
    Renew,
    Revoke,
    Snooze,
    Travel,
    Wake,
)
from tests.simulation.imagined import BEGIN
from tests.simulation.oracle import RUNGS, expected, expected_messages
from tests.simulation.rows import settle_in
from tests.simulation.team import Shop, Team
from tests.simulation.years import Years

pytestmark = pytest.mark.long

END = BEGIN + timedelta(days=75)
ANNA, BEN, CLEO = "U0KEEPER000", "U0KEEPER001", "U0OUTSIDER"
CHANNELS = ("C0STORES001", "C0STORES002", "C0ADMINS01")
ZONES = ("Europe/Stockholm", "Pacific/Kiritimati", "America/St_Johns", "UTC")
LADDERS = (RUNGS, (30, 7, 1), (14, 0, -7), (5, 3, -28))
THERE_AND_BACK = (
    Move(BEGIN + timedelta(days=5), 2, CHANNELS[1]),
    Move(BEGIN + timedelta(days=6), 2, CHANNELS[0]),
    HandOver(BEGIN + timedelta(days=36), 2, CLEO),
    HandOver(BEGIN + timedelta(days=37), 2, BEN),
)
"""What is moved and handed on, with reminders open, and comes back."""


def small_team() -> Team:
    """Two sellers with three stores, whose terms end within days of each other."""
    created = BEGIN - timedelta(days=400)
    shops = {
        0: Shop(0, CHANNELS[0], ANNA, None, created),
        1: Shop(0, CHANNELS[1], CLEO, BEN, created + timedelta(hours=1)),
        2: Shop(1, CHANNELS[0], BEN, ANNA, created + timedelta(hours=2)),
    }
    ends = {0: BEGIN + timedelta(days=31), 1: BEGIN + timedelta(days=33, hours=5)}
    people = {ANNA: "Europe/Stockholm", BEN: "America/New_York"}
    return Team(shops, ends, people, admin_channel="C0ADMINS01")


def deeds_at(at: datetime) -> st.SearchStrategy[Deed]:
    when, seller, store = st.just(at), st.integers(0, 1), st.integers(0, 2)
    target = st.sampled_from([*CHANNELS, ANNA])
    return st.one_of(
        st.builds(Snooze, when, seller, target, st.sampled_from([1, 3, 7])),
        st.builds(Wake, when, seller, target),
        st.builds(Move, when, store, st.sampled_from(CHANNELS)),
        st.builds(HandOver, when, store, st.sampled_from([ANNA, BEN, CLEO])),
        st.builds(Travel, when, st.sampled_from([ANNA, BEN]), st.sampled_from(ZONES)),
        st.builds(Join, when, store, seller),
        st.builds(Rearrange, when, st.sampled_from(LADDERS)),
        st.builds(Renew, when, seller),
    )


@st.composite
def stories(draw: st.DrawFn) -> Sequence[Deed]:
    """Draw up to thirty deeds, each at an hour of its own; a revoke is always called off."""
    hours = sorted(draw(st.sets(st.integers(1, 75 * 24 - 1), max_size=30)))
    deeds = [draw(deeds_at(BEGIN + timedelta(hours=hour))) for hour in hours]
    if draw(st.booleans()):
        at = BEGIN + timedelta(hours=draw(st.integers(1, 60 * 24)), minutes=7)
        kept = at + timedelta(hours=draw(st.integers(1, 140)), minutes=7)
        seller = draw(st.integers(0, 1))
        calm = [d for d in deeds if isinstance(d, Snooze | Wake | Travel) or not at < d.at < kept]
        deeds = [*calm, Revoke(at, seller), Keep(kept, seller)]
    return sorted(deeds, key=lambda deed: deed.at)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(deeds=THERE_AND_BACK, crashes_every=0)
@given(deeds=stories(), crashes_every=st.sampled_from([0, 0, 2, 3]))
async def test_told_is_what_must_be_told_whatever_people_do(
    sqlite_at_head: Path, deeds: Sequence[Deed], crashes_every: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copy(sqlite_at_head, Path(folder) / "bot.db")
        database = Database(create_engine(f"sqlite+aiosqlite:///{file}"))
        team = small_team()
        await settle_in(database.engine, team)
        tokens = RefreshTokens(Keyring({"test": bytes(32)}))
        years = Years(database, MovableClock(BEGIN), tokens, crashes_every)
        await years.remind.keep_ladder()
        await years.live(deeds, [], END)
        await years.announce.announce()
        told, untold = await years.told(), await years.untold()
        messages = await years.messages()
        await database.close()
    must = expected(team, deeds, [], BEGIN, END)
    assert told == Counter((telling.at, telling.key) for telling in must if telling.is_new)
    assert untold == []
    assert crashes_every or messages == expected_messages(must)
