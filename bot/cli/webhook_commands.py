"""The commands about webhooks: endpoints, tests and replays."""

import socket
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit
from uuid import UUID, uuid4

import typer

from bot.cli.context import open_services
from bot.cli.errors import NotDone
from bot.cli.read_only import looking, the_workspace
from bot.clock import system_clock
from bot.settings import Settings
from domain.clock import rfc3339
from domain.public_addresses import is_public
from domain.webhooks import (
    EVENTS_KEPT,
    OVERLAP,
    TEST_TYPE,
    Endpoint,
    EndpointUnknown,
    NewEndpoint,
    NotTaken,
    WebhookEvent,
    WebhookType,
)
from scheduler.webhooks.http import WebhookClient
from services.webhooks.endpoints import WebhookEndpoints
from services.workspace.workspaces import Workspaces
from storage.database.encryption import Keyring
from storage.webhooks import WebhookSecrets

T = TypeVar("T")
_NOT_WHOLE = "The address must be whole, such as https://sync.company.com/hooks."
_LONGEST = 2000
"""The longest address."""
_LONGEST_HOST = 253
"""The longest host name. Source: RFC 1035, 2.3.4, without the dot and the length at its ends."""


def read_endpoint(url: str, types: str, *, allow_private: bool) -> NewEndpoint:
    """Parse an endpoint as typed; `types` are separated by commas. Raises `NotDone`."""
    parts = _split(url)
    host = parts.hostname or ""
    if not allow_private:
        _require_public(parts, host)
    return NewEndpoint(url=url, host=host, types=_types(types), allows_private=allow_private)


def read_moment(text: str) -> datetime:
    """Parse a moment such as 2026-11-20T00:00Z, in UTC where no zone is named; raises `NotDone`."""
    try:
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotDone(f"“{text}” is not a moment such as 2026-11-20T00:00Z.") from None


async def add(settings: Settings, new: NewEndpoint) -> None:
    async with open_services(settings) as (services, workspace_id):
        added = await services.endpoints.add(workspace_id, new)
    typer.echo(f"endpoint {added.id}")
    typer.echo(f"secret   {added.secret}")
    typer.echo("The secret is shown only now: the receiver verifies with it.", err=True)


async def show_all(settings: Settings) -> None:
    """Print a line for each endpoint, even while the bot runs."""
    async with _endpoints(settings) as (endpoints, workspace_id):
        found = await endpoints.all(workspace_id)
    for endpoint in found:
        typer.echo(_line(endpoint))
    if not found:
        typer.echo("None yet. `amazon-store-bot webhooks add URL` adds one.", err=True)


async def rotate(settings: Settings, endpoint_id: UUID) -> None:
    async with open_services(settings) as (services, workspace_id):
        secret = await _known(services.endpoints.rotate(workspace_id, endpoint_id))
    typer.echo(f"secret   {secret}")
    hours = OVERLAP.total_seconds() / 3600
    typer.echo(f"The one before signs as well for another {hours:.0f} hours.", err=True)


async def enable(settings: Settings, endpoint_id: UUID) -> None:
    async with open_services(settings) as (services, workspace_id):
        since = await _known(services.endpoints.enable(workspace_id, endpoint_id))
    if since is None:
        typer.echo("It was not disabled.")
        return
    typer.echo("Enabled. What was owed to it when it was disabled comes now. For what happened")
    typer.echo(
        f"meanwhile: amazon-store-bot webhooks replay {endpoint_id} --since {rfc3339(since)}"
    )


async def remove(settings: Settings, endpoint_id: UUID) -> None:
    async with open_services(settings) as (services, workspace_id):
        await _known(services.endpoints.remove(workspace_id, endpoint_id))
    typer.echo("Removed.")


async def replay(settings: Settings, endpoint_id: UUID, since: datetime) -> None:
    async with open_services(settings) as (services, workspace_id):
        count = await _known(services.endpoints.replay(workspace_id, endpoint_id, since))
    typer.echo(f"{count} events since {rfc3339(since)} will be sent, while the bot runs and the")
    typer.echo("endpoint is enabled.")
    typer.echo(f"Events are kept for {EVENTS_KEPT.days} days.", err=True)


async def try_out(settings: Settings, endpoint_id: UUID) -> None:
    """Send a signed test event at once, even while the bot runs; raises `NotDone`."""
    async with _endpoints(settings) as (endpoints, workspace_id):
        to = await _known(endpoints.destination(workspace_id, endpoint_id))
    now = system_clock()
    event = WebhookEvent(id=uuid4(), type=TEST_TYPE, occurred_at=now, data={})
    try:
        async with WebhookClient.open() as line:
            status = await line.send(to, event, now)
    except NotTaken as refused:
        raise NotDone(f"{to.host} did not take the event: {refused.reason}") from None
    typer.echo(f"{to.host} took the event: {status}")


@asynccontextmanager
async def _endpoints(settings: Settings) -> AsyncIterator[tuple[WebhookEndpoints, UUID]]:
    """Open the endpoints read-only, and the one workspace."""
    async with looking(settings.database_url) as database:
        secrets = WebhookSecrets(Keyring(settings.encryption_keys))
        workspaces = Workspaces(database, system_clock, settings.default_language)
        yield WebhookEndpoints(database, system_clock, secrets), await the_workspace(workspaces)


async def _known(done: Awaitable[T]) -> T:
    try:
        return await done
    except EndpointUnknown:
        raise NotDone(
            "No endpoint has that id. `amazon-store-bot webhooks list` shows all."
        ) from None


def _split(url: str) -> SplitResult:
    """Split an address; no error repeats it, because it may hold a secret."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotDone(_NOT_WHOLE) from None
    is_whole = parts.scheme in {"http", "https"} and 0 < len(host) <= _LONGEST_HOST and port != 0
    if not is_whole or len(url) > _LONGEST or not url.isprintable() or " " in url:
        raise NotDone(_NOT_WHOLE)
    return parts


def _require_public(parts: SplitResult, host: str) -> None:
    if parts.scheme != "https":
        raise NotDone("The address must begin with https://, or be allowed by --allow-private.")
    if _is_private(host):
        raise NotDone(f"{host} leads into a private network: it needs --allow-private.")


def _is_private(host: str) -> bool:
    """Return whether a host resolves, and to private addresses only.

    It is checked again at every send.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return not any(map(is_public, found))


def _types(text: str) -> list[WebhookType]:
    named = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in named if word not in set(WebhookType)]
    if unknown:
        known = ", ".join(WebhookType)
        raise NotDone(f"There is no event {', '.join(unknown)}. There are {known}.")
    return sorted({WebhookType(word) for word in named})


def _line(endpoint: Endpoint) -> str:
    types = ",".join(endpoint.types) or "all"
    private = ["private allowed"] if endpoint.allows_private else []
    return "  ".join([str(endpoint.id), endpoint.host, types, *private, _state(endpoint)])


def _state(endpoint: Endpoint) -> str:
    if endpoint.disabled_at is not None:
        return f"disabled since {rfc3339(endpoint.disabled_at)} ({endpoint.disabled_because})"
    if endpoint.failing_since is not None:
        return f"failing since {rfc3339(endpoint.failing_since)}"
    return "well"
