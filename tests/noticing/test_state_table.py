"""Every answer of Amazon's on every status: what a check changes, and what it leaves as it is."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import update

from playground.amazon import faults
from storage.seller_tables import AuthorizationRow
from tests.house import House
from tests.journeys.steps import SellersBrowser, card_of, connected_store, say_ours
from tests.noticing.steps import authorization, check, look

Seen = tuple[str, bool, bool, bool]
"""Status, whether the token is there, whether it is doubted, whether it is asked about again."""
Begin = Callable[[House], Any]

AS_IT_WAS: Seen = ("live", True, False, True)
DOUBTED: Seen = ("live", True, True, True)
ENDING: Seen = ("revoking", True, False, True)
OVER: Seen = ("revoked", False, False, False)


async def live(house: House) -> None:
    await say_ours(house)


async def not_yet_ours(house: House) -> None:
    del house


async def doubted(house: House) -> None:
    """Amazon has refused the token once, a quarter of an hour ago."""
    await say_ours(house)
    house.amazon.faults.next("lwa.token", GONE)
    await due(house)
    await check(house)
    house.clock.move(minutes=15)


async def revoking(house: House) -> None:
    await say_ours(house)
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store revoke Amazon Store USA", channel="amazon")
    assert await anna.submit() == {}
    await house.deliver()


async def revoked(house: House) -> None:
    await doubted(house)
    house.amazon.revoke("Nordic Outdoor")
    await check(house)


GONE = faults.answer(
    400,
    '{"error":"invalid_grant","error_description":"The request has an invalid grant parameter : '
    'refresh_token"}',
)
BEGINNINGS: Mapping[str, Begin] = {
    "live": live,
    "not yet ours": not_yet_ours,
    "doubted": doubted,
    "revoking": revoking,
    "revoked": revoked,
}
UNCHANGED: Mapping[str, Seen] = {
    "live": AS_IT_WAS,
    "not yet ours": AS_IT_WAS,
    "doubted": DOUBTED,
    "revoking": ENDING,
    "revoked": ("revoked", False, True, False),
}
"""What Amazon's being unwell, and its refusing us, leave of each."""
ANSWERS: Mapping[str, tuple[faults.Fault | None, Mapping[str, Seen]]] = {
    "a token": (None, {"doubted": AS_IT_WAS}),
    "invalid_grant": (
        GONE,
        {
            "live": DOUBTED,
            "not yet ours": DOUBTED,
            "doubted": ("revoked", False, True, False),
            "revoking": OVER,
        },
    ),
    "503": (faults.unwell(503), {}),
    "500": (faults.unwell(500), {}),
    "429": (faults.throttled(), {}),
    "HTML": (faults.html(), {}),
    "no answer": (faults.reset(), {}),
    "server_error": (faults.answer(400, '{"error":"server_error"}'), {}),
    "not JSON": (faults.bad_json(), {}),
    "invalid_client": (faults.answer(401, '{"error":"invalid_client"}'), {}),
    "unauthorized_client": (faults.answer(400, '{"error":"unauthorized_client"}'), {}),
    "an unknown code": (faults.answer(400, '{"error":"something_new"}'), {}),
}


async def due(house: House) -> None:
    """Make the check due, where there is one."""
    table: Any = AuthorizationRow.__table__
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(
            update(table)
            .where(table.c.next_check_at.is_not(None))
            .values(next_check_at=house.clock())
        )


async def seen(house: House) -> Seen:
    row = await authorization(house)
    return (
        row.status,
        row.refresh_token_encrypted is not None,
        row.gone_at is not None,
        row.next_check_at is not None,
    )


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("beginning", BEGINNINGS)
async def test_what_a_check_makes_of_a_connection(
    house: House, browser: SellersBrowser, beginning: str, answer: str
) -> None:
    await connected_store(house, browser)
    await BEGINNINGS[beginning](house)
    assert await seen(house) == UNCHANGED[beginning]
    before, asked = await authorization(house), len(house.amazon.calls)
    card = card_of(house)["text"]
    fault, changes = ANSWERS[answer]
    house.amazon.faults.keep(["lwa.token"], fault)
    await due(house)
    await check(house)
    await look(house)

    expected = changes.get(beginning, UNCHANGED[beginning])
    assert await seen(house) == expected
    assert (len(house.amazon.calls) > asked) is (beginning != "revoked")
    after = await authorization(house)
    assert after.term == before.term
    if expected == UNCHANGED[beginning]:
        assert after.token_version == before.token_version
        assert card_of(house)["text"] == card
