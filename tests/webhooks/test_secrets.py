"""Webhook secrets: two are valid during a rotation, and none leaks."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import make_url

from services.operations.retention import Retention
from storage.database.encryption import Unreadable
from storage.tables.webhooks import WebhookDeliveryRow, WebhookEventRow, WebhookSecretRow
from storage.tables.workspaces import HistoryRow
from tests.harness.bot import House
from tests.harness.connect_steps import add_store, rows, services_of
from tests.harness.slack_steps import said
from tests.webhooks.conftest import Hooked, workspace

PARTS = ("a-secret-path", "a-secret-query", "whsec_")


async def rotated(hooked: Hooked) -> str:
    async with services_of(hooked.house) as services:
        place = await workspace(hooked.house)
        return await services.endpoints.rotate(place, hooked.endpoint.id)


async def signed_by(hooked: Hooked, *secrets: str, country: str) -> list[bool]:
    """Tell of the next event with which of some secrets it is signed."""
    await add_store(hooked.house, country)
    await hooked.send()
    return [hooked.receiver.received[-1].is_signed_with(secret) for secret in secrets]


async def test_two_secrets_sign_for_a_day_then_only_the_newer(hooked_on_each: Hooked) -> None:
    hooked, first = hooked_on_each, hooked_on_each.endpoint.secret
    hooked.house.clock.move(minutes=1)
    second = await rotated(hooked)

    assert await signed_by(hooked, first, second, country="🇺🇸 United States") == [True, True]
    hooked.house.clock.move(hours=25)
    assert await signed_by(hooked, first, second, country="🇨🇦 Canada") == [False, True]


async def test_a_second_rotation_leaves_no_third_secret(hooked_on_each: Hooked) -> None:
    hooked, first = hooked_on_each, hooked_on_each.endpoint.secret
    second, third = await rotated(hooked), await rotated(hooked)
    found = await signed_by(hooked, first, second, third, country="🇺🇸 United States")

    assert found == [False, True, True]
    assert len(hooked.receiver.received[-1].signatures) == 2


async def test_what_was_sent_first_is_not_signed_by_a_secret_of_another_endpoint(
    hooked: Hooked,
) -> None:
    await add_store(hooked.house)
    await hooked.send()

    assert not hooked.receiver.received[0].is_signed_with("whsec_b3RoZXI=")


async def test_address_and_secret_stand_nowhere_in_the_open(
    hooked: Hooked, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = await rotated(hooked)
    hooked.receiver.fail(500)
    hooked.receiver.fail(301, Location="http://127.0.0.1:9/a-secret-path")
    hooked.receiver.answers.append(hooked.receiver.close)
    hooked.receiver.fail(410)
    await add_store(hooked.house)
    for _ in range(4):
        await hooked.send()
        hooked.house.clock.move(hours=1)
    await hooked.house.deliver()

    assert (await hooked.row()).disabled_because == "gone"
    told = [said(m) for m in hooked.house.slack.im("Anna").messages]
    history = [str(row.facts) for row in await rows(hooked.house, HistoryRow)]
    assert any("stopped sending" in text for text in told)
    for part in (*PARTS, secret.removeprefix("whsec_"), hooked.endpoint.secret):
        for place in (*told, *history, caplog.text, repr(hooked.endpoint)):
            assert part not in place
        assert part.encode() not in database_file(hooked.house)


def database_file(house: House) -> bytes:
    """Read all that SQLite has written."""
    file = Path(str(make_url(house.settings.database_url).database))
    beside = [file.with_name(file.name + end) for end in ("", "-wal")]
    return b"".join(path.read_bytes() for path in beside if path.exists())


async def test_a_secret_opens_only_in_its_own_row(hooked: Hooked) -> None:
    (row,) = await rows(hooked.house, WebhookSecretRow)
    async with services_of(hooked.house) as services:
        secrets = services.endpoints.secrets
        with pytest.raises(Unreadable):
            secrets.keyring.decrypt(
                row.secret_encrypted, "webhook_secrets.secret", hooked.endpoint.id
            )


async def test_events_and_secrets_are_forgotten_in_their_time(hooked_on_each: Hooked) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await add_store(house)
    await rotated(hooked)
    forget = Retention(house.bot.database, house.clock)
    house.clock.move(days=29)
    await forget.overdue()
    assert len(await rows(house, WebhookEventRow)) == 1
    assert len(await rows(house, WebhookSecretRow)) == 1

    house.clock.move(days=2)
    await forget.overdue()
    assert await rows(house, WebhookEventRow) == await rows(house, WebhookDeliveryRow) == []


async def test_a_removed_endpoint_leaves_nothing_but_its_history(hooked_on_each: Hooked) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    await add_store(house)
    await hooked.send()
    async with services_of(house) as services:
        await services.endpoints.remove(await workspace(house), hooked.endpoint.id)
    await add_store(house, "🇨🇦 Canada")
    await hooked.send()

    assert hooked.receiver.types == ["store.added"]
    assert await rows(house, WebhookSecretRow) == await hooked.deliveries() == []
    events = [row.event for row in await rows(house, HistoryRow) if "webhook" in row.event]
    assert sorted(events) == ["webhook.added", "webhook.removed"]
