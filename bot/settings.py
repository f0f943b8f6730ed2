"""The settings, read once and all at once. Their names are a contract with operators."""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    SecretStr,
    ValidationError,
)

from amazon.addresses import LWA_URL, AmazonAddresses
from domain.application import Application, ApplicationKind
from domain.reminders import LADDER
from scheduler.mails.smtp import SmtpServer

Network = IPv4Network | IPv6Network
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_KEY_BYTES = 32
_FILE = "_FILE"
_SLACK_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,31}", re.ASCII)
_FIRST_RUNG, _LAST_RUNG = 90, -28


class WrongSettings(Exception):
    """Invalid settings: a sentence for each name, never a value."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = dict(faults)


def _public_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("must begin with https:// (http:// only on this machine itself)")
    if not parts.netloc or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("must be a host alone, such as https://stores.company.com")
    return url.rstrip("/")


def _address(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise ValueError("must be an http or https address")
    return url


def _optional_address(url: str) -> str:
    return _address(url) if url else url


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+psycopg://")
    return url


def _keys(text: object) -> dict[str, bytes]:
    pairs = [pair.strip().partition(":") for pair in str(text).split(",") if pair.strip()]
    try:
        keys = {name: base64.b64decode(key, validate=True) for name, _, key in pairs}
    except binascii.Error:
        keys = {}
    sound = all(name and len(key) == _KEY_BYTES for name, key in keys.items())
    if not keys or len(keys) != len(pairs) or not sound:
        raise ValueError("must be id:key pairs as `amazon-store-bot keys new` makes them")
    return keys


def _slack_channel(channel: str | None) -> str | None:
    if channel and not _SLACK_CHANNEL.fullmatch(channel):
        raise ValueError("must be a Slack channel's id, as its details show it at their end")
    return channel or None


def _ladder(text: object) -> tuple[int, ...]:
    """Parse days before the end, below zero after it, in order of time."""
    try:
        days = [int(day) for day in str(text).split(",")]
    except ValueError:
        days = []
    if not days or not all(_LAST_RUNG <= day <= _FIRST_RUNG for day in days):
        raise ValueError("must be days from 90 to -28 with commas between, such as 30,14,7,3,1,0")
    return tuple(sorted(set(days), reverse=True))


def _smtp_url(url: SecretStr | None) -> SecretStr | None:
    if url is not None and url.get_secret_value():
        SmtpServer.parse(url.get_secret_value())
    return url


Address = Annotated[str, AfterValidator(_address)]


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ValueError("must be a day such as 2027-01-31") from None


class AddressSettings(BaseModel):
    """The settings that the manifest needs, before there is a Slack app."""

    model_config = ConfigDict(hide_input_in_errors=True, frozen=True)

    public_url: Annotated[str, AfterValidator(_public_url)]


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be addresses or networks, such as 10.0.0.0/8,::1") from None


class DatabaseSettings(BaseModel):
    """The settings that database commands need."""

    model_config = ConfigDict(hide_input_in_errors=True, frozen=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = (
        "sqlite+aiosqlite:///amazon-store-bot.db"
    )


class Settings(AddressSettings, DatabaseSettings):
    """The settings that `run` needs. See `.env.example` for their meanings."""

    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    trusted_proxies: Annotated[tuple[Network, ...], PlainValidator(_networks)] = ()
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    slack_signing_secret: SecretStr = Field(min_length=16)
    slack_bot_token: SecretStr = Field(min_length=8)
    slack_api_url: Address = "https://slack.com/api/"
    amazon_application_id: str = Field(pattern=r"^amzn1\.(sp\.solution|sellerapps\.app)\.\S")
    amazon_application_kind: ApplicationKind = ApplicationKind.PUBLIC
    amazon_application_name: str = "Amazon Stores"
    amazon_client_id: str = Field(pattern=r"^amzn1\.application-oa2-client\.\S")
    amazon_client_secret: SecretStr = Field(min_length=8)
    amazon_listed: bool = False
    amazon_secret_rotated_at: Annotated[date | None, PlainValidator(_day)] = None
    amazon_lwa_url: Address = LWA_URL
    amazon_spapi_url: Address | None = None
    amazon_seller_central_url: Address | None = None
    commerce_file: Path | None = None
    encryption_keys: Annotated[dict[str, bytes], PlainValidator(_keys)] = Field(repr=False)
    reminder_days: Annotated[tuple[int, ...], PlainValidator(_ladder)] = LADDER
    admin_channel: Annotated[str | None, AfterValidator(_slack_channel)] = None
    default_language: Literal["en", "sv"] = "en"
    smtp_url: Annotated[SecretStr | None, AfterValidator(_smtp_url)] = None
    log_format: Literal["console", "json"] = "console"
    support_contact: str = ""
    listing_rules_url: Annotated[str, AfterValidator(_optional_address)] = ""

    @property
    def application(self) -> Application:
        return Application(
            id=self.amazon_application_id,
            kind=self.amazon_application_kind,
            name=self.amazon_application_name,
            client_id=self.amazon_client_id,
            client_secret=self.amazon_client_secret.get_secret_value(),
            is_listed=self.amazon_listed,
        )

    @property
    def amazon(self) -> AmazonAddresses:
        return AmazonAddresses(
            lwa_url=self.amazon_lwa_url,
            spapi_url=self.amazon_spapi_url,
            seller_central_url=self.amazon_seller_central_url,
        )

    @property
    def smtp_server(self) -> SmtpServer | None:
        """The mail server; None where none is set."""
        url = self.smtp_url.get_secret_value() if self.smtp_url else ""
        return SmtpServer.parse(url) if url else None

    @property
    def is_test(self) -> bool:
        """Whether the application is a draft, or an address of Amazon's is not the real one."""
        return self.amazon_application_kind is ApplicationKind.DRAFT or not self.amazon.are_real

    @property
    def redirect_uri(self) -> str:
        """The redirect URI to register at Amazon."""
        return f"{self.public_url}/amazon/callback"


S = TypeVar("S", AddressSettings, DatabaseSettings, Settings)


def read_settings(kind: type[S], env_file: Path = Path(".env")) -> S:
    """Read the environment, `.env` and the files that `NAME_FILE` names.

    Raises `WrongSettings` with everything that is wrong.
    """
    given = {name: value for name, value in dotenv_values(env_file).items() if value is not None}
    given |= os.environ
    faults: dict[str, str] = {}
    named = set(kind.model_fields)
    values = {name.lower(): value for name, value in given.items() if name.lower() in named}
    for name, path in given.items():
        setting = name.removesuffix(_FILE).lower()
        if name.endswith(_FILE) and name.lower() not in named and setting in named:
            _read_secret(name, path, values, faults)
    return _checked(kind, values, faults)


def _read_secret(name: str, path: str, values: dict[str, str], faults: dict[str, str]) -> None:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        faults[name] = f"names a file that cannot be read ({type(fault).__name__})"
    else:
        values[name.removesuffix(_FILE).lower()] = secret


def _checked(kind: type[S], values: Mapping[str, str], faults: dict[str, str]) -> S:
    try:
        settings = kind.model_validate(values)
    except ValidationError as wrong:
        for error in wrong.errors(include_input=False, include_url=False):
            name = str(error["loc"][0]).upper()
            if error["type"] != "missing":
                faults[name] = _sentence(error["msg"])
            elif f"{name}{_FILE}" not in faults:
                faults[name] = "is not set"
    if faults:
        raise WrongSettings(faults)
    return settings


def _sentence(message: str) -> str:
    """Turn pydantic's message into a sentence about the setting."""
    message = message.removeprefix("Value error, ")
    return message[0].lower() + message[1:]
