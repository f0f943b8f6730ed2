"""The client secret's 180 days are counted from when it was first seen, and told in time."""

import hashlib
from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import select

from storage.tables.application import ClientSecretRow
from tests.harness.bot import CLIENT_SECRET, House
from tests.monitoring.steps import HOSTS, alarms, look, restarted, texts

ANOTHER = SecretStr("amzn1.oa2-cs.v1.another-client-secret")


async def days_pass(house: House, days: int) -> None:
    for _ in range(days):
        house.clock.move(days=1)
        await look(house)


async def test_it_is_told_each_time_it_becomes_more_urgent(house_on_each: House) -> None:
    """The 180th day is a Saturday: what would be said on one is said on the Friday before."""
    house = house_on_each
    told = {}
    for day in range(1, 190):
        before = len(texts(house, HOSTS))
        await days_pass(house, 1)
        if len(texts(house, HOSTS)) > before:
            told[180 - day] = texts(house, HOSTS)[-1]

    assert list(told) == [30, 15, 8, 3, 1]
    assert "ends about" in told[30]
    assert "AMAZON_SECRET_ROTATED_AT" in told[30]
    assert "No seller has to sign in again" in told[30]
    assert all("A later message" in text for text in texts(house, HOSTS)[:-1])


async def test_after_the_last_day_it_says_that_it_has_ended(house: House) -> None:
    house.clock.move(days=181)
    await look(house)

    assert "ended about" in texts(house, HOSTS)[0]


async def test_a_rotated_secret_ends_what_was_told(house: House) -> None:
    await days_pass(house, 160)
    assert "ends about" in texts(house, HOSTS)[-1]
    async with restarted(house, amazon_client_secret=ANOTHER) as services:
        await services.application_watch.look()
    await house.deliver()

    assert "has been rotated" in texts(house, HOSTS)[-1]
    assert all(alarm.until is not None for alarm in await alarms(house))


async def test_the_day_in_the_settings_corrects_the_first_one(house: House) -> None:
    rotated_on = (house.clock() - timedelta(days=160)).date()
    async with restarted(house, amazon_secret_rotated_at=rotated_on) as services:
        await services.application_watch.look()
    await house.deliver()

    (told,) = texts(house, HOSTS)
    assert "Counted from the day in" in told


async def test_a_day_that_was_left_in_the_settings_says_nothing_of_the_next_secret(
    house: House,
) -> None:
    left = {"amazon_secret_rotated_at": house.clock().date()}
    async with restarted(house, **left) as services:
        await services.application_watch.look()
    house.clock.move(days=160)
    async with restarted(house, amazon_client_secret=ANOTHER, **left) as services:
        await services.application_watch.look()

    assert await alarms(house) == []


async def test_a_secret_is_recognized_after_the_keys_were_rotated(house: House) -> None:
    """Under each of the rings that a rotation goes through, by keys that they have in common."""
    old, new = bytes(32), bytes([1] * 32)
    first = house.clock()
    for ring in ({"new": new, "test": old}, {"new": new}):
        house.clock.move(days=30)
        async with restarted(house, encryption_keys=ring):
            pass

    async with house.bot.database.engine.connect() as connection:
        seen = (await connection.execute(select(ClientSecretRow.__table__))).all()
    assert {row.first_seen_at for row in seen} == {first}
    assert len(seen) == 2


async def test_neither_the_secret_nor_its_plain_hash_is_kept(house: House) -> None:
    async with house.bot.database.engine.connect() as connection:
        (row,) = (await connection.execute(select(ClientSecretRow.__table__))).all()
    secret = CLIENT_SECRET.encode()
    assert secret not in row.fingerprint
    assert row.fingerprint != hashlib.sha256(secret).digest()
