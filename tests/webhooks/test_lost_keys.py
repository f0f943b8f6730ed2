"""An endpoint whose address, or a secret of it, cannot be decrypted any more."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.cli.doctor.diagnosis import diagnose
from storage.tables.webhooks import WebhookEndpointRow, WebhookSecretRow
from tests.harness.slack_steps import said
from tests.monitoring.steps import HOSTS
from tests.operating.test_doctor import _found as found
from tests.webhooks.conftest import Hooked
from tests.webhooks.steps import fail_for_good, owe_one

LOST = b"\x01\x04lost" + bytes(60)
"""A ciphertext of a key that is not there."""


async def _lose(hooked: Hooked, table: Any, **lost: bytes) -> None:
    async with hooked.house.bot.database.engine.begin() as connection:
        await connection.execute(update(table).values(**lost))


@pytest.mark.parametrize(
    ("table", "column"),
    [(WebhookEndpointRow, "url_encrypted"), (WebhookSecretRow, "secret_encrypted")],
)
async def test_it_is_disabled_after_five_days_and_told_like_one_that_takes_nothing(
    resting: Hooked, table: Any, column: str
) -> None:
    await owe_one(resting)
    await _lose(resting, table, **{column: LOST})
    await fail_for_good(resting)
    await resting.house.deliver()

    row = await resting.row()
    assert row.disabled_because == "unreadable"
    assert [d.last_reason for d in await resting.deliveries()] == ["unreadable"]
    assert resting.receiver.received == []
    told = [said(message) for message in resting.house.slack.channel(HOSTS).messages]
    assert any("a key is missing from ENCRYPTION_KEYS" in text for text in told)


async def test_the_doctor_tells_of_it_at_once(hooked: Hooked) -> None:
    await _lose(hooked, WebhookSecretRow, secret_encrypted=LOST)
    diagnosis = await diagnose(hooked.house.settings, hooked.house.clock)

    is_well, told = found(diagnosis, "Encryption keys")
    assert not is_well
    assert "1 webhook endpoints; ENCRYPTION_KEYS lacks lost" in told
