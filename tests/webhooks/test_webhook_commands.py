"""`amazon-store-bot webhooks`, as an operator types it beside a bot that has stopped."""

import re
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import make_url, update
from standardwebhooks import Webhook

from bot.cli.errors import NotDone
from bot.cli.webhook_commands import read_endpoint, read_moment
from storage.tables.webhooks import WebhookEndpointRow
from tests.harness.bot import House
from tests.harness.connect_steps import add_store, rows
from tests.journeys.oauth.test_adopt_command_line import Ended, run
from tests.webhooks.receiver import Receiver

NOBODY = "0b1f6f0e-6a0c-4a52-9d51-6a5f3f6f1d11"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


async def webhooks(house: House, folder: Path, *words: str) -> Ended:
    return await run(house, folder, "webhooks", *words)


async def added(house: House, folder: Path, receiver: Receiver) -> tuple[str, str]:
    """Add an endpoint for a receiver on this machine; returns its id and its secret."""
    ended = await webhooks(house, folder, "add", receiver.url, "--allow-private")
    assert ended.status == 0, ended.err
    found = re.fullmatch(r"endpoint (\S+)\nsecret   (\S+)\n", ended.out)
    assert found is not None, ended.out
    assert SECRET.fullmatch(found[2])
    return found[1], found[2]


async def send(house: House) -> None:
    await house.bot.metronome.tick("webhooks")
    await house.bot.webhook_delivery.drain()


async def test_an_endpoint_is_added_told_of_and_removed(
    house_on_each: House, tmp_path: Path, receiver: Receiver
) -> None:
    house = house_on_each
    endpoint, secret = await added(house, tmp_path, receiver)
    await add_store(house)
    await send(house)
    assert receiver.types == ["store.added"]
    assert receiver.received[0].is_signed_with(secret)

    listed = await webhooks(house, tmp_path, "list")
    assert listed.out == f"{endpoint}  127.0.0.1  all  private allowed  well\n"
    removed = await webhooks(house, tmp_path, "remove", endpoint)
    assert removed.out == "Removed.\n"
    assert await rows(house, WebhookEndpointRow) == []
    assert "None yet" in (await webhooks(house, tmp_path, "list")).err


