"""API keys: what each may do, until when it is valid, and who guesses."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select
from yarl import URL

from domain.errors import KeyIsOver
from domain.sync_programs import ApiScope
from storage.tables.stores import StoreRow
from storage.tables.sync_programs import SyncProgramKeyRow
from storage.tables.workspaces import WorkspaceRow
from tests.api.program import Program, new_program
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import add_store, rows, services_of
from tests.harness.slack_steps import said

NO_PROXY: Mapping[str, str] = {}
READ = frozenset({ApiScope.READ})


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer " + "x" * 5000, "bearer asb_ü"],
)
async def test_what_is_no_key_is_refused_in_one_way(program: Program, authorization: str) -> None:
    headers = {"Authorization": authorization}
    answers = [
        await program.get("/stores", headers=headers),
        await program.token(headers=headers),
        await program.get("/stores/nothing", headers=headers),
    ]
    assert {answer.status for answer in answers} == {401}
    assert len({str(answer.body) for answer in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_key_is_kept_as_a_hash_only(program: Program) -> None:
    (kept,) = await rows(program.house, SyncProgramKeyRow)
    assert program.key.encode() not in kept.key_hash


async def test_a_key_counts_until_its_last_day_is_over(program: Program) -> None:
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        ends = program.house.clock() + timedelta(hours=1)
        made = await services.sync_programs.rotate(workspace.id, "Nightly sync", expires_at=ends)
        program.key = made.key
    assert (await program.get("/stores")).status == 200
    program.house.clock.move(hours=1)
    assert (await program.get("/stores")).status == 401


async def test_while_keys_are_rotated_two_count_and_never_three(program: Program) -> None:
    keys = [program.key]
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        for _ in range(2):
            program.house.clock.move(minutes=1)
            keys.append((await services.sync_programs.rotate(workspace.id, "Nightly sync")).key)

    assert await _statuses(program, keys) == [401, 200, 200]
    program.house.clock.move(hours=24)
    assert await _statuses(program, keys) == [401, 401, 200]


async def test_a_rotated_key_ends_when_the_one_before_would_have(program: Program) -> None:
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        ends = program.house.clock() + timedelta(days=9)
        program.house.clock.move(minutes=1)
        await services.sync_programs.rotate(workspace.id, "Nightly sync", expires_at=ends)
        program.house.clock.move(days=1)
        program.key = (await services.sync_programs.rotate(workspace.id, "Nightly sync")).key
    program.house.clock.move(days=7)
    assert (await program.get("/stores")).status == 200
    program.house.clock.move(days=1)
    assert (await program.get("/stores")).status == 401


async def test_a_key_whose_end_is_over_is_rotated_with_another_end_only(program: Program) -> None:
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        rotate = partial(services.sync_programs.rotate, workspace.id, "Nightly sync")
        await rotate(expires_at=program.house.clock() + timedelta(days=1))
        program.house.clock.move(days=2)
        with pytest.raises(KeyIsOver):
            await rotate()
        made = await rotate(expires_at=program.house.clock() + timedelta(days=9))
    assert made.before_until < program.house.clock()
    program.key = made.key
    assert (await program.get("/stores")).status == 200


@pytest.mark.parametrize("shown", [b"asb_\xff", b"asb_\xed\xa0\x80", b"\x80"])
async def test_what_no_text_holds_is_a_key_that_does_not_count(
    program: Program, shown: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(program.house.url).port)
    request = b"GET /api/v1/stores HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    writer.write(request + b"Authorization: Bearer " + shown + b"\r\n\r\n")
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 401 ")


async def test_a_revoked_program_gets_nothing_from_then_on(program: Program) -> None:
    assert (await program.token()).status == 200
    async with services_of(program.house) as services:
        (workspace,) = await services.workspaces.all()
        await services.sync_programs.revoke(workspace.id, "nightly SYNC")

    assert (await program.token()).status == 401
    assert await rows(program.house, SyncProgramKeyRow) == []


async def test_its_last_use_is_known_to_the_minute(program: Program) -> None:
    await program.get("/stores")
    first = program.house.clock()
    program.house.clock.move(seconds=30)
    await program.get("/stores")
    assert [row.last_used_at for row in await rows(program.house, SyncProgramKeyRow)] == [first]
    program.house.clock.move(seconds=31)
    await program.get("/stores")
    (row,) = await rows(program.house, SyncProgramKeyRow)
    assert row.last_used_at == program.house.clock()


async def test_one_that_may_read_gets_no_token(connected: House) -> None:
    async with new_program(connected, scopes=READ) as program:
        assert (await program.get("/stores")).status == 200
        answer = await program.token()
        assert (answer.status, answer.body["scope"]) == (403, "token")
        assert (await program.lwa()).body["error"] == "unauthorized_client"


async def test_one_for_some_stores_knows_of_no_other(
    connected: House,
) -> None:
    await add_store(connected, "🇨🇦 Canada")
    async with new_program(connected, stores=["Amazon Store Canada"]) as program:
        listed = (await program.get("/stores")).body["stores"]
        assert [store["name"] for store in listed] == ["Amazon Store Canada"]
        assert (await program.token()).status == 404
        assert (await program.get(f"/stores/{program.store}")).status == 404
        assert (await program.get("/connections")).body["connections"] == []
        assert (await program.lwa()).body["error"] == "invalid_grant"


async def test_another_workspaces_store_is_not_there(program: Program) -> None:
    async with program.house.bot.database.engine.begin() as connection:
        other = dict((await connection.execute(select(WorkspaceRow.__table__))).mappings().one())
        store = dict((await connection.execute(select(StoreRow.__table__))).mappings().one())
        other |= {"id": uuid4(), "slack_team_id": "T0OTHER"}
        mine = {
            "id": uuid4(),
            "key": "st_other",
            "workspace_id": other["id"],
            "authorization_id": None,
        }
        await connection.execute(WorkspaceRow.__table__.insert().values(other))
        await connection.execute(StoreRow.__table__.insert().values(store | mine))

    for answer in (
        await program.get("/stores/st_other"),
        await program.post("/stores/st_other/access-token"),
        await program.post("/stores/st_other/check"),
        await program.get("/stores/st_nothing"),
    ):
        assert (answer.status, answer.body["type"].partition("#")[2]) == (404, "not-found")
    assert len((await program.get("/stores")).body["stores"]) == 1


@pytest.mark.long
async def test_ten_thousand_guesses_are_slowed_told_once_and_hold_up_nobody(
    sqlite_url: str, clock: MovableClock
) -> None:
    async with open_house(sqlite_url, clock, admin_channel="C0SALES001") as house:
        await add_store(house)
        async with new_program(house) as program:
            statuses = [await _guess(program, number) for number in range(200)]
            for start in range(200, 10_000, 100):
                guesses = (_guess(program, number) for number in range(start, start + 100))
                statuses += await asyncio.gather(*guesses)
            assert statuses[:20] == [401] * 20
            assert set(statuses[20:]) == {429}
            assert (await program.get("/stores")).status == 200
        for _ in range(3):
            await house.bot.metronome.tick("guesses")
            await house.deliver()
        (told,) = house.slack.channel("sales").messages
        assert "Somebody guesses keys of sync programs" in said(told)
        clock.move(hours=1)
        await house.bot.metronome.tick("guesses")
        await house.deliver()
        (told,) = house.slack.channel("sales").messages
        assert "Nobody has guessed keys" in said(told)


@pytest.mark.parametrize(
    ("trusted", "status"), [("127.0.0.1,10.0.0.0/8", 401), ("", 429), ("192.0.2.1", 429)]
)
async def test_behind_a_trusted_proxy_only_whoever_guesses_is_slowed_down(
    sqlite_url: str, clock: MovableClock, trusted: str, status: int
) -> None:
    async with open_house(sqlite_url, clock, trusted_proxies=trusted) as house:
        await add_store(house)
        async with new_program(house) as program:
            made_up = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.1.2.3"}
            guessed = [await _guess(program, number, made_up) for number in range(25)]
            assert guessed[-1] == 429
            other = {"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}
            assert await _guess(program, 26, other) == status


async def _guess(program: Program, number: int, through: Mapping[str, str] = NO_PROXY) -> int:
    headers = {"Authorization": f"Bearer asb_{number:043}", **through}
    return (await program.get("/stores", headers=headers)).status


async def _statuses(program: Program, keys: list[str]) -> list[int]:
    headers = [{"Authorization": f"Bearer {key}"} for key in keys]
    return [(await program.get("/stores", headers=each)).status for each in headers]
