"""Common steps of monitoring."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from bot.wiring.services import Services, build_services, open_amazon
from domain.authorizations import AuthorizationStatus
from storage.authorizations import RefreshTokens
from storage.database.encryption import Keyring
from storage.tables.application import AlarmRow
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.base import Base
from storage.tables.workspaces import WorkspaceRow
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser as Browser
from tests.harness.connect_steps import confirm_ownership, connected_store, rows
from tests.harness.slack_steps import said

Json = dict[str, Any]
HOSTS = "sales"
"""The Slack channel that ADMIN_CHANNEL names."""
HOSTS_ID = "C0SALES001"


async def check(house: House) -> None:
    """Let whatever is due be checked, and what is owed be delivered.

    Twice, for another sweep may hold a seller at the moment of the first.
    """
    for _ in range(2):
        await house.bot.metronome.tick("checks")
    await house.deliver()


async def look(house: House) -> None:
    """Let the bot look at its application and its alarms, and what is owed be delivered."""
    await house.bot.metronome.tick("application")
    await house.bot.metronome.tick("alarms")
    await house.deliver()


async def hours_pass(house: House, hours: int) -> None:
    """Let hours pass one by one, with a check and a look in each."""
    for _ in range(hours):
        house.clock.move(hours=1)
        await check(house)
        await look(house)


async def ours(
    house: House, browser: Browser, seller: str = "Nordic Outdoor", **typed: str
) -> None:
    """Connect a store to a seller of whom Anna says that it is theirs."""
    await connected_store(house, browser, seller, **typed)
    await confirm_ownership(house, seller)


def messages(house: House, channel: str = "amazon") -> list[Json]:
    found: list[Json] = house.slack.channel(channel).messages
    return found


def texts(house: House, channel: str = "amazon") -> list[str]:
    """Read all that stands in a Slack channel, oldest first."""
    return [said(message) for message in messages(house, channel)]


async def authorization(house: House, seller: str = "Nordic Outdoor") -> Any:
    return next(r for r in await rows(house, AuthorizationRow) if r.seller_name == seller)


async def alarms(house: House) -> list[Any]:
    """Read the alarms that there were, the oldest first."""
    return sorted(await rows(house, AlarmRow), key=lambda row: (row.since, row.kind))


@asynccontextmanager
async def restarted(house: House, **settings: Any) -> AsyncIterator[Services]:
    """Open the services as a bot would that is started with these settings instead."""
    changed = house.settings.model_copy(update=settings)
    async with open_amazon(changed, house.clock) as amazon:
        services = build_services(house.bot.database, house.clock, changed, None, amazon)
        await services.application_watch.begin()
        yield services


async def hold_sellers(house: House, number: int, **given: Any) -> None:
    """Put live authorizations into the database, whose checks are due, without any store."""
    (workspace,) = await rows(house, WorkspaceRow)
    held = [_seller(house, workspace.id, n, **given) for n in range(number)]
    terms = [{"authorization_id": row["id"], "number": 1, **_term(house)} for row in held]
    await put(house, AuthorizationRow, held)
    await put(house, TermRow, terms)


async def put(house: House, table: type[Base], values: list[Json]) -> None:
    async with house.bot.database.engine.begin() as connection:
        await connection.execute(insert(table), values)


def _term(house: House) -> Json:
    return {"started_at": house.clock(), "ends_at": None}


def _seller(house: House, workspace_id: UUID, number: int, **given: Any) -> Json:
    row = AuthorizationRow(id=uuid4())
    RefreshTokens(Keyring(house.settings.encryption_keys)).seal(row, f"Atzr|held-{number}")
    usual = {
        "id": row.id,
        "workspace_id": workspace_id,
        "application_id": house.settings.amazon_application_id,
        "region": "NA",
        "seller_id": f"A0HELD{number:05}",
        "seller_name": f"Held {number}",
        "proof": "proved",
        "status": AuthorizationStatus.LIVE,
        "term": 1,
        "refresh_token_encrypted": row.refresh_token_encrypted,
        "token_version": 1,
        "checked_at": house.clock(),
        "next_check_at": house.clock(),
        "created_at": house.clock(),
    }
    return usual | given
