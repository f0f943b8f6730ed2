"""`amazon-store-bot adopt` and `token`, as an operator types them while the bot is stopped."""

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House, usual_settings
from tests.harness.connect_steps import add_store, card_of, rows, sellers_state

ROOT = Path(__file__).parents[3]
NORDIC, MAPLE = "A2NORDICOUT01", "A1MAPLEGOODS3"


@dataclass(frozen=True)
class Ended:
    status: int | None
    out: str
    err: str


async def run(house: House, folder: Path, *words: str, typed: str = "") -> Ended:
    """Run a command in a folder of its own, with what is typed on standard input."""
    settings = usual_settings(house.settings.database_url, house.url, house.slack, house.amazon)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        | {name.upper(): str(value) for name, value in settings.items()},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(typed.encode())
    return Ended(process.returncode, out.decode(), err.decode())


def token_of(house: House, seller_id: str) -> str:
    """Return a token that a seller gave to the application by way of an earlier system."""
    (application,) = house.amazon.state.applications.values()
    return house.amazon.state.new_refresh_token(
        house.amazon.state.authorize(application, seller_id)
    )


async def test_a_token_from_standard_input_connects_a_store_which_then_gives_access(
    house_on_each: House, tmp_path: Path
) -> None:
    house = house_on_each
    await add_store(house)
    token = token_of(house, NORDIC)
    adopt = ("adopt", "Amazon Store USA", "--seller-id", NORDIC, "--connected-on", "2026-03-01")
    adopted = await run(house, tmp_path, *adopt, typed=f"{token}\n")
    given = await run(house, tmp_path, "token", "amazon store usa")
    house.pass_seconds(1)
    await house.deliver()

    assert (adopted.status, adopted.err) == (0, "")
    assert "Amazon Store USA: adopted" in adopted.out
    assert given.status == 0
    assert given.out.strip() in house.amazon.state.access_tokens
    assert house.settings.amazon.spapi_url is not None
    assert house.settings.amazon.spapi_url in given.err
    assert token not in adopted.out + given.out + given.err
    (term,) = await rows(house, TermRow)
    assert term.ends_at - term.started_at == timedelta(days=365)
    (authorization,) = await rows(house, AuthorizationRow)
    assert authorization.ours_due_at is None
    events = {row.event: row.actor for row in await rows(house, HistoryRow)}
    assert events["store.connected"] == events["token.handed_out"] == "command_line"
    assert "Connected" in card_of(house)["text"]


async def test_many_come_from_a_file_and_each_is_told_of(house: House, tmp_path: Path) -> None:
    await add_store(house)
    await add_store(house, "🇨🇦 Canada")
    before, good, bad = await sellers_state(house), token_of(house, NORDIC), "Atzr|unknown-token"
    file = tmp_path / "tokens.csv"
    file.write_text(
        "store,seller_id,refresh_token,connected_on\n"
        f"Amazon Store USA,{NORDIC},{good},2026-03-01\n"
        f"Amazon Store Canada,{MAPLE},{bad},\n"
        f"No such store,{MAPLE},{token_of(house, MAPLE)},\n",
        encoding="utf-8",
    )
    tried = await run(house, tmp_path, "adopt", "--csv", str(file), "--dry-run")
    assert await sellers_state(house) == before
    done = await run(house, tmp_path, "adopt", "--csv", str(file))

    assert "Amazon Store USA: would be adopted" in tried.out
    assert "1 of 3 would be adopted." in tried.out
    assert "Amazon Store USA: adopted" in done.out
    assert "Amazon Store Canada: Amazon no longer honours this token" in done.out
    assert "No such store: There is no store named" in done.out
    assert "1 of 3 adopted." in done.out
    assert (tried.status, done.status) == (1, 1)
    for ended in (tried, done):
        assert good not in ended.out + ended.err
        assert bad not in ended.out + ended.err
    assert [row.seller_id for row in await rows(house, AuthorizationRow)] == [NORDIC]


async def test_a_store_that_is_not_connected_gives_no_access(house: House, tmp_path: Path) -> None:
    await add_store(house)
    refused = await run(house, tmp_path, "token", "Amazon Store USA")

    assert refused.status == 1
    assert refused.out == ""
    assert "is not connected" in refused.err
    assert [r for r in await rows(house, HistoryRow) if r.event == "token.handed_out"] == []
