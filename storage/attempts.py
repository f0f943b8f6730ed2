"""Attempts as rows: begun, spent once, ended."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import ATTEMPT_LIFE, AttemptEnd
from storage.links import hash_token
from storage.tables.oauth import ConnectAttemptRow


async def open_attempts(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    """Count the attempts that may still come back."""
    count: int | None = await session.scalar(
        select(func.count()).where(
            which,
            ConnectAttemptRow.end.is_(None),
            ConnectAttemptRow.consumed_at.is_(None),
            ConnectAttemptRow.expires_at > now,
        )
    )
    return count or 0


def new_attempt(
    session: AsyncSession, cookie: str, now: datetime, **about: Any
) -> tuple[UUID, str]:
    """Begin an attempt from the browser with that cookie; returns its id and state.

    `about` gives `workspace_id`, `link_id` and `store_id`, or the `region` of one from the Appstore
    workflow.
    """
    attempt_id, state = uuid4(), secrets.token_urlsafe(32)
    session.add(
        ConnectAttemptRow(
            id=attempt_id,
            state_hash=hash_token(state),
            cookie_hash=hash_token(cookie),
            started_at=now,
            expires_at=now + ATTEMPT_LIFE,
            facts={},
            **about,
        )
    )
    return attempt_id, state


async def consume(session: AsyncSession, state: str, cookie: str, now: datetime) -> UUID | None:
    """Spend a state in one statement; None where this browser cannot spend it now."""
    spent: UUID | None = await session.scalar(
        update(ConnectAttemptRow)
        .where(
            ConnectAttemptRow.state_hash == hash_token(state),
            ConnectAttemptRow.cookie_hash == hash_token(cookie),
            ConnectAttemptRow.consumed_at.is_(None),
            ConnectAttemptRow.end.is_(None),
            ConnectAttemptRow.expires_at > now,
        )
        .values(consumed_at=now)
        .returning(ConnectAttemptRow.id)
        .execution_options(synchronize_session=False)
    )
    return spent


def end_attempt(
    attempt: ConnectAttemptRow, end: AttemptEnd, at: datetime, facts: dict[str, Any]
) -> None:
    """End an attempt; `facts` are what its page shows along with the end."""
    attempt.end, attempt.ended_at, attempt.facts = end, at, facts
