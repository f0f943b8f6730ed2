"""`doctor` checks next to the running bot, changes nothing, and names what needs a person."""

import asyncio
import base64
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import OperationalError

from bot.cli.doctor.diagnosis import Diagnosis, diagnose
from domain.alarms import AlarmKind
from playground.amazon import faults
from storage.database.engine import create_looking_engine
from storage.tables.application import AlarmRow
from storage.tables.authorizations import AuthorizationRow
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness.bot import (
    BOT_TOKEN,
    CLIENT_SECRET,
    House,
    open_house,
    resting_bot,
    usual_settings,
)
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import SellersBrowser, add_store, connect_url

ROOT = Path(__file__).parents[2]
Break = Callable[[House], Awaitable[dict[str, Any]]]
"""Breaks something; returns the settings that the doctor is given instead of the bot's."""


@pytest.fixture
async def house(sqlite_url: str, clock: MovableClock) -> AsyncIterator[House]:
    async with open_house(sqlite_url, clock, resting_bot) as opened:
        yield opened


async def _change(house: House, table: Any, **values: Any) -> None:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(update(table.__table__).values(**values))


async def _connected(house: House) -> None:
    seller = SellersBrowser(house)
    await seller.connect(connect_url(await add_store(house)), "Nordic Outdoor")
    await seller.close()
    await house.deliver()


def _found(diagnosis: Diagnosis, what: str) -> tuple[bool, str]:
    (find_stores,) = [one for one in diagnosis.findings if one.what == what]
    return find_stores.is_well, find_stores.told


async def test_all_is_well_in_a_house_where_nothing_is_wrong(house_on_each: House) -> None:
    house = house_on_each
    await _connected(house)
    diagnosis = await diagnose(house.settings, house.clock)

    assert diagnosis.is_well, diagnosis.findings
    assert _found(diagnosis, "Slack")[1].startswith("Nordic Shop; ")
    assert "open all" in _found(diagnosis, "Encryption keys")[1]
    assert diagnosis.undelivered == []


async def _token_refused(house: House) -> dict[str, Any]:
    house.slack.faults.next("auth.test", error="token_revoked")
    return {}


async def _slack_down(house: House) -> dict[str, Any]:
    del house
    return {"slack_api_url": "http://127.0.0.1:9/api/"}


async def _scope_missing(house: House) -> dict[str, Any]:
    installed = house.slack.world.installation(house.slack.world.home)
    installed.scopes -= {"im:write"}
    return {}


async def _amazon_down(house: House) -> dict[str, Any]:
    house.amazon.faults.next("lwa.token", faults.unwell(503))
    return {}


async def _secret_wrong(house: House) -> dict[str, Any]:
    house.amazon.rotate_secret(house.settings.amazon_application_id, "another-secret")
    return {}


async def _catalog_gone(house: House) -> dict[str, Any]:
    del house
    return {"commerce_file": "nowhere.yml"}


async def _key_lost(house: House) -> dict[str, Any]:
    del house
    return {"encryption_keys": f"new:{base64.b64encode(bytes(range(32))).decode()}"}


async def _suspended(house: House) -> dict[str, Any]:
    await _change(house, WorkspaceRow, delivery_suspended_at=house.clock())
    return {}


async def _undelivered(house: House) -> dict[str, Any]:
    at = house.clock()
    await _change(house, MessageRow, undelivered_at=at, skipped_because="is_archived")
    return {}


async def _owed_for_long(house: House) -> dict[str, Any]:
    long_ago = house.clock() - timedelta(hours=30)
    await _change(house, MessageRow, owed_since=long_ago, wanted_version=99)
    return {}


async def _lanes_late(house: House) -> dict[str, Any]:
    await _change(house, LaneRow, due_at=house.clock() - timedelta(minutes=61))
    return {}


async def _alarmed(house: House) -> dict[str, Any]:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(
            insert(AlarmRow.__table__).values(
                id=uuid4(),
                kind=AlarmKind.REFUSED,
                about="lwa",
                since=house.clock(),
                step=1,
                facts={"api": "lwa"},
            )
        )
    return {}


async def _checks_late(house: House) -> dict[str, Any]:
    await _change(house, AuthorizationRow, next_check_at=house.clock() - timedelta(minutes=61))
    return {}


async def _reminders_late(house: House) -> dict[str, Any]:
    await _change(house, AuthorizationRow, next_reminder_at=house.clock() - timedelta(minutes=61))
    return {}


async def _schema_old(house: House) -> dict[str, Any]:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    return {}


async def _database_gone(house: House) -> dict[str, Any]:
    del house
    return {"database_url": "sqlite+aiosqlite:////nowhere/bot.db"}


