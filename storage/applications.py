"""The SP-API application as rows: which one runs, its client secret, its sellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.attempts import AttemptEnd, GrantStatus
from domain.authorizations import AuthorizationStatus
from storage.database.dialects import insert
from storage.tables.application import ApplicationRow, ClientSecretRow
from storage.tables.authorizations import AuthorizationRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow

_APPLICATIONS = ApplicationRow.__table__.c
_RUNNING = select(_APPLICATIONS.id).where(_APPLICATIONS.is_running).limit(1).scalar_subquery()
_MAY_ALLOW = (AuthorizationRow.status != AuthorizationStatus.REVOKED) | (
    AuthorizationRow.gone_at.is_(None)
)
"""Whether a seller may still allow the application: only Amazon's `invalid_grant` disproves it."""


@dataclass(frozen=True, slots=True)
class SecretSeen:
    """When the client secret was first seen, and the latest other one, if any."""

    first_at: datetime
    other_at: datetime | None


def of_another_application() -> ColumnElement[bool]:
    """Match authorizations of another application than the running one; NULL for none."""
    another: ColumnElement[bool] = AuthorizationRow.__table__.c.application_id != _RUNNING
    return another


async def note_running(session: AsyncSession, application_id: str) -> bool:
    """Save the application that the settings name; returns whether it changed."""
    before = await session.scalar(select(ApplicationRow.id).where(ApplicationRow.is_running))
    if before == application_id:
        return False
    await session.execute(update(ApplicationRow).values(is_running=False))
    await session.execute(
        insert(session, ApplicationRow)
        .values(id=application_id, is_running=True, ladder="")
        .on_conflict_do_update(index_elements=[ApplicationRow.id], set_={"is_running": True})
    )
    return True


async def note_secret(
    session: AsyncSession, application_id: str, fingerprints: Sequence[bytes], at: datetime
) -> None:
    """Save when a client secret was first seen, also under the present primary key.

    `fingerprints` are the secret's under each key, the primary's first.
    """
    known = await session.scalar(
        select(func.min(ClientSecretRow.first_seen_at)).where(
            *_of(application_id), ClientSecretRow.fingerprint.in_(fingerprints)
        )
    )
    await session.execute(
        insert(session, ClientSecretRow)
        .values(
            application_id=application_id,
            fingerprint=fingerprints[0],
            first_seen_at=at if known is None else known,
        )
        .on_conflict_do_nothing()
    )


async def secret_seen(
    session: AsyncSession, application_id: str, fingerprints: Sequence[bytes]
) -> SecretSeen | None:
    """Return when a client secret was first seen; None where it was not noted."""
    rows = await session.execute(
        select(ClientSecretRow.fingerprint, ClientSecretRow.first_seen_at).where(
            *_of(application_id)
        )
    )
    seen = {row.fingerprint: row.first_seen_at for row in rows}
    of_this = [at for fingerprint, at in seen.items() if fingerprint in fingerprints]
    others = [at for fingerprint, at in seen.items() if fingerprint not in fingerprints]
    return SecretSeen(min(of_this), max(others, default=None)) if of_this else None


async def sellers_held(session: AsyncSession, application_id: str, most: int) -> int:
    """Count the sellers that may allow an application, in all workspaces, up to `most`.

    These are all sellers of whom Amazon has not shown otherwise, and those who were refused by us,
    not by Amazon, as long as that is remembered. Unended ones are found by their index; the others
    are searched where there are few.
    """
    ours = _sellers().where(AuthorizationRow.application_id == application_id)
    lasting = ours.where(AuthorizationRow.status != AuthorizationStatus.REVOKED).distinct()
    found = await _count(session, lasting.limit(most).subquery())
    if found == most:
        return found
    every = ours.where(_MAY_ALLOW).union(_turned_away(application_id))
    return await _count(session, every.limit(most).subquery())


def _sellers() -> Select[str, str]:
    return select(AuthorizationRow.region, AuthorizationRow.seller_id)


def _turned_away(application_id: str) -> Select[str, str]:
    """Select the sellers who allowed an application although nobody had a use for them."""
    is_known = (
        select(AuthorizationRow.id)
        .where(
            AuthorizationRow.application_id == application_id,
            AuthorizationRow.region == GrantRow.region,
            AuthorizationRow.seller_id == GrantRow.seller_id,
        )
        .exists()
    )
    return (
        select(GrantRow.region, GrantRow.seller_id)
        .join(ConnectAttemptRow, ConnectAttemptRow.id == GrantRow.attempt_id)
        .where(
            GrantRow.settled_at.is_not(None),
            GrantRow.application_id == application_id,
            GrantRow.status == GrantStatus.REFUSED,
            ConnectAttemptRow.end != AttemptEnd.INTERRUPTED,
            ~is_known,
        )
    )


async def _count(session: AsyncSession, sellers: Subquery) -> int:
    found = await session.scalar(select(func.count()).select_from(sellers))
    return found or 0


async def is_held(session: AsyncSession, application_id: str, authorization_id: UUID) -> bool:
    """Match an authorization whose seller may still allow the application."""
    found = await session.scalar(
        select(AuthorizationRow.id).where(
            AuthorizationRow.id == authorization_id,
            AuthorizationRow.application_id == application_id,
            _MAY_ALLOW,
        )
    )
    return found is not None


def _of(application_id: str) -> tuple[Any, ...]:
    return (ClientSecretRow.application_id == application_id,)
