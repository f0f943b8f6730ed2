"""The rows of a database full of stores; every second store is connected, or each."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.authorizations import TERM_LENGTH, AuthorizationStatus, SellerProof
from domain.marketplaces import MARKETPLACES
from domain.messages import MessageKind
from domain.reminders import LADDER, ReminderEnd
from playground.settings import APPLICATION_ID

Row = dict[str, Any]
OWNER = "U0ANNA0001"
_A_LANE = 10
"""Stores whose cards stand in the same Slack channel."""
_SOON = timedelta(hours=2)
"""Nothing is due before; what is measured takes less."""


def application_row() -> Row:
    """Return the application that the bot runs with, as after its first start."""
    return {"id": APPLICATION_ID, "is_running": True, "ladder": ",".join(map(str, LADDER))}


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
        "owner": OWNER,
        "authorization_id": uuid4() if number % 2 else None,
        "created_by": OWNER,
        "created_at": now,
        "updated_at": now,
    }


def sold(store: Row) -> Row:
    """Return a store's row as that of one that is connected."""
    return store | {"authorization_id": store["authorization_id"] or uuid4()}


def authorization_row(store: Row, number: int | None = None) -> Row:
    """Return a seller's row; by its number it can be found again."""
    created_at: datetime = store["created_at"]
    seller_id = f"A{store['key'][:13].upper()}" if number is None else seller(number)
    return {
        "id": store["authorization_id"],
        "workspace_id": store["workspace_id"],
        "application_id": APPLICATION_ID,
        "region": "NA",
        "seller_id": seller_id,
        "seller_name": store["name"],
        "proof": SellerProof.PROVED,
        "status": AuthorizationStatus.LIVE,
        "term": 1,
        "token_version": 1,
        "checked_at": created_at,
        "next_check_at": created_at + _SOON + timedelta(days=random.random()),  # noqa: S311
        "next_reminder_at": created_at + _SOON + timedelta(days=random.uniform(0, 300)),  # noqa: S311
        "created_at": created_at,
    }


def seller(number: int) -> str:
    return f"A{number:013}"


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


def person_row(workspace: Row) -> Row:
    """Return the owner of all stores of a workspace."""
    return {
        "workspace_id": workspace["id"],
        "slack_user_id": OWNER,
        "name": "Anna",
        "locale": "en-US",
        "timezone": "Europe/Stockholm",
        "is_admin": True,
        "is_guest": False,
        "is_stranger": False,
        "is_bot": False,
        "is_deactivated": False,
        "asked_at": workspace["created_at"],
        "ask_at": workspace["created_at"] + timedelta(days=1),
    }


def digest_rows(stores: Sequence[Row]) -> list[Row]:
    """Return the messages by which each Slack channel was reminded of its stores last year."""
    about: Row = {"store_id": None, "kind": MessageKind.DIGEST, "position": 2}
    return [message_row(store) | about for store in stores[::_A_LANE]]


def reminder_rows(stores: Sequence[Row], digests: Sequence[Row]) -> list[Row]:
    """Return the reminders of those digests, one a store; all are closed."""
    return [_reminder_row(store, digests[n // _A_LANE]) for n, store in enumerate(stores)]


def _reminder_row(store: Row, digest: Row) -> Row:
    closed_at: datetime = store["created_at"] - timedelta(days=100)
    opened_at = closed_at - timedelta(days=10)
    return {
        "id": uuid4(),
        "workspace_id": store["workspace_id"],
        "authorization_id": store["authorization_id"],
        "term": 0,
        "rung": 30,
        "target": store["channel"],
        "day": opened_at.date(),
        "opened_at": opened_at,
        "closed_at": closed_at,
        "closed_because": ReminderEnd.RENEWED,
        "message_id": digest["id"],
    }
