"""No secret is readable anywhere."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import make_url
from yarl import URL

from playground.amazon.faults import bad_json, unwell
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import CLIENT_SECRET, House
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    confirm_ownership,
    connect_url,
    in_slack,
    rows,
    services_of,
)


@dataclass
class Seen:
    """The secrets of a story, by what they are, and the pages that people saw in it.

    `pages` are those of the seller's own browser, `elsewhere` those of any other.
    """

    secrets: dict[str, str] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    log: str = ""

    def note_callback(self, callback: str) -> str:
        query = URL(callback, encoded=True).query
        self.secrets[f"code {len(self.secrets)}"] = query["spapi_oauth_code"]
        self.secrets[f"state {len(self.secrets)}"] = query["state"]
        return callback


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged, unmasked and in detail."""
    lines, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(lines), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
async def seen(
    house: House, browser: SellersBrowser, open_browser: OpenBrowser, log: StringIO
) -> Seen:
    """Everything that can happen to a seller on the way."""
    seen, faults = Seen(), house.amazon.faults
    link = connect_url(await add_store(house))
    for fault in (unwell(), bad_json()):
        faults.next("lwa.token", fault)
        callback = seen.note_callback(await browser.consent(link, "Nordic Outdoor"))
        seen.pages.append((await browser.look(callback)).text)
    callback = seen.note_callback(await browser.consent(link, "Nordic Outdoor"))
    seen.elsewhere.append((await open_browser(house).look(callback)).text)
    faults.next("spapi.listings", unwell())
    seen.pages += [(await browser.look(callback)).text for _ in range(2)]
    seen.elsewhere.append((await browser.look(f"{callback}&spapi_oauth_code=twice")).text)
    await house.deliver()
    await confirm_ownership(house)
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        await services.tokens.issue(workspace.id, "Amazon Store USA", "command_line")
    assert in_slack(house, "is connected to Amazon as *Nordic Outdoor*")
    cookies = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    state = house.amazon.state
    seen.secrets |= {f"refresh {n}": token for n, token in enumerate(state.refresh_tokens)}
    seen.secrets |= {f"access {n}": token for n, token in enumerate(state.access_tokens)}
    seen.secrets |= {"client secret": CLIENT_SECRET, "cookie": cookies["browser"]}
    seen.secrets |= {"link": link.rpartition("/")[2]}
    assert len(seen.secrets) >= 12
    seen.log = log.getvalue()
    return seen


async def test_no_secret_stands_in_a_log(seen: Seen) -> None:
    assert seen.log
    assert _found(seen, seen.log) == []


async def test_no_secret_is_sent_to_slack_but_the_connect_link(house: House, seen: Seen) -> None:
    assert _found(seen, str(house.slack.calls)) == ["link"]


async def test_no_secret_stands_on_a_page(seen: Seen) -> None:
    """A failed try leads its own browser, and nobody else's, back to its link."""
    assert _found(seen, unescape("".join(seen.pages))) == ["link"]
    assert _found(seen, unescape("".join(seen.elsewhere))) == []


async def test_no_secret_stands_in_the_history(house: House, seen: Seen) -> None:
    history = await rows(house, HistoryRow)
    assert len(history) > 8
    assert _found(seen, str([row.facts for row in history])) == []


async def test_no_secret_stands_in_the_database_in_clear(house: House, seen: Seen) -> None:
    file = Path(str(make_url(house.settings.database_url).database))
    kept = [found.read_bytes() for found in file.parent.glob(f"{file.name}*")]
    assert any(b"Amazon Store USA" in content for content in kept)
    everything = b"".join(kept).decode("latin-1")
    assert _found(seen, everything) == []


def _found(seen: Seen, text: str) -> list[str]:
    """Name the secrets that a text holds, whole or by a good part of them."""
    return [name for name, secret in seen.secrets.items() if secret[5:25] in text]
