"""The settings: all errors are reported at once, by name, without values."""

import base64
from datetime import date
from pathlib import Path

import pytest

from bot.settings import AddressSettings, DatabaseSettings, Settings, WrongSettings, read_settings
from bot.wiring.services import build_commerce
from commerce.file import CommerceFile, CommerceFileFault

KEY = base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "PUBLIC_URL": "https://stores.nordic.example",
    "SLACK_SIGNING_SECRET": "canary-signing-secret-0123",
    "SLACK_BOT_TOKEN": "xoxb-canary-token",
    "AMAZON_APPLICATION_ID": "amzn1.sp.solution.0123",
    "AMAZON_CLIENT_ID": "amzn1.application-oa2-client.0123",
    "AMAZON_CLIENT_SECRET": "amzn1.oa2-cs.v1.canary-client-secret",
    "ENCRYPTION_KEYS": f"first:{KEY}",
}
SECRETS = ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "AMAZON_CLIENT_SECRET", "ENCRYPTION_KEYS")


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def _write(env_file: Path, values: dict[str, str]) -> None:
    env_file.write_text("".join(f"{name}='{value}'\n" for name, value in values.items()))


def _faults(env_file: Path, values: dict[str, str]) -> dict[str, str]:
    _write(env_file, values)
    with pytest.raises(WrongSettings) as wrong:
        read_settings(Settings, env_file)
    for value in values.values():
        assert not value or value not in str(wrong.value)
    return wrong.value.faults


def test_what_has_to_be_given_is_enough(env_file: Path) -> None:
    _write(env_file, GOOD)
    settings = read_settings(Settings, env_file)

    assert settings.public_url == "https://stores.nordic.example"
    assert settings.database_url == "sqlite+aiosqlite:///amazon-store-bot.db"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.encryption_keys == {"first": bytes(range(32))}


def test_all_that_is_missing_is_told_at_once(env_file: Path) -> None:
    assert set(_faults(env_file, {})) == set(GOOD)


def test_all_that_is_wrong_is_told_at_once_by_name_and_without_its_value(env_file: Path) -> None:
    wrong = {
        "PUBLIC_URL": "http://stores.nordic.example",
        "PORT": "seventy",
        "SLACK_SIGNING_SECRET": "short-canary",
        "SLACK_BOT_TOKEN": "canary",
        "SLACK_API_URL": "slack-canary",
        "AMAZON_APPLICATION_KIND": "canary-kind",
        "AMAZON_SPAPI_URL": "ftp://canary",
        "AMAZON_LISTED": "canary-perhaps",
        "AMAZON_SECRET_ROTATED_AT": "11/01/2027-canary",
        "DATABASE_URL": "mysql://canary:canary@host/db",
        "DEFAULT_LANGUAGE": "tlh-canary",
        "LOG_FORMAT": "canary-xml",
        "ENCRYPTION_KEYS": "canary",
    }
    assert set(_faults(env_file, GOOD | wrong)) == set(wrong)


