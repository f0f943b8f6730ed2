"""Three processes on one PostgreSQL, any of them killed at any time: nothing is lost."""

import pytest

from bench.kills import HISTORY, Plan, kill_at_random, open_fleet

pytestmark = pytest.mark.long

PLAN = Plan(kills=12, notices=240, channels=40, pause=1.5)


async def test_with_a_history_scope_each_notice_arrives_once_and_in_order(
    postgresql_url: str,
) -> None:
    async with open_fleet(postgresql_url, PLAN.channels, HISTORY) as fleet:
        outcome = await kill_at_random(fleet, PLAN)

    assert (outcome.lost, outcome.doubled, outcome.disordered) == (0, 0, 0)
