"""Access tokens for sync programs: shared by all who ask, and each issue is recorded."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from domain.access_tokens import TokenWithheld, Want
from domain.authorizations import GONE_TWICE
from domain.clock import rfc3339
from domain.history import Event
from playground.amazon import faults
from storage.tables.authorizations import AuthorizationRow
from storage.tables.sync_programs import AccessTokenRow
from storage.tables.workspaces import HistoryRow
from tests.api.program import Program
from tests.harness.connect_steps import SellersBrowser, rows, services_of
from tests.harness.renewal_steps import renewal_link
from tests.harness.revoke_steps import revoke


def refreshes(program: Program) -> int:
    return program.house.amazon.calls.count("lwa.token")


async def test_a_token_comes_with_all_that_its_calls_need(program: Program) -> None:
    answer = await program.token()

    assert answer.status == 200
    assert answer.body.pop("access_token").startswith("Atza|")
    assert answer.body == {
        "expires_at": rfc3339(program.house.clock() + timedelta(hours=1)),
        "endpoint": program.house.settings.amazon.spapi("NA"),
        "marketplace_id": "ATVPDKIKX0DER",
        "seller_id": "A2NORDICOUT01",
    }
    assert answer.headers["Cache-Control"] == "no-store"


async def test_five_hundred_at_once_are_one_question_to_amazon(program: Program) -> None:
    before = refreshes(program)

    answers = await asyncio.gather(*(program.token() for _ in range(500)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body["access_token"] for answer in answers}) == 1
    assert refreshes(program) == before + 1


async def test_two_processes_ask_amazon_once(program: Program) -> None:
    house, before = program.house, refreshes(program)
    held = house.amazon.faults.hold("lwa.token")
    async with services_of(house) as here, services_of(house) as there:
        asker = await here.tokens.shown(program.key, program.store)
        asking = [
            asyncio.create_task(services.tokens.issue_to(asker))
            for services in (here, there, here, there)
        ]
        await held.reached()
        held.release()
        tokens = await asyncio.gather(*asking)

    assert len({token.access_token for token in tokens}) == 1
    assert refreshes(program) == before + 1


async def test_a_token_is_shared_until_five_minutes_before_its_end(program: Program) -> None:
    first = await program.token()
    program.house.clock.move(minutes=54)
    assert (await program.token()).body == first.body

    program.house.clock.move(minutes=1)
    another = await program.token()
    assert another.body["access_token"] != first.body["access_token"]


async def test_a_refused_token_is_replaced_once_a_minute_at_most(program: Program) -> None:
    first = await program.token()
    program.house.clock.move(minutes=2)
    second = await program.token(json={"refused": True})
    third = await program.token(json={"refused": True})

    assert second.body["access_token"] != first.body["access_token"]
    assert third.body == second.body


async def test_who_says_again_and_again_that_it_was_refused_has_to_wait(program: Program) -> None:
    answers = [await program.token(json={"refused": True}) for _ in range(7)]

    assert [answer.status for answer in answers] == [200] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert (await program.token()).status == 200


async def test_a_renewal_empties_what_was_shared(program: Program, seller: SellersBrowser) -> None:
    first = await program.token()
    await seller.connect(await renewal_link(program.house), "Nordic Outdoor")

    assert await rows(program.house, AccessTokenRow) == []
    assert (await program.token()).body["access_token"] != first.body["access_token"]


async def test_it_is_encrypted_where_it_is_kept(program: Program) -> None:
    answer = await program.token()

    (kept,) = await rows(program.house, AccessTokenRow)
    assert answer.body["access_token"].encode() not in kept.access_token_encrypted


async def test_each_issued_token_is_in_the_history(program: Program) -> None:
    for _ in range(3):
        await program.token()

    history = await rows(program.house, HistoryRow)
    handed = [row for row in history if row.event == Event.TOKEN_ISSUED]
    assert [row.actor for row in handed] == ["worker"] * 3
    assert {row.facts["worker_name"] for row in handed} == {"Nightly sync"}


async def test_while_amazon_is_unwell_the_token_that_lasts_goes_on(program: Program) -> None:
    first = await program.token()
    program.house.clock.move(minutes=57)
    program.house.amazon.faults.keep(["lwa.token"], faults.unwell())

    assert (await program.token()).body == first.body

    program.house.clock.move(minutes=3)
    answer = await program.token()
    assert (answer.status, answer.body["status"]) == (503, 503)
    assert 0 < int(answer.headers["Retry-After"]) <= 10
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_an_unwell_amazon_is_asked_once_in_ten_seconds(program: Program) -> None:
    program.house.amazon.faults.keep(["lwa.token"], faults.unwell())
    before = refreshes(program)
    for _ in range(20):
        assert (await program.token()).status == 503
    assert refreshes(program) == before + 1

    program.house.amazon.faults.clear()
    program.house.clock.move(seconds=11)
    assert (await program.token()).status == 200


async def test_a_token_that_was_on_its_way_when_access_ended_is_not_handed_out(
    program: Program,
) -> None:
    held = program.house.amazon.faults.hold_answer("lwa.token")
    asking = asyncio.create_task(program.token())
    await held.reached()
    await revoke(program.house)
    held.release()

    answer = await asking
    assert (answer.status, answer.body["type"].partition("#")[2]) == (409, "ending")


async def test_a_lease_that_somebody_left_is_taken_over(program: Program) -> None:
    held = program.house.amazon.faults.hold("lwa.token")
    async with services_of(program.house) as services:
        asker = await services.tokens.shown(program.key, program.store)
        asking = asyncio.create_task(services.tokens.issue_to(asker))
        await held.reached()
        program.house.clock.move(seconds=16)
        assert (await program.token()).status == 200
        held.release()
        await asking


@pytest.mark.parametrize("want", list(Want))
async def test_a_connection_that_amazon_refuses_is_doubted_for_everybody_from_then_on(
    program: Program, want: Want
) -> None:
    await program.token()
    program.house.clock.move(minutes=57)
    async with services_of(program.house) as services:
        program.house.amazon.faults.next("lwa.token", faults.invalid_grant())
        asker = await services.tokens.shown(program.key, program.store)
        with pytest.raises(TokenWithheld):
            await services.tokens.issue_to(asker, want)

    answer = await program.token()
    assert (answer.status, answer.body["type"].partition("#")[2]) == (409, "doubted")
    assert answer.body["slack"] is not None
    (row,) = await rows(program.house, AuthorizationRow)
    assert row.gone_at == program.house.clock()
    assert row.next_check_at == row.gone_at + GONE_TWICE


async def test_a_key_that_is_revoked_while_its_body_is_on_its_way_gets_nothing(
    program: Program,
) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b'{"refused": '
        begun.set()
        await held.wait()
        yield b"false}"

    begun, held = asyncio.Event(), asyncio.Event()
    assert (await program.token()).status == 200
    headers = {"Content-Type": "application/json"}
    asking = asyncio.create_task(program.token(data=body(), headers=headers))
    await begun.wait()
    assert (await program.get("/stores")).status == 200  # so the bot has come to what begun before
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        await services.sync_programs.revoke(workspace.id, "Nightly sync")
    held.set()
    assert (await asking).status == 401


async def test_a_key_that_is_revoked_while_amazon_is_asked_gets_nothing(program: Program) -> None:
    held = program.house.amazon.faults.hold_answer("lwa.token")
    asking = asyncio.create_task(program.token())
    await held.reached()
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        await services.sync_programs.revoke(workspace.id, "Nightly sync")
    held.release()
    assert (await asking).status == 401


async def test_a_refusal_of_the_token_before_a_renewal_counts_for_nothing(
    program: Program, seller: SellersBrowser
) -> None:
    asked, renewed = asyncio.Event(), asyncio.Event()

    async def refuse_late(call: faults.Call) -> web.StreamResponse:
        asked.set()
        await renewed.wait()
        return await faults.invalid_grant()(call)

    link = await renewal_link(program.house)
    program.house.amazon.faults.next("lwa.token", refuse_late)
    asking = asyncio.create_task(program.token())
    await asked.wait()
    await seller.connect(link, "Nordic Outdoor")
    renewed.set()

    assert (await asking).status == 200
    (row,) = await rows(program.house, AuthorizationRow)
    assert row.gone_at is None


async def test_a_late_answer_of_whoever_lost_the_lease_changes_nothing(program: Program) -> None:
    held = program.house.amazon.faults.hold_answer("lwa.token")
    async with services_of(program.house) as services:
        asker = await services.tokens.shown(program.key, program.store)
        late = asyncio.create_task(services.tokens.issue_to(asker))
        await held.reached()
        program.house.clock.move(seconds=16)
        kept = await program.token()
        held.release()
        token = await late

    assert token.access_token == kept.body["access_token"]
    (row,) = await rows(program.house, AccessTokenRow)
    assert row.lease is None


async def test_a_token_that_cannot_be_opened_is_as_good_as_none(program: Program) -> None:
    """As while another replica has a new encryption key already."""
    (key_id,) = program.house.settings.encryption_keys
    keys = {"new": bytes([1]) * 32, key_id: program.house.settings.encryption_keys[key_id]}
    newer = program.house.settings.model_copy(update={"encryption_keys": keys})
    async with services_of(program.house, newer) as there:
        asker = await there.tokens.shown(program.key, program.store)
        sealed = await there.tokens.issue_to(asker)
    answer = await program.token()
    assert answer.status == 200
    assert answer.body["access_token"] != sealed.access_token
