"""Authorizations as rows: their tokens, terms and participations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import (
    AuthorizationStatus,
    Connection,
    Participation,
)
from domain.errors import NothingThere
from domain.marketplaces import Marketplace
from domain.usable_sellers import MOST_OFFERED, UsableSeller
from storage.applications import of_another_application
from storage.database.encryption import Keyring
from storage.tables.authorizations import AuthorizationRow, ParticipationRow, TermRow
from storage.tables.oauth import GrantRow
from storage.tables.stores import StoreRow
from storage.tables.types import known

CONNECTIONS = select(AuthorizationRow, TermRow, of_another_application()).join(
    TermRow,
    (TermRow.authorization_id == AuthorizationRow.id) & (TermRow.number == AuthorizationRow.term),
)
"""Authorizations with their current terms; `as_connection` converts each row."""


@dataclass(frozen=True)
class RefreshTokens:
    """Encrypts, decrypts and erases refresh tokens; nothing else does."""

    keyring: Keyring

    def seal(self, row: AuthorizationRow | GrantRow, token: str) -> None:
        row.refresh_token_encrypted = self.keyring.encrypt(token, _column(row), row.id)

    def open(self, row: AuthorizationRow | GrantRow) -> str | None:
        """Decrypt a row's token; None where it was erased. Raises `Unreadable`."""
        if row.refresh_token_encrypted is None:
            return None
        return self.keyring.decrypt(row.refresh_token_encrypted, _column(row), row.id)

    def keep_rotated(self, row: AuthorizationRow, before: str, now: str) -> None:
        """Save the refresh token that came with an access token, if it is a new one.

        Source: Login with Amazon normally returns the same one, and may replace it.
        """
        if now != before:
            self.seal(row, now)
            row.token_version += 1


def _column(row: AuthorizationRow | GrantRow) -> str:
    return f"{row.__tablename__}.refresh_token"


def begin_term(
    session: AsyncSession, row: AuthorizationRow, started_at: datetime, ends_at: datetime | None
) -> None:
    """Begin the next term."""
    row.term += 1
    session.add(
        TermRow(authorization_id=row.id, number=row.term, started_at=started_at, ends_at=ends_at)
    )


def name_seller(row: AuthorizationRow, told: Sequence[Participation]) -> None:
    """Save a seller's `storeName`, if Amazon gives one."""
    names = [participation.store_name for participation in told if participation.store_name]
    row.seller_name = names[0] if names else row.seller_name


async def replace_participations(
    session: AsyncSession, row: AuthorizationRow, told: Sequence[Participation], at: datetime
) -> None:
    """Save where Amazon now says that the seller sells."""
    await session.execute(
        delete(ParticipationRow).where(ParticipationRow.authorization_id == row.id)
    )
    session.add_all(
        ParticipationRow(
            authorization_id=row.id,
            marketplace_id=participation.marketplace_id,
            store_name=participation.store_name,
            is_participating=participation.is_participating,
            has_suspended_listings=participation.has_suspended_listings,
        )
        for participation in told
    )
    row.checked_at = at


async def connection_of(
    session: AsyncSession, workspace_id: UUID, authorization_id: UUID | None
) -> Connection | None:
    """Return what people see of a workspace's authorization."""
    asked = CONNECTIONS.where(
        AuthorizationRow.workspace_id == workspace_id, AuthorizationRow.id == authorization_id
    )
    found = (await session.execute(asked)).first()
    if found is None:
        return None
    return as_connection(found, await participations_of(session, found[0].id))


async def participations_of(
    session: AsyncSession, authorization_id: UUID
) -> Sequence[Participation]:
    """Return where the seller sells, as Amazon last said."""
    rows = await session.scalars(
        select(ParticipationRow)
        .where(ParticipationRow.authorization_id == authorization_id)
        .order_by(ParticipationRow.marketplace_id)
    )
    return [_as_participation(row) for row in rows]


async def check_soon(session: AsyncSession, which: ColumnElement[bool], at: datetime) -> None:
    """Schedule an immediate check of those authorizations that are checked at all."""
    await session.execute(
        update(AuthorizationRow)
        .where(which, AuthorizationRow.next_check_at > at)
        .values(next_check_at=at)
        .execution_options(synchronize_session=False)
    )


async def authorizations_of_seller(
    session: AsyncSession, application_id: str, region: str | None, seller_id: str
) -> Sequence[AuthorizationRow]:
    """Return a seller's authorizations in every workspace; `region` None means every region.

    In the Appstore workflow, a seller does not say which workspace it is about.
    """
    rows = await session.scalars(
        select(AuthorizationRow).where(
            AuthorizationRow.seller_id == seller_id,
            AuthorizationRow.application_id == application_id,
            *([] if region is None else [AuthorizationRow.region == region]),
        )
    )
    return rows.all()