@pytest.mark.parametrize(
    "url",
    [
        "stores.nordic.example",
        "http://stores.nordic.example",
        "https:///stores",
        "https://stores.nordic.example/bot",
        "https://stores.nordic.example?x=1",
        "https://stores.nordic.example#x",
        "ftp://localhost",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_browsers_cannot_reach_safely_is_refused(env_file: Path, url: str) -> None:
    assert list(_faults(env_file, GOOD | {"PUBLIC_URL": url})) == ["PUBLIC_URL"]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://stores.nordic.example/", "https://stores.nordic.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_a_slash_at_the_end_and_this_machine_itself_are_fine(
    env_file: Path, url: str, read: str
) -> None:
    _write(env_file, {"PUBLIC_URL": url})
    assert read_settings(AddressSettings, env_file).public_url == read


@pytest.mark.parametrize(
    "keys",
    [
        "no-colon",
        f":{KEY}",
        "first:",
        "first:not base64!",
        "first:" + base64.b64encode(bytes(16)).decode(),
        f"first:{KEY},second:short",
        f"first:{KEY},first:{KEY}",
        ",",
    ],
)
def test_a_key_that_is_none_is_refused(env_file: Path, keys: str) -> None:
    assert list(_faults(env_file, GOOD | {"ENCRYPTION_KEYS": keys})) == ["ENCRYPTION_KEYS"]


@pytest.mark.parametrize("proxies", ["proxy.example", "10.0.0.1/8", "300.0.0.1", "10.0.0.0/8;::1"])
def test_a_proxy_that_is_no_address_is_refused(env_file: Path, proxies: str) -> None:
    assert "::1" in _faults(env_file, GOOD | {"TRUSTED_PROXIES": proxies})["TRUSTED_PROXIES"]


@pytest.mark.parametrize("day", ["", "yesterday", "2027-02-30", "1767225600"])
def test_a_day_that_is_none_is_refused(env_file: Path, day: str) -> None:
    name = "AMAZON_SECRET_ROTATED_AT"
    assert "2027-01-31" in _faults(env_file, GOOD | {name: day})[name]


def test_an_application_is_unlisted_until_the_settings_say_otherwise(env_file: Path) -> None:
    _write(env_file, GOOD)
    assert read_settings(Settings, env_file).application.places == 25
    _write(env_file, GOOD | {"AMAZON_LISTED": "true", "AMAZON_SECRET_ROTATED_AT": "2027-01-11"})
    listed = read_settings(Settings, env_file)
    assert listed.application.places is None
    assert listed.amazon_secret_rotated_at == date(2027, 1, 11)


def test_the_first_of_several_keys_is_the_primary(env_file: Path) -> None:
    _write(env_file, GOOD | {"ENCRYPTION_KEYS": f"new:{KEY}, old:{KEY}"})
    assert list(read_settings(Settings, env_file).encryption_keys) == ["new", "old"]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_also_read_from_the_file_that_its_name_names(
    env_file: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_text(f"{GOOD[name]}\n")
    given = {key: value for key, value in GOOD.items() if key != name}
    _write(env_file, given | {f"{name}_FILE": str(tmp_path / "secret")})
    from_file = read_settings(Settings, env_file)
    _write(env_file, GOOD)

    assert from_file == read_settings(Settings, env_file)


SMTP_URL = "smtps://bot:canary-password@mail.nordic.example?from=stores@nordic.example"


def test_a_mail_server_is_read_from_its_own_file_and_shows_no_password(
    env_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "smtp").write_text(f"{SMTP_URL}\n")
    _write(env_file, GOOD | {"SMTP_URL_FILE": str(tmp_path / "smtp")})
    settings = read_settings(Settings, env_file)

    assert settings.smtp_server is not None
    assert (settings.smtp_server.host, settings.smtp_server.port) == ("mail.nordic.example", 465)
    assert "canary" not in f"{settings!r} {settings.smtp_server!r}"


def test_a_mail_server_without_a_sender_is_told_and_an_empty_setting_is_none(
    env_file: Path,
) -> None:
    assert list(_faults(env_file, GOOD | {"SMTP_URL": "smtp://mail.nordic.example"})) == [
        "SMTP_URL"
    ]
    _write(env_file, GOOD | {"SMTP_URL": ""})
    assert read_settings(Settings, env_file).smtp_server is None


def test_a_file_that_cannot_be_read_is_told_once_under_the_name_that_was_given(
    env_file: Path, tmp_path: Path
) -> None:
    given = {key: value for key, value in GOOD.items() if key != "SLACK_BOT_TOKEN"}
    for place in (tmp_path / "not-there", tmp_path):
        faults = _faults(env_file, given | {"SLACK_BOT_TOKEN_FILE": str(place)})
        assert list(faults) == ["SLACK_BOT_TOKEN_FILE"]


def test_no_secret_stands_in_what_is_shown_of_the_settings(env_file: Path) -> None:
    _write(env_file, GOOD)
    settings = read_settings(Settings, env_file)

    for shown in (repr(settings), str(settings), repr(settings.application)):
        assert "canary" not in shown
        assert KEY not in shown
        assert repr(bytes(range(32))) not in shown


def test_caring_for_the_database_needs_its_address_only(env_file: Path) -> None:
    _write(env_file, {"DATABASE_URL": "postgresql+psycopg://bot@db/bot"})
    read = read_settings(DatabaseSettings, env_file)
    assert read.database_url == "postgresql+psycopg://bot@db/bot"


async def test_the_shipped_example_of_a_catalog_is_read() -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "commerce.yml"

    assert len(await CommerceFile.read(example).websites()) == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file"),
        ("[]", "the file"),
        ("connections: [}", "cannot be read"),
        ("connections: []", "attributes"),
        ("connections: [{name: A, websites: [{code: a}]}]\nattributes: []", "connections.0"),
        ("connections: []\nattributes: [{code: '1 2', label: x}]", "attributes.0.code"),
        ("connections: []\nattributes: []\nsurprise: 1", "surprise"),
        ("!!python/object/apply:os.getcwd []", "cannot be read"),
    ],
)
def test_a_catalog_that_is_none_is_told_with_the_place(
    tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "commerce.yml"
    file.write_text(content)

    with pytest.raises(CommerceFileFault, match=r"commerce\.yml") as fault:
        CommerceFile.read(file)
    assert told in str(fault.value)


def test_a_catalog_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommerceFileFault, match=r"nowhere\.yml cannot be read"):
        CommerceFile.read(tmp_path / "nowhere.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommerceFileFault, match=r"bytes\.yml cannot be read"):
        CommerceFile.read(tmp_path / "bytes.yml")


def test_without_a_catalog_there_is_none(env_file: Path) -> None:
    _write(env_file, GOOD)
    assert build_commerce(read_settings(Settings, env_file)) is None


@pytest.mark.parametrize("days", ["", "soon", "30,,7", "91", "-29", "7.5", "30;14"])
def test_reminder_days_that_make_no_ladder_are_refused(env_file: Path, days: str) -> None:
    assert list(_faults(env_file, GOOD | {"REMINDER_DAYS": days})) == ["REMINDER_DAYS"]


def test_reminder_days_may_stand_in_any_order(env_file: Path) -> None:
    _write(env_file, GOOD | {"REMINDER_DAYS": "0, 7,30,-7,7"})
    assert read_settings(Settings, env_file).reminder_days == (30, 7, 0, -7)


@pytest.mark.parametrize("channel", ["#amazon", "amazon", "U0ANNA0001", "C0AMA ZON"])
def test_an_admin_channel_is_named_by_its_id(env_file: Path, channel: str) -> None:
    assert list(_faults(env_file, GOOD | {"ADMIN_CHANNEL": channel})) == ["ADMIN_CHANNEL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMIN_CHANNEL", "C01GEN"),
        ("ADMIN_CHANNEL", "G9A"),
        ("AMAZON_APPLICATION_ID", "amzn1.sellerapps.app.0123"),
    ],
)
def test_ids_of_every_form_in_use_are_taken(env_file: Path, name: str, value: str) -> None:
    _write(env_file, GOOD | {name: value})

    assert getattr(read_settings(Settings, env_file), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "placeholder"),
    [
        ("AMAZON_APPLICATION_ID", "amzn1.sp.solution."),
        ("AMAZON_CLIENT_ID", "amzn1.application-oa2-client."),
    ],
)
def test_a_placeholder_of_the_example_is_no_id(env_file: Path, name: str, placeholder: str) -> None:
    _write(env_file, GOOD | {name: placeholder})
    with pytest.raises(WrongSettings) as wrong:
        read_settings(Settings, env_file)

    assert list(wrong.value.faults) == [name]
