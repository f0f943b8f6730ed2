"""`amazon-store-bot workers`, as an operator types it, and what its keys then give access to."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from storage.tables.workspaces import HistoryRow
from tests.api.program import Program
from tests.harness.bot import House
from tests.harness.connect_steps import rows
from tests.journeys.oauth.test_adopt_command_line import run

KEY = re.compile(r"asb_[A-Za-z0-9_-]{43}")


async def test_a_program_is_added_shown_rotated_and_revoked(
    program: Program, tmp_path: Path
) -> None:
    house = program.house
    added = await run(house, tmp_path, "workers", "add", "ERP", "--stores", "amazon store usa")
    assert (added.status, KEY.fullmatch(added.out.strip()) is not None) == (0, True)
    assert "note it now" in added.err
    first = replace(program, key=added.out.strip())
    assert (await first.token()).status == 200

    listed = await run(house, tmp_path, "workers", "list")
    assert "ERP" in listed.out
    assert "Nightly sync" in listed.out
    assert not KEY.search(listed.out + listed.err)

    rotated = await run(house, tmp_path, "workers", "rotate", "erp", "--overlap", "9999")
    second = replace(program, key=rotated.out.strip())
    assert [(await p.token()).status for p in (first, second)] == [200, 200]

    revoked = await run(house, tmp_path, "workers", "revoke", "ERP")
    assert (revoked.status, "gets no more tokens" in revoked.err) == (0, True)
    assert [(await p.token()).status for p in (first, second)] == [401, 401]
    events = [row.event for row in await rows(house, HistoryRow) if row.actor == "command_line"]
    assert events[-3:] == ["worker.added", "worker.key_made", "worker.revoked"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "Nightly sync", "--stores", "all"), "There is a sync program named"),
        (("add", "ERP", "--stores", "Amazon Store Mars"), "There is no store named"),
        (("add", "ERP"), "--stores"),
        (("add", "ERP", "--stores", "all", "--scope", "everything"), "everything"),
        (("add", "ERP", "--stores", "all", "--expires", "tomorrow"), "is not a day such as"),
        (("add", " ", "--stores", "all"), "needs a name"),
        (("add", "x" * 81, "--stores", "all"), "needs a name"),
        (("add", "ERP", "--stores", "all", "--expires", "2020-01-01"), "is over already"),
        (("rotate", "ERP"), "There is no sync program named"),
        (("rotate", "Nightly sync", "--overlap", "-1"), "--overlap"),
        (("revoke", "ERP"), "There is no sync program named"),
    ],
)
async def test_what_cannot_be_done_is_said_and_nothing_changed(
    program: Program, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    before = len(await rows(program.house, HistoryRow))

    refused = await run(program.house, tmp_path, "workers", *words)

    assert refused.status in {1, 2}
    assert told in re.sub(r"[\s│]+", " ", refused.err)
    assert "Traceback" not in refused.err
    assert not KEY.search(refused.out)
    assert len(await rows(program.house, HistoryRow)) == before


async def test_beside_a_bot_on_sqlite_it_says_what_to_do(house: House, tmp_path: Path) -> None:
    file = house.settings.database_url.removeprefix("sqlite+aiosqlite:///")
    with FileLock(f"{file}.lock"):
        refused = await run(house, tmp_path, "workers", "add", "ERP", "--stores", "all")
        listed = await run(house, tmp_path, "workers", "list")
    assert refused.status == 1
    assert "stop the other one" in refused.err.replace("\n", " ")
    assert (listed.status, "Sync programs" in listed.out) == (0, True)
