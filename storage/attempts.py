"""Attempts as rows: begun, spent once, ended."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import ATTEMPT_LIFE, AttemptEnd
from domain.history import Actor, Event
from storage.history import record
from storage.links import hash_token
from storage.seller_tables import ConnectAttemptRow
from storage.tables import ConnectLinkRow


async def open_attempts(session: AsyncSession, link_id: UUID, now: datetime) -> int:
    """Count a link's attempts that may still come back."""
    count: int | None = await session.scalar(
        select(func.count()).where(
            ConnectAttemptRow.link_id == link_id,
            ConnectAttemptRow.end.is_(None),
            ConnectAttemptRow.consumed_at.is_(None),
            ConnectAttemptRow.expires_at > now,
        )
    )
    return count or 0


def new_attempt(
    session: AsyncSession, link: ConnectLinkRow, cookie: str, now: datetime
) -> tuple[UUID, str]:
    """Begin an attempt from the browser with that cookie; returns its id and its state."""
    attempt_id, state = uuid4(), secrets.token_urlsafe(32)
    session.add(
        ConnectAttemptRow(
            id=attempt_id,
            workspace_id=link.workspace_id,
            link_id=link.id,
            store_id=link.store_id,
            state_hash=hash_token(state),
            cookie_hash=hash_token(cookie),
            started_at=now,
            expires_at=now + ATTEMPT_LIFE,
            facts={},
        )
    )
    return attempt_id, state


async def consume(session: AsyncSession, state: str, cookie: str, now: datetime) -> UUID | None:
    """Spend a state, in one statement; None where it cannot be spent by this browser now."""
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
    session: AsyncSession, attempt: ConnectAttemptRow, end: AttemptEnd, at: datetime, **facts: Any
) -> UUID:
    """End an attempt; returns the entry in the history."""
    attempt.end, attempt.ended_at, attempt.facts = end, at, facts
    return record(
        session,
        Event.ATTEMPT_ENDED,
        workspace_id=attempt.workspace_id,
        store_id=attempt.store_id,
        actor=Actor.SELLER,
        at=at,
        end=end,
        attempt=str(attempt.id),
        **facts,
    )
