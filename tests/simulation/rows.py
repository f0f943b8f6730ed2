"""A team as rows, as years of work would have left them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.marketplaces import MARKETPLACES
from domain.messages import MessageKind
from playground.slack.nordic_shop import BOT, HOME
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.base import Base
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.people import PersonRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow
from tests.simulation.imagined import BEGIN
from tests.simulation.team import Shop, Team

Row = dict[str, Any]
APPLICATION = "amzn1.sp.solution.stand-in"
WORKSPACE = UUID(int=1)


def store_id(number: int) -> UUID:
    return UUID(int=(2 << 64) + number)


def seller_id(number: int) -> UUID:
    return UUID(int=(3 << 64) + number)


async def settle_in(engine: AsyncEngine, team: Team) -> None:
    """Put a team into an empty database; the cards of its stores are owed."""
    tables: dict[type[Base], list[Row]] = {
        WorkspaceRow: [_workspace(team)],
        PersonRow: [_person(*known) for known in team.people.items()],
        AuthorizationRow: [_authorization(number) for number in team.ends],
        TermRow: [_term(team, number) for number in team.ends],
        StoreRow: [_store(*numbered) for numbered in team.shops.items()],
        LaneRow: list(_lanes(team)),
        MessageRow: [_card(*numbered) for numbered in team.shops.items()],
    }
    async with engine.begin() as connection:
        for table, rows in tables.items():
            await connection.execute(insert(table), rows)


def _workspace(team: Team) -> Row:
    return {
        "id": WORKSPACE,
        "slack_team_id": HOME,
        "name": "Nordic Shop",
        "url": "https://nordic-shop.example/",
        "language": "en",
        "bot_id": "B0AMZBOT01",
        "bot_user_id": BOT,
        "admin_channel": team.admin_channel,
        "created_at": BEGIN,
    }


def _person(name: str, zone: str) -> Row:
    return {
        "workspace_id": WORKSPACE,
        "slack_user_id": name,
        "name": name.title(),
        "locale": "en-US",
        "timezone": zone,
        "is_admin": True,
        "is_guest": False,
        "is_stranger": False,
        "is_bot": False,
        "is_deactivated": False,
        "asked_at": BEGIN,
    }


def _authorization(number: int) -> Row:
    return {
        "id": seller_id(number),
        "workspace_id": WORKSPACE,
        "application_id": APPLICATION,
        "region": "NA",
        "seller_id": f"A{number:013}",
        "seller_name": f"Seller {number}",
        "proof": "proved",
        "status": "live",
        "term": 1,
        "token_version": 1,
        "next_reminder_at": BEGIN,
        "created_at": BEGIN,
    }


def _term(team: Team, number: int) -> Row:
    ends_at = team.ends[number]
    return {
        "authorization_id": seller_id(number),
        "number": 1,
        "started_at": ends_at - timedelta(days=365),
        "ends_at": ends_at,
    }


def _store(number: int, shop: Shop) -> Row:
    return {
        "id": store_id(number),
        "key": f"st_{number:010}",
        "workspace_id": WORKSPACE,
        "name": f"Store {number}",
        "folded_name": f"store {number}",
        "website_connection": "",
        "website_code": f"w{number}",
        "website_name": f"Website {number}",
        "email": "anna@nordic.example",
        "marketplace_id": MARKETPLACES[number % 4].id,
        "channel": shop.channel,
        "owner": shop.owner,
        "backup": shop.backup,
        "authorization_id": seller_id(shop.seller),
        "created_by": shop.owner,
        "created_at": shop.created_at,
        "updated_at": shop.created_at,
    }


def _lanes(team: Team) -> Iterator[Row]:
    for channel in sorted({shop.channel for shop in team.shops.values()}):
        last = max(team.shops)
        yield {"workspace_id": WORKSPACE, "target": channel, "last_position": last, "due_at": BEGIN}


def _card(number: int, shop: Shop) -> Row:
    return {
        "workspace_id": WORKSPACE,
        "store_id": store_id(number),
        "kind": MessageKind.CARD,
        "target": shop.channel,
        "position": number,
        "wanted_version": 1,
        "shown_version": 0,
        "tries": 0,
        "created_at": BEGIN,
    }
