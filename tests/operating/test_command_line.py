"""The command line, as an operator uses it: in a process and folder of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from sqlalchemy import text

from bot.database import prepare_database, upgrade_database
from bot.errors import CannotStart
from bot.settings import Settings, read_settings
from bot.wiring.bot import open_bot
from playground.bot_process import BotProcess
from playground.ports import free_port
from playground.slack import LocalSlack
from storage.database.engine import create_engine
from storage.database.schema import head, version
from tests.harness.bot import BOT_TOKEN, SIGNING_SECRET, House
from tests.harness.clock import MovableClock
from tests.operating.test_settings import GOOD, KEY

COMMAND = (sys.executable, "-m", "bot")
ROOT = Path(__file__).parents[2]


def _run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *words],
        cwd=folder,
        env=_environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    nobody = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **nobody, **settings}


def test_a_run_without_settings_names_all_that_are_missing(tmp_path: Path) -> None:
    ended = _run(tmp_path, "run")

    assert ended.returncode == 2
    assert all(f"  {name} is not set" in ended.stderr for name in GOOD)
    assert ".env.example" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_run_with_wrong_settings_names_them_and_prints_no_value(tmp_path: Path) -> None:
    wrong = GOOD | {"PUBLIC_URL": "http://canary.example", "PORT": "canary"}
    ended = _run(tmp_path, "run", **wrong)

    assert ended.returncode == 2
    assert "PUBLIC_URL must begin with https://" in ended.stderr
    assert "PORT" in ended.stderr
    assert "canary" not in ended.stdout + ended.stderr
    assert KEY not in ended.stdout + ended.stderr


def test_a_setting_in_the_folders_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PUBLIC_URL=https://from-the-file.example\n")
    ended = _run(tmp_path, "manifest")

    assert "https://from-the-file.example/slack/events" in ended.stdout


def test_a_catalog_that_cannot_be_read_keeps_it_from_starting(tmp_path: Path) -> None:
    ended = _run(tmp_path, "run", **GOOD, COMMERCE_FILE="nowhere.yml")

    assert ended.returncode == 1
    assert "nowhere.yml cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_manifest_needs_the_public_address_only_and_tells_amazons(tmp_path: Path) -> None:
    ended = _run(tmp_path, "manifest", PUBLIC_URL="https://stores.nordic.example/")
    loaded = yaml.safe_load(ended.stdout)

    assert ended.returncode == 0
    url = loaded["settings"]["interactivity"]["request_url"]
    assert url == "https://stores.nordic.example/slack/events"
    assert "https://stores.nordic.example/amazon/callback" in ended.stderr
    assert "https://stores.nordic.example/amazon/login" in ended.stderr


def test_a_new_key_is_one_that_the_settings_take(tmp_path: Path) -> None:
    made = _run(tmp_path, "keys", "new").stdout.strip()
    given = GOOD | {"ENCRYPTION_KEYS": made}
    (tmp_path / ".env").write_text("".join(f"{name}={text}\n" for name, text in given.items()))

    (key,) = read_settings(Settings, tmp_path / ".env").encryption_keys.values()
    assert len(set(key)) > 10


async def test_an_upgrade_brings_an_empty_database_to_head(
    empty_database_url: str, tmp_path: Path
) -> None:
    ended = _run(tmp_path, "db", "upgrade", DATABASE_URL=empty_database_url)

    assert (ended.returncode, ended.stdout) == (0, "The database is up to date.\n")
    engine = create_engine(empty_database_url)
    assert await version(engine) == head()
    await engine.dispose()


@pytest.mark.parametrize("words", [("db", "upgrade"), ("run",)], ids=" ".join)
def test_a_database_that_is_not_there_is_told_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    nowhere = "postgresql+psycopg://bot:canary@127.0.0.1:1/bot"
    ended = _run(tmp_path, *words, **GOOD | {"DATABASE_URL": nowhere})

    assert ended.returncode == 1
    assert "Check DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "canary" not in ended.stderr


def test_of_two_processes_on_one_sqlite_file_the_second_does_not_start(tmp_path: Path) -> None:
    with FileLock(tmp_path / "bot.db.lock"):
        ended = _run(tmp_path, "run", **GOOD, DATABASE_URL="sqlite+aiosqlite:///bot.db")

    assert ended.returncode == 1
    assert "Another process works on bot.db" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_an_empty_postgresql_asks_for_an_upgrade_an_empty_sqlite_file_needs_none(
    empty_database_url: str,
) -> None:
    if empty_database_url.startswith("postgresql"):
        with pytest.raises(CannotStart, match="amazon-store-bot db upgrade"):
            await prepare_database(empty_database_url)
    else:
        await prepare_database(empty_database_url)
        await prepare_database(empty_database_url)


async def test_a_database_of_a_newer_program_is_left_alone(database_url: str) -> None:
    engine = create_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for deed in (prepare_database, upgrade_database):
        with pytest.raises(CannotStart, match=r"schema is 9999.*install that one"):
            await deed(database_url)
    assert await version(engine) == "9999"
    await engine.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("this is no database, whatever its name says " * 100)
    ended = _run(tmp_path, "run", **GOOD, DATABASE_URL="sqlite+aiosqlite:///notes.db")

    assert ended.returncode == 1
    assert "The database cannot be opened" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "fault",
    [{"status": 503}, {"error": "internal_error"}, {"status": 200, "body": "not json"}],
    ids=str,
)
async def test_while_slack_is_unwell_what_is_known_is_enough_to_start(
    house: House, clock: MovableClock, fault: dict[str, Any]
) -> None:
    house.slack.faults.next("auth.test", **fault)

    async with open_bot(house.settings, clock):
        pass


async def test_a_token_that_slack_refuses_keeps_it_from_starting(
    house: House, clock: MovableClock
) -> None:
    house.slack.faults.next("auth.test", error="invalid_auth")

    with pytest.raises(CannotStart, match=r"Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)"):
        async with open_bot(house.settings, clock):
            pass


async def test_a_first_start_needs_slack_and_a_later_one_does_not(
    sqlite_url: str, house: House, clock: MovableClock, tmp_path: Path
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    known = house.settings.model_copy(update={"slack_api_url": nowhere})
    async with open_bot(known, clock):
        pass
    new = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    await prepare_database(new)
    with pytest.raises(CannotStart, match="Slack cannot be reached"):
        async with open_bot(known.model_copy(update={"database_url": new}), clock):
            pass
    assert sqlite_url == house.settings.database_url


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[LocalSlack]:
    started = await LocalSlack.start(
        clock=clock, signing_secret=SIGNING_SECRET, bot_token=BOT_TOKEN
    )
    async with started:
        yield started


async def test_it_runs_until_it_is_told_to_stop_and_leaves_nothing_locked(
    slack: LocalSlack, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = GOOD | {
        "PUBLIC_URL": url,
        "PORT": str(port),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
    }
    for _ in range(2):
        bot = await BotProcess.start(url, settings, tmp_path)
        await bot.ready()
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.process.wait() == 0
    with sqlite3.connect(tmp_path / "bot.db") as database:
        assert database.execute("SELECT count(*) FROM workspaces").fetchone() == (1,)
    database.close()
