"""The SP-API application as rows: which one runs, its client secret, whom it may work for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus
from storage.application_tables import ApplicationRow, ClientSecretRow
from storage.dialects import insert
from storage.seller_tables import AuthorizationRow

_APPLICATIONS = ApplicationRow.__table__.c
_RUNNING = select(_APPLICATIONS.id).where(_APPLICATIONS.is_running).limit(1).scalar_subquery()


@dataclass(frozen=True, slots=True)
class SecretSeen:
    """When the client secret was first seen, and when the latest other one was, if any."""

    first_at: datetime
    other_at: datetime | None


def of_another_application() -> ColumnElement[bool]:
    """Tell of an authorization that it is not of the application that runs; NULL for none."""
    another: ColumnElement[bool] = AuthorizationRow.__table__.c.application_id != _RUNNING
    return another


async def note_running(session: AsyncSession, application_id: str) -> bool:
    """Remember the application that the settings name; tells whether it was another before."""
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
    """Remember when a client secret was first seen, also under the keyring's present primary key.

    `fingerprints` are the secret's under each key; the primary's comes first.
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
    """Count the sellers that allow an application, in all workspaces; `most` is enough to know."""
    held = (
        select(AuthorizationRow.region, AuthorizationRow.seller_id)
        .where(
            AuthorizationRow.application_id == application_id,
            AuthorizationRow.status != AuthorizationStatus.REVOKED,
        )
        .distinct()
        .limit(most)
        .subquery()
    )
    found = await session.scalar(select(func.count()).select_from(held))
    return found or 0


async def is_held(
    session: AsyncSession, application_id: str, authorization_id: UUID | None
) -> bool:
    """Tell whether an authorization is one that allows the application."""
    found = await session.scalar(
        select(AuthorizationRow.id).where(
            AuthorizationRow.id == authorization_id,
            AuthorizationRow.application_id == application_id,
            AuthorizationRow.status != AuthorizationStatus.REVOKED,
        )
    )
    return found is not None


def _of(application_id: str) -> tuple[Any, ...]:
    return (ClientSecretRow.application_id == application_id,)