def as_connection(found: Any, participations: Sequence[Participation] = ()) -> Connection:
    """Build a `Connection` from a row of `CONNECTIONS`."""
    row, term, is_of_another = found
    return Connection(
        authorization_id=row.id,
        status=known(row.status),
        region=known(row.region),
        seller_id=row.seller_id,
        seller_name=row.seller_name,
        proof=known(row.proof),
        term=term.number,
        connected_at=term.started_at,
        ends_at=term.ends_at,
        ownership_due_at=row.ownership_due_at,
        checked_at=row.checked_at,
        gone_at=row.gone_at,
        ended_by=known(row.ended_by),
        participations=participations,
        is_of_another_application=bool(is_of_another),
    )


def _as_participation(row: ParticipationRow) -> Participation:
    return Participation(
        row.marketplace_id, row.store_name, row.is_participating, row.has_suspended_listings
    )


async def lock_authorization(
    session: AsyncSession, workspace_id: UUID | None, authorization_id: UUID
) -> AuthorizationRow:
    """Return an authorization, locked, or raise `NothingThere`.

    `workspace_id` is that of the user; None where the bot acts by itself.

    The order of locks in a change:

    1. the request, by `handle_once`
    2. the grant, then its attempt
    3. the store that was named
    4. the authorization
    5. what hangs on it: access token, reminders, links, ending, other stores of its seller
    6. alarms
    7. the lanes of messages that are owed, sorted

    A link that was found by its token comes before its store. Where two changes lock a store and
    its authorization in opposite order, because one is about all of a seller's stores, PostgreSQL
    aborts one of them, and `Database.change` runs it again.
    """
    is_asked = AuthorizationRow.id == authorization_id
    if workspace_id is not None:
        is_asked &= AuthorizationRow.workspace_id == workspace_id
    row = await session.scalar(select(AuthorizationRow).where(is_asked).with_for_update())
    if row is None:
        raise NothingThere
    return row


async def find_authorization(
    session: AsyncSession, workspace_id: UUID, application_id: str, region: str, seller_id: str
) -> AuthorizationRow | None:
    """Return a workspace's authorization of a seller, locked as by `lock_authorization`."""
    found: AuthorizationRow | None = await session.scalar(
        select(AuthorizationRow)
        .where(
            AuthorizationRow.workspace_id == workspace_id,
            AuthorizationRow.application_id == application_id,
            AuthorizationRow.region == region,
            AuthorizationRow.seller_id == seller_id,
        )
        .with_for_update()
    )
    return found


async def usable_sellers(
    session: AsyncSession, workspace_id: UUID, place: Marketplace
) -> Sequence[UsableSeller]:
    """Return the sellers that may be offered for a store in a marketplace, by name."""
    name = func.coalesce(AuthorizationRow.seller_name, AuthorizationRow.seller_id)
    usable = _usable(workspace_id, place).order_by(name, AuthorizationRow.id).limit(MOST_OFFERED)
    return [_as_seller(row) for row in await session.scalars(usable)]


async def is_usable(
    session: AsyncSession, workspace_id: UUID, place: Marketplace, authorization_id: UUID
) -> bool:
    """Return whether a seller may be offered."""
    usable = _usable(workspace_id, place).where(AuthorizationRow.id == authorization_id)
    return await session.scalar(usable) is not None


def _usable(workspace_id: UUID, place: Marketplace) -> Select[Any]:
    """Select live, confirmed sellers whose token may be issued now."""
    sells_there = exists().where(
        ParticipationRow.authorization_id == AuthorizationRow.id,
        ParticipationRow.marketplace_id == place.id,
        ParticipationRow.is_participating,
    )
    has_store_there = exists().where(
        StoreRow.authorization_id == AuthorizationRow.id, StoreRow.marketplace_id == place.id
    )
    return select(AuthorizationRow).where(
        AuthorizationRow.workspace_id == workspace_id,
        AuthorizationRow.region == place.region,
        AuthorizationRow.status == AuthorizationStatus.LIVE,
        AuthorizationRow.ownership_due_at.is_(None),
        AuthorizationRow.gone_at.is_(None),
        of_another_application().is_not(True),
        sells_there,
        ~has_store_there,
    )


def _as_seller(row: AuthorizationRow) -> UsableSeller:
    return UsableSeller(row.id, row.term, row.seller_name or row.seller_id)
