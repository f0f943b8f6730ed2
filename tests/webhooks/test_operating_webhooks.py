"""Doctor and metrics tell how webhooks go, and no address."""

from datetime import timedelta

from sqlalchemy import update

from bot.cli.doctor.diagnosis import diagnose
from storage.tables.webhooks import WebhookDeliveryRow
from tests.harness.connect_steps import add_store
from tests.operating.test_doctor import _found as found
from tests.operating.test_metrics import _page as page
from tests.operating.test_metrics import _samples as samples
from tests.webhooks.conftest import Hooked


async def test_the_doctor_names_who_gets_nothing_any_more(hooked: Hooked) -> None:
    diagnosis = await diagnose(hooked.house.settings, hooked.house.clock)
    assert found(diagnosis, "Webhooks") == (True, "no endpoint is disabled")
    hooked.receiver.fail(410)
    await add_store(hooked.house)
    await hooked.send()
    diagnosis = await diagnose(hooked.house.settings, hooked.house.clock)

    is_well, told = found(diagnosis, "Webhooks")
    assert not is_well
    assert told.startswith("1 disabled: 127.0.0.1 since 2027-01-11.")


async def test_what_waits_for_too_long_is_told_unless_its_endpoint_is_disabled(
    hooked_on_each: Hooked,
) -> None:
    hooked, house = hooked_on_each, hooked_on_each.house
    hooked.receiver.fail(429, Retry_After="3600")
    await add_store(house)
    await hooked.send()
    async with house.bot.database.engine.begin() as connection:
        long_ago = house.clock() - timedelta(minutes=61)
        await connection.execute(update(WebhookDeliveryRow).values(due_at=long_ago))
    told = found(await diagnose(house.settings, house.clock), "Sweeps")[1]
    assert "1 webhooks and 0 Slack channels wait for more than an hour" in told

    house.clock.move(hours=1)
    hooked.receiver.fail(410)
    await hooked.send()
    assert found(await diagnose(house.settings, house.clock), "Sweeps")[0]


async def test_prometheus_is_told_what_was_taken_and_what_was_not(hooked: Hooked) -> None:
    hooked.receiver.fail(500)
    hooked.receiver.fail(410)
    await add_store(hooked.house)
    for _ in range(2):
        await hooked.send()
        hooked.house.clock.move(minutes=1)
    told = samples(text := await page(hooked.house))

    assert told["webhooks_total not_taken 500"] == 1
    assert told["webhooks_total not_taken 410"] == 1
    assert told["disabled_endpoints"] == 1
    assert told["late_webhooks"] == 0
    assert "127.0.0.1" not in text