async def test_a_test_event_tells_what_came_back_and_the_library_verifies_it(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, secret = await added(house, tmp_path, receiver)
    receiver.fail(202)
    receiver.fail(500)
    taken = await webhooks(house, tmp_path, "test", endpoint)
    refused = await webhooks(house, tmp_path, "test", endpoint)

    assert (taken.status, taken.out) == (0, "127.0.0.1 took the event: 202\n")
    assert (refused.status, refused.err) == (1, "127.0.0.1 did not take the event: 500\n")
    (received, _) = receiver.received
    event = Webhook(secret).verify(received.body, received.headers)
    assert event["type"] == "webhook.test"


async def test_a_lost_key_is_told_in_a_sentence(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, _ = await added(house, tmp_path, receiver)
    async with house.bot.database.engine.begin() as connection:
        lost = update(WebhookEndpointRow).values(url_encrypted=b"\x01\x04lost" + bytes(60))
        await connection.execute(lost)
    ended = await webhooks(house, tmp_path, "test", endpoint)

    assert ended.status == 1
    assert ended.err.startswith("ENCRYPTION_KEYS lacks the key “lost”")
    assert "Traceback" not in ended.err


async def test_a_replay_sends_again_what_has_happened_since(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, _ = await added(house, tmp_path, receiver)
    await add_store(house)
    await send(house)
    none = await webhooks(house, tmp_path, "replay", endpoint, "--since", "2027-01-12T00:00Z")
    assert none.out.startswith("0 events since 2027-01-12T00:00:00Z")
    one = await webhooks(house, tmp_path, "replay", endpoint, "--since", "2027-01-11")
    await send(house)

    assert one.out.startswith("1 events since 2027-01-11T00:00:00Z")
    assert len(receiver.received) == 2
    assert receiver.received[0].id == receiver.received[1].id


async def test_a_rotated_secret_is_printed_and_signs(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, before = await added(house, tmp_path, receiver)
    ended = await webhooks(house, tmp_path, "rotate", endpoint)
    assert "24 hours" in ended.err
    after = ended.out.split()[1]
    assert after != before
    await webhooks(house, tmp_path, "test", endpoint)

    assert receiver.received[0].is_signed_with(after)


async def test_an_endpoint_that_was_disabled_is_enabled_with_a_word_of_what_it_missed(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, _ = await added(house, tmp_path, receiver)
    assert (await webhooks(house, tmp_path, "enable", endpoint)).out == "It was not disabled.\n"
    receiver.fail(410)
    await add_store(house)
    await send(house)
    listed = await webhooks(house, tmp_path, "list")
    assert re.search(r"disabled since 2027-01-11T09:30:\d\dZ \(gone\)", listed.out)

    enabled = await webhooks(house, tmp_path, "enable", endpoint)
    assert f"webhooks replay {endpoint} --since 2027-01-11T09:30:" in enabled.out
    assert (await webhooks(house, tmp_path, "list")).out.endswith("well\n")


async def test_what_cannot_be_an_endpoint_is_refused_before_anything_is_written(
    house: House, tmp_path: Path
) -> None:
    ended = await webhooks(house, tmp_path, "add", "https://10.0.0.1/a-secret-path")

    assert ended.status == 1
    assert ended.err == "10.0.0.1 leads into a private network: it needs --allow-private.\n"
    assert await rows(house, WebhookEndpointRow) == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://sync.company.example/a-secret-path", "must begin with https://"),
        ("https://localhost/a-secret-path", "leads into a private network"),
        ("https://[::1]/a-secret-path", "leads into a private network"),
        ("https://2130706433/a-secret-path", "leads into a private network"),
        ("https://127.1/a-secret-path", "leads into a private network"),
        ("a-secret-path", "must be whole"),
        ("ftp://sync.company.example/a-secret-path", "must be whole"),
        ("https://", "must be whole"),
        ("https://sync.company.example:99999/a-secret-path", "must be whole"),
        ("https://[sync/a-secret-path", "must be whole"),
        ("https://sync.company.example/a-secret path", "must be whole"),
        ("https://sync.company.example/a-secret\r\npath", "must be whole"),
        ("https://sync.company.example/a-secret" + "a" * 3000, "must be whole"),
        (f"https://{'a.' * 130}example/a-secret", "must be whole"),
    ],
)
def test_a_refusal_tells_why_and_repeats_no_secret(url: str, told: str) -> None:
    with pytest.raises(NotDone, match=told) as refused:
        read_endpoint(url, "", allow_private=False)

    assert "a-secret" not in str(refused.value)


def test_only_known_events_can_be_asked_for_and_each_once() -> None:
    wanted = read_endpoint(
        "https://8.8.8.8/", "store.renewed, store.added,store.added", allow_private=False
    )
    assert list(wanted.types) == ["store.added", "store.renewed"]
    with pytest.raises(NotDone, match=r"no event store\.sold.*store\.added"):
        read_endpoint("https://8.8.8.8/", "store.added,store.sold", allow_private=False)


@pytest.mark.parametrize("command", ["rotate", "test", "replay"])
async def test_an_endpoint_that_is_not_there_is_told_of(
    house: House, tmp_path: Path, command: str
) -> None:
    since = ("--since", "2027-01-11T00:00Z") if command == "replay" else ()
    ended = await webhooks(house, tmp_path, command, NOBODY, *since)

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("No endpoint has that id.")


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "0001-01-01T00:00+14:00", "٢٠٢٦"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(NotDone, match="is not a moment"):
        read_moment(text)


async def test_a_moment_that_is_none_is_told_of(house: House, tmp_path: Path) -> None:
    ended = await webhooks(house, tmp_path, "replay", NOBODY, "--since", "yesterday")

    assert (ended.status, ended.err) == (
        1,
        "“yesterday” is not a moment such as 2026-11-20T00:00Z.\n",
    )


async def test_beside_a_running_bot_on_sqlite_they_read_and_do_not_write(
    house: House, tmp_path: Path, receiver: Receiver
) -> None:
    endpoint, _ = await added(house, tmp_path, receiver)
    with FileLock(f"{make_url(house.settings.database_url).database}.lock"):
        assert (await webhooks(house, tmp_path, "list")).status == 0
        assert (await webhooks(house, tmp_path, "test", endpoint)).status == 0
        refused = await webhooks(house, tmp_path, "remove", endpoint)

    assert refused.status == 1
    assert "Another process works on" in refused.err
    assert len(await rows(house, WebhookEndpointRow)) == 1
