"""Apply a settled grant to the tables; helpers that take the session of a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import (
    OURS_WITHIN,
    AuthorizationStatus,
    EndedBy,
    Participation,
    SellerProof,
    next_check,
)
from domain.history import Event
from domain.marketplaces import Region
from domain.messages import MessageKind
from domain.oauth import ExpectedGrant
from domain.reminders import ReminderEnd
from domain.webhooks import WebhookType
from services.connections.ending import call_off_by_renewal, leave_seller
from services.stores.show import show_sign_in_requests, show_stores
from storage.access_tokens import forget_token
from storage.authorizations import (
    RefreshTokens,
    begin_term,
    find_authorization,
    name_seller,
    replace_participations,
)
from storage.database.dialects import insert
from storage.history import Subject
from storage.links import close_links
from storage.nudges import stop_waiting
from storage.outbox import notify, owe_again, owe_card
from storage.reminders import close_reminders, show_reminders
from storage.stores import channels_of, stores_of
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow
from storage.webhooks import owe_for_connection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A token, its seller and how sure that is. `ends_at` is None where no end is known."""

    workspace_id: UUID
    application_id: str
    region: Region
    seller_id: str
    refresh_token: str
    proof: SellerProof
    participations: Sequence[Participation] | None
    granted_at: datetime
    ends_at: datetime | None
    actor: str
    is_ours: bool
    """Whether whoever provided it vouches for it."""


async def apply_grant(
    session: AsyncSession, tokens: RefreshTokens, grant: NewGrant, at: datetime
) -> AuthorizationRow:
    """Begin an authorization or its next term: replace its token, and show its stores."""
    row = await _authorization_of(session, grant, at)
    event = Event.AUTHORIZATION_RENEWED if row.term else Event.AUTHORIZATION_GRANTED
    _set_live(row, grant, at)
    tokens.seal(row, grant.refresh_token)
    row.token_version += 1
    await forget_token(session, row.id)
    begin_term(session, row, grant.granted_at, grant.ends_at)
    if grant.participations is not None:
        await replace_participations(session, row, grant.participations, at)
    row.next_check_at = next_check(at, row.checked_at)
    await close_links(session, at, authorization_id=row.id)
    await close_reminders(session, row.id, ReminderEnd.RENEWED, at)
    await call_off_by_renewal(session, row, at)
    row.next_reminder_at = at
    await show_stores(session, row, at)
    await notify(
        session,
        event,
        MessageKind.RENEWED,
        await channels_of(session, row.id),
        Subject.of_seller(row),
        grant.actor,
        at,
        seller_id=row.seller_id,
        term=row.term,
        proof=row.proof,
    )
    await owe_for_connection(session, WebhookType.RENEWED, row, at)
    return row


async def attach_store(
    session: AsyncSession, store: StoreRow, row: AuthorizationRow, actor: str, at: datetime
) -> UUID:
    """Connect a store to a seller: close its link, and owe its card and a message.

    The messages of the seller's other stores no longer offer this one's marketplace. The store's
    former seller is left. Returns the card's message.
    """
    left = store.authorization_id
    store.authorization_id, store.updated_at = row.id, at
    await stop_waiting(session, store, at)
    await show_sign_in_requests(session, store, at)
    row.next_reminder_at = at
    await close_links(session, at, store_id=store.id)
    for sold in await stores_of(session, row.id):
        await owe_again(session, sold.id, MessageKind.CONNECTED, at)
    await show_reminders(session, StoreRow.id == store.id, at)
    card = await owe_card(session, store, at)
    await notify(
        session,
        Event.STORE_CONNECTED,
        MessageKind.CONNECTED,
        [store.channel],
        Subject(store.workspace_id, store.id, row.id),
        actor,
        at,
        term=row.term,
    )
    await owe_for_connection(session, WebhookType.CONNECTED, row, at, store)
    if left is not None and left != row.id:
        await leave_seller(session, store, left, actor, at)
    return card


async def attach_expected(
    session: AsyncSession,
    expected: ExpectedGrant,
    store: StoreRow,
    row: AuthorizationRow,
    actor: str,
    at: datetime,
) -> None:
    """Connect what a grant was asked for: the store, or all that another application's had."""
    if expected.marketplace_id is not None:
        await attach_store(session, store, row, actor, at)
    if expected.former is not None:
        await _bring_over(session, expected.former, row, actor, at)


async def _bring_over(
    session: AsyncSession, former_id: UUID, row: AuthorizationRow, actor: str, at: datetime
) -> None:
    """Move the stores of a seller's authorization with another application to this one.

    A store whose marketplace is taken stays behind; if none does, that authorization ends.
    """
    taken = {store.marketplace_id for store in await stores_of(session, row.id)}
    for store in await stores_of(session, former_id):
        if store.marketplace_id not in taken:
            await attach_store(session, store, row, actor, at)


async def _authorization_of(
    session: AsyncSession, grant: NewGrant, at: datetime
) -> AuthorizationRow:
    """Return the seller's authorization locked, creating it if there is none.

    Of two concurrent first grants, the later waits for the other and continues with its row.
    """
    row = await _find(session, grant)
    if row is None:
        statement = insert(session, AuthorizationRow).values(_new_authorization(grant, at))
        await session.execute(statement.on_conflict_do_nothing())
        row = await _find(session, grant)
    if row is None:
        raise RuntimeError("an authorization was neither found nor made")
    return row


async def _find(session: AsyncSession, grant: NewGrant) -> AuthorizationRow | None:
    return await find_authorization(
        session, grant.workspace_id, grant.application_id, grant.region, grant.seller_id
    )


def _new_authorization(grant: NewGrant, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "workspace_id": grant.workspace_id,
        "application_id": grant.application_id,
        "region": grant.region,
        "seller_id": grant.seller_id,
        "proof": grant.proof,
        "status": AuthorizationStatus.REVOKED,
        "term": 0,
        "token_version": 0,
        "created_at": at,
    }


def _set_live(row: AuthorizationRow, grant: NewGrant, at: datetime) -> None:
    """Make an authorization live; a new or formerly rejected one needs confirmation."""
    if grant.is_ours:
        row.ownership_due_at = None
    elif row.term == 0 or row.ended_by == EndedBy.NOT_OURS:
        row.ownership_due_at = at + OURS_WITHIN
    row.gone_at = row.unwell_since = row.ended_by = None
    row.status, row.proof = AuthorizationStatus.LIVE, grant.proof
    name_seller(row, grant.participations or ())
