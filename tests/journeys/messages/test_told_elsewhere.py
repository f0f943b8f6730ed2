"""A Slack channel is closed, or a person has left: somebody else is told, and nobody twice."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from domain.messages import MessageKind
from playground.slack.channel import Channel
from storage.outbox import owe_message
from storage.tables.messages import MessageRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    OpenBrowser,
    SellersBrowser,
    add_store,
    connect_url,
    connected_store,
    rows,
)
from tests.harness.power import reached
from tests.harness.slack_steps import USUAL, fill_in, open_form, said, submit

ADMINS = "C0SALES001"


async def _disconnected(house: House) -> None:
    """Let Amazon end the connection, and the bot notice it."""
    house.amazon.revoke("Nordic Outdoor")
    for span in ({"days": 1}, {"minutes": 15}):
        house.clock.move(**span)
        await house.bot.metronome.tick("checks")
        await house.deliver()


def _leave(house: House, first_name: str) -> None:
    """Let a person have left, of which the app has not heard yet."""
    house.slack.world.change_user(house.slack.person(first_name).id, deleted=True)


def _told(house: House, first_name: str, words: str) -> list[dict[str, Any]]:
    """Find direct messages by what they say."""
    return [m for m in house.slack.im(first_name).messages if words in said(m)]


async def test_bad_news_for_a_closed_channel_comes_to_the_owner_and_says_why(
    house_on_each: House, open_browser: OpenBrowser
) -> None:
    house = house_on_each
    await connected_store(house, open_browser(house))
    await house.slack.channel("amazon").archive()
    await _disconnected(house)

    (told,) = _told(house, "Anna", "no longer honours")
    first = said(told).splitlines()[0]
    assert f"meant for <#{house.slack.channel('amazon').id}>" in first
    assert "The Slack channel is archived." in first
    assert told["text"].startswith("This was meant for")
    assert "Reconnect" in said(told)


@pytest.mark.parametrize(
    ("close", "why"),
    [
        (Channel.archive, "archived"),
        (Channel.delete, "invite me there"),
        (Channel.remove_app, "invite me there"),
    ],
    ids=["archived", "deleted", "without the app"],
)
async def test_whatever_became_of_the_channel(
    house: House, browser: SellersBrowser, close: Any, why: str
) -> None:
    await connected_store(house, browser)
    await close(house.slack.channel("amazon"))
    await _disconnected(house)

    (told,) = _told(house, "Anna", "no longer honours")
    assert why in said(told).splitlines()[0]


async def test_a_question_that_came_to_the_owner_is_answered_there(
    house: House, browser: SellersBrowser
) -> None:
    (application,) = house.amazon.state.applications.values()
    house.amazon.register(replace(application, roles=frozenset()))
    await connected_store(house, browser)
    link = connect_url(await add_store(house, "🇨🇦 Canada", name="Canada"))
    await house.slack.channel("amazon").archive()
    house.amazon.rename("Nordic Outdoor", "Something Else")
    await browser.come_back(link, "Something Else")
    await house.deliver()
    (question,) = _told(house, "Anna", "could not prove")
    await house.slack.person("Anna").press(question, "Accept")
    await house.deliver()

    (answered,) = _told(house, "Anna", "has been dealt with")
    assert answered["ts"] == question["ts"]
    assert "Accept" not in str(answered["blocks"])
    assert "meant for" in said(answered)


async def test_whoever_left_is_followed_by_the_backup_and_then_by_the_admins(
    sqlite_url: str, clock: MovableClock, open_browser: OpenBrowser
) -> None:
    async with open_house(sqlite_url, clock, admin_channel=ADMINS) as house:
        await connected_store(house, open_browser(house), backup="Ben")
        slack = house.slack
        await slack.channel("amazon").archive()
        _leave(house, "Anna")
        await _owe_connected(house)
        _leave(house, "Ben")
        await _owe_connected(house)

        assert len(_told(house, "Ben", "is connected to Amazon")) == 1
        (told,) = slack.channel("sales").messages
        assert "is connected to Amazon" in said(told)
        assert "meant for" in said(told)


async def test_where_nobody_can_be_told_the_log_says_so_and_the_row_remembers(
    house: House, browser: SellersBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    await connected_store(house, browser)
    await house.slack.channel("amazon").archive()
    _leave(house, "Anna")
    caplog.clear()
    at = house.clock()
    await _owe_connected(house)

    (warned,) = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert "cannot be delivered to anybody" in warned.getMessage()
    (row,) = [r for r in await rows(house, MessageRow) if r.undelivered_at]
    assert (row.target, row.skipped_because) == ("C0AMAZON01", "is_archived")
    assert row.undelivered_at >= at


async def test_news_of_a_card_for_somebody_who_has_left_comes_to_the_owner(house: House) -> None:
    anna, slack = house.slack.person("Anna"), house.slack
    await open_form(anna, "general")
    await fill_in(anna, **USUAL, owner="Ben")
    hold = slack.faults.hold("chat.postMessage")
    submitting = asyncio.create_task(submit(anna))
    await reached(hold)
    _leave(house, "Anna")
    hold.release()
    await submitting
    await house.deliver()

    (told,) = _told(house, "Ben", "its card could not be posted")
    assert f"meant for <@{anna.id}>" in said(told)
    assert "Try again" in str(told["blocks"])


async def _owe_connected(house: House) -> None:
    """Owe another message about the store to its Slack channel, and let it be delivered."""
    (store,) = await rows(house, StoreRow)
    kind, target = MessageKind.CONNECTED, store.channel
    await house.bot.database.change(
        lambda session: owe_message(
            session, store.workspace_id, kind, target, house.clock(), store_id=store.id
        )
    )
    await house.deliver()
