"""The LWA form: a store's key as refresh token, the program's as secret."""

import asyncio

from domain.sync_programs import ApiScope
from playground.amazon import faults
from storage.tables.workspaces import HistoryRow
from tests.api.program import Program, new_program
from tests.harness.bot import House
from tests.harness.connect_steps import rows, services_of
from tests.harness.power import reached
from tests.harness.revoke_steps import check_by_itself, revoke

NOTIFICATIONS = {
    "grant_type": "client_credentials",
    "scope": "sellingpartnerapi::notifications",
}


async def test_it_answers_as_login_with_amazon_does(program: Program) -> None:
    answer = await program.lwa()

    assert answer.status == 200
    assert answer.body.pop("access_token").startswith("Atza|")
    assert answer.body == {
        "token_type": "bearer",
        "expires_in": 3600,
        "refresh_token": program.store,
    }


async def test_amazons_own_sdk_for_java_sends_the_same_as_json(program: Program) -> None:
    asked = {
        "grant_type": "refresh_token",
        "refresh_token": program.store,
        "client_id": "any",
        "client_secret": program.key,
    }
    answer = await program.post("/lwa/token", json=asked)
    assert answer.status == 200
    assert answer.body["access_token"].startswith("Atza|")


async def test_a_wrong_key_is_told_in_lwas_words(program: Program) -> None:
    answer = await program.lwa(client_secret="asb_wrong")
    assert answer.status == 401
    assert answer.body == {
        "error": "invalid_client",
        "error_description": "Client authentication failed",
    }


async def test_its_tokens_last_as_long_as_clients_keep_them(program: Program) -> None:
    """They keep one for 3,200 seconds without looking when it ends."""
    first = await program.lwa()
    program.house.clock.move(minutes=4)
    assert (await program.lwa()).body["access_token"] == first.body["access_token"]
    program.house.clock.move(minutes=2)
    third = await program.lwa()
    assert third.body["access_token"] != first.body["access_token"]
    assert third.body["expires_in"] == 3600


async def test_while_amazon_is_unwell_the_one_there_is_goes_on(program: Program) -> None:
    first = await program.lwa()
    program.house.amazon.faults.keep(["lwa.token"], faults.unwell())
    program.house.clock.move(minutes=30)
    again = await program.lwa()
    assert again.body["access_token"] == first.body["access_token"]
    assert again.body["expires_in"] == 1800

    program.house.clock.move(minutes=30)
    answer = await program.lwa()
    assert (answer.status, answer.body["error"]) == (503, "temporarily_unavailable")
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_connection_that_is_ended_is_an_invalid_grant_that_says_where(
    program: Program,
) -> None:
    await revoke(program.house)
    answer = await program.lwa()
    assert (answer.status, answer.body["error"]) == (400, "invalid_grant")
    assert "/archives/" in answer.body["error_description"]


async def test_what_amazon_has_refused_once_is_not_yet_an_invalid_grant(program: Program) -> None:
    program.house.amazon.revoke("Nordic Outdoor")
    program.house.clock.move(days=1)
    await check_by_itself(program.house)
    answer = await program.lwa()
    assert (answer.status, answer.body["error"]) == (503, "temporarily_unavailable")
    assert answer.headers["Retry-After"] == "900"


async def test_grantless_tokens_come_by_scope_to_those_who_may(connected: House) -> None:
    may = frozenset({ApiScope.NOTIFICATIONS})
    async with new_program(connected, scopes=may) as program:
        before = connected.amazon.calls.count("lwa.token")
        answers = await asyncio.gather(*(program.lwa(**NOTIFICATIONS) for _ in range(20)))
        assert {answer.status for answer in answers} == {200}
        assert len({answer.body["access_token"] for answer in answers}) == 1
        assert set(answers[0].body) == {"access_token", "token_type", "expires_in"}
        assert connected.amazon.calls.count("lwa.token") == before + 1
        other = {**NOTIFICATIONS, "scope": "sellingpartnerapi::migration"}
        assert (await program.lwa(**other)).body["error"] == "unauthorized_client"
        assert (await program.lwa()).body["error"] == "unauthorized_client"
    history = await rows(connected, HistoryRow)
    assert [row.facts.get("scope") for row in history if row.actor == "worker"] == [
        "sellingpartnerapi::notifications"
    ] * 20


async def test_no_grantless_token_is_handed_out_for_a_key_that_was_revoked_meanwhile(
    connected: House,
) -> None:
    may = frozenset({ApiScope.NOTIFICATIONS})
    async with new_program(connected, scopes=may) as program:
        hold = connected.amazon.faults.hold_answer("lwa.token")
        asking = asyncio.create_task(program.lwa(**NOTIFICATIONS))
        await reached(hold)
        async with services_of(connected) as services:
            (workspace,) = await services.workspaces.all()
            await services.sync_programs.revoke(workspace.id, "Nightly sync")
        hold.release()
        assert (await asking).body["error"] == "invalid_client"


async def test_while_amazon_is_unwell_a_grantless_token_goes_on_too(connected: House) -> None:
    may = frozenset({ApiScope.NOTIFICATIONS})
    async with new_program(connected, scopes=may) as program:
        first = await program.lwa(**NOTIFICATIONS)
        connected.amazon.faults.keep(["lwa.token"], faults.unwell())
        connected.clock.move(minutes=30)
        before = connected.amazon.calls.count("lwa.token")
        again = [await program.lwa(**NOTIFICATIONS) for _ in range(3)]
        assert {each.body["access_token"] for each in again} == {first.body["access_token"]}
        assert connected.amazon.calls.count("lwa.token") == before + 1
        connected.clock.move(minutes=30)
        last = await program.lwa(**NOTIFICATIONS)
        assert (last.status, last.body["error"]) == (503, "temporarily_unavailable")