FAULTS: dict[str, tuple[Break, str, str]] = {
    "token refused": (_token_refused, "Slack", "token_revoked"),
    "slack down": (_slack_down, "Slack", "cannot be reached at http://127.0.0.1:9/api/"),
    "scope missing": (_scope_missing, "Slack", "has not granted im:write"),
    "amazon down": (_amazon_down, "Amazon", "unwell"),
    "secret wrong": (_secret_wrong, "Amazon", "AMAZON_CLIENT_SECRET (invalid_client)"),
    "catalog gone": (_catalog_gone, "Commerce", "nowhere.yml cannot be read"),
    "key lost": (_key_lost, "Encryption keys", "A2NORDICOUT01"),
    "suspended": (_suspended, "Token refused", "1: Nordic Shop since 2027-01-11"),
    "undelivered": (_undelivered, "Not delivered", "messages of the last 30 days"),
    "owed for long": (_owed_for_long, "Owed to Slack", "the oldest for 30 hours"),
    "lanes late": (_lanes_late, "Sweeps", "Slack channels wait"),
    "checks late": (_checks_late, "Sweeps", "1 checks"),
    "reminders late": (_reminders_late, "Sweeps", "1 reminders"),
    "alarm": (_alarmed, "Alarms", "1: Amazon refuses the application since 2027-01-11"),
    "schema old": (_schema_old, "Database", "amazon-store-bot db upgrade"),
    "database gone": (_database_gone, "Database", "cannot be opened"),
}
"""What is broken, where that shows, and by which words."""


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_is_broken_is_named_and_the_rest_is_fine(house: House, fault: str) -> None:
    await _connected(house)
    deed, where, words = FAULTS[fault]
    usual = usual_settings(house.settings.database_url, house.url, house.slack, house.amazon)
    given = type(house.settings).model_validate(usual | await deed(house))
    diagnosis = await diagnose(given, house.clock)

    is_well, told = _found(diagnosis, where)
    assert not is_well
    assert words in told
    assert not diagnosis.is_well
    assert [one.what for one in diagnosis.findings if not one.is_well] == [where]


async def test_it_lists_the_newest_ten_with_place_and_reason_and_no_contents(house: House) -> None:
    await _connected(house)
    await _undelivered(house)
    diagnosis = await diagnose(house.settings, house.clock)

    assert 0 < len(diagnosis.undelivered) <= 10
    message = diagnosis.undelivered[0]
    assert (message.workspace, message.reason) == ("Nordic Shop", "is_archived")
    house.clock.move(days=31)
    assert (await diagnose(house.settings, house.clock)).undelivered == []


async def test_the_command_works_beside_the_bot_and_prints_no_secret(
    house: House, tmp_path: Path
) -> None:
    await _connected(house)
    before = await _contents(house)
    usual = usual_settings(house.settings.database_url, house.url, house.slack, house.amazon)
    given = {name.upper(): str(value) for name, value in usual.items()}
    ended = await _doctor(tmp_path, given)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Nordic Shop" in ended.stdout
    assert "needs you" not in ended.stdout
    for secret in (BOT_TOKEN, CLIENT_SECRET, given["ENCRYPTION_KEYS"].partition(":")[2]):
        assert secret not in ended.stdout
    assert await _contents(house) == before

    await _undelivered(house)
    ended = await _doctor(tmp_path, given)
    assert ended.returncode == 1
    assert "needs you" in ended.stdout
    assert "is_archived" in ended.stdout


async def test_a_database_that_is_not_there_is_not_made(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    url = f"sqlite+aiosqlite:///{folder / 'none.db'}"
    given = house.settings.model_copy(update={"database_url": url})

    assert not _found(await diagnose(given, house.clock), "Database")[0]
    assert list(folder.iterdir()) == []


async def test_whoever_looks_at_a_sqlite_file_cannot_change_it(sqlite_url: str) -> None:
    engine = create_looking_engine(sqlite_url)
    with pytest.raises(OperationalError, match="readonly"):
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM workspaces"))
    await engine.dispose()


async def test_a_file_of_which_the_bot_has_let_go_can_be_looked_at(sqlite_url: str) -> None:
    file = sqlite_url.partition("///")[2]
    with sqlite3.connect(file) as closed:
        assert closed.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    closed.close()
    engine = create_looking_engine(sqlite_url)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM workspaces"))).scalar() == 0
    await engine.dispose()


async def _doctor(folder: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(_run, folder, settings)


def _run(folder: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "COLUMNS": "160", **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def _contents(house: House) -> list[Any]:
    async with house.bot.database.engine.connect() as connection:
        found = await connection.execute(text("SELECT id, shown_version, tries FROM messages"))
        return sorted(map(str, found.all()))
