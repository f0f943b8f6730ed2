"""The rows of a database full of stores; every second store is connected."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.authorizations import TERM_LENGTH, AuthorizationStatus, SellerProof
from domain.marketplaces import MARKETPLACES
from domain.messages import MessageKind

Row = dict[str, Any]
_A_LANE = 10
"""Stores whose cards stand in the same Slack channel."""


def workspace_row(team: str, now: datetime) -> Row:
    return {
        "id": uuid4(),
        "slack_team_id": team,
        "name": team,
        "url": "https://x.example",
        "language": "en",
        "bot_id": "B1",
        "bot_user_id": "U1",
        "created_at": now,
    }


def store_row(workspace_id: UUID, number: int, now: datetime) -> Row:
    name = f"Amazon Store {number:04} of Nordic Shop"
    place = MARKETPLACES[number % len(MARKETPLACES)]
    return {
        "id": uuid4(),
        "key": uuid4().hex,
        "workspace_id": workspace_id,
        "name": name,
        "folded_name": name.casefold(),
        "website_connection": "Nordic Shop",
        "website_code": f"site_{number}",
        "website_name": f"Website {number}",
        "email": "anna@nordic.example",
        "marketplace_id": place.id,
        "channel": f"C{number // _A_LANE}",
        "owner": "U0ANNA0001",
        "authorization_id": uuid4() if number % 2 else None,
        "created_by": "U0ANNA0001",
        "created_at": now,
        "updated_at": now,
    }


def authorization_row(store: Row) -> Row:
    return {
        "id": store["authorization_id"],
        "workspace_id": store["workspace_id"],
        "application_id": "amzn1.sp.solution.bench",
        "region": "NA",
        "seller_id": f"A{store['key'][:13].upper()}",
        "proof": SellerProof.PROVED,
        "status": AuthorizationStatus.LIVE,
        "term": 1,
        "token_version": 1,
        "checked_at": store["created_at"],
        "created_at": store["created_at"],
    }


def term_row(store: Row) -> Row:
    started: datetime = store["created_at"] - timedelta(days=100)
    return {
        "authorization_id": store["authorization_id"],
        "number": 1,
        "started_at": started,
        "ends_at": started + TERM_LENGTH,
    }


def lane_rows(stores: list[Row]) -> list[Row]:
    """Return the lanes of all cards; nothing is owed in them."""
    return [
        {
            "workspace_id": store["workspace_id"],
            "target": store["channel"],
            "last_position": _A_LANE,
        }
        for store in stores[::_A_LANE]
    ]


def message_row(store: Row) -> Row:
    """Return the store's card as it stands in Slack."""
    return {
        "id": uuid4(),
        "workspace_id": store["workspace_id"],
        "store_id": store["id"],
        "kind": MessageKind.CARD,
        "target": store["channel"],
        "position": 1,
        "wanted_version": 1,
        "shown_version": 1,
        "channel": store["channel"],
        "ts": "1.2",
        "tries": 0,
        "created_at": store["created_at"],
    }
