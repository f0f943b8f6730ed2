"""Messages owed to Slack, written in the transaction of the change that they report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.history import Event
from domain.messages import MessageKind
from storage.database.dialects import insert
from storage.history import Subject, record
from storage.tables.messages import LaneRow, MessageRow
from storage.tables.stores import StoreRow

_WHERE_IT_IS = MessageRow.id, MessageRow.workspace_id, MessageRow.target
_MAY_STAND = or_(MessageRow.ts.is_not(None), MessageRow.skipped_because.is_(None))
"""Match messages that were posted, or may yet be."""


class MessageTarget(NamedTuple):
    """The lane where a message is owed."""

    workspace_id: UUID
    target: str


async def owe_card(session: AsyncSession, store: StoreRow, at: datetime) -> UUID:
    """Update a store's card in its Slack channel, or owe a new one.

    Returns the id of the card's message. A card in another channel stays as it is.
    """
    card = await session.scalar(
        select(MessageRow).where(
            MessageRow.store_id == store.id,
            MessageRow.kind == MessageKind.CARD,
            MessageRow.target == store.channel,
        )
    )
    if card is None:
        kind, place = MessageKind.CARD, store.channel
        return await owe_message(session, store.workspace_id, kind, place, at, store_id=store.id)
    card.skipped_because = None
    await want_newer(session, {card.id: MessageTarget(card.workspace_id, card.target)}, at)
    return card.id


async def owe_again(session: AsyncSession, store_id: UUID, kind: MessageKind, at: datetime) -> None:
    """Update every message of one kind about a store."""
    await want_shown(session, (MessageRow.store_id == store_id) & (MessageRow.kind == kind), at)


async def want_shown(session: AsyncSession, which: ColumnElement[bool], at: datetime) -> None:
    """Update some messages, in the order in which they were first owed.

    For one that could not be delivered, its stand-in is updated.
    """
    found = await session.execute(
        select(*_WHERE_IT_IS, _MAY_STAND)
        .where(which, MessageRow.instead_of.is_(None))
        .order_by(MessageRow.position)
    )
    missed: list[UUID] = []
    messages: dict[UUID, MessageTarget] = {}
    for message_id, workspace_id, target, may_stand in found:
        if may_stand:
            messages[message_id] = MessageTarget(workspace_id, target)
        else:
            missed.append(message_id)
    if missed:
        messages |= await stand_ins(session, missed)
    await want_newer(session, messages, at)


async def want_newer(
    session: AsyncSession, messages: Mapping[UUID, MessageTarget], at: datetime
) -> None:
    """Want newer versions of messages, last in their lanes, in this order."""
    if not messages:
        return
    positions = await _take_places(session, list(messages.values()), at)
    is_owed = MessageRow.shown_version < MessageRow.wanted_version
    await session.execute(
        update(MessageRow)
        .where(MessageRow.id.in_(messages))
        .values(
            position=case(dict(zip(messages, positions, strict=True)), value=MessageRow.id),
            wanted_version=MessageRow.wanted_version + 1,
            owed_since=case((is_owed, MessageRow.owed_since), else_=at),
        )
        .execution_options(synchronize_session=False)
    )


async def stand_ins(session: AsyncSession, missed: Sequence[UUID]) -> dict[UUID, MessageTarget]:
    """Return the messages that stand in for undelivered ones, posted or owed."""
    found = await session.execute(
        select(*_WHERE_IT_IS).where(MessageRow.instead_of.in_(missed), _MAY_STAND)
    )
    return {row.id: MessageTarget(row.workspace_id, row.target) for row in found}


async def owe_instead(session: AsyncSession, missed: MessageRow, target: str, at: datetime) -> None:
    """Owe an undeliverable message to somebody else."""
    about = ("workspace_id", "kind", "store_id", "authorization_id", "history_id", "created_at")
    same = {name: getattr(missed, name) for name in about}
    message = _message(at, target=target, instead_of=missed.id, **same)
    await owe_messages(session, [message], at)


async def notify(
    session: AsyncSession,
    event: Event,
    kind: MessageKind,
    targets: Iterable[str],
    about: Subject,
    actor: str,
    at: datetime,
    **facts: Any,
) -> UUID:
    """Record an event, and owe a message about it to each of some Slack channels or people.

    Returns the id of the history entry, which has been flushed. There may be no targets.
    """
    entry = record(session, event, about, actor, at, **facts)
    of_event = {
        "store_id": about.store_id,
        "authorization_id": about.authorization_id,
        "history_id": entry,
    }
    messages = [new_message(about.workspace_id, kind, to, at, **of_event) for to in targets]
    await owe_messages(session, messages, at)
    return entry


async def notify_in_thread(
    session: AsyncSession,
    event: Event,
    kind: MessageKind,
    store: StoreRow,
    actor: str,
    at: datetime,
    **facts: Any,
) -> None:
    """Record an event, and owe a message about it in the thread of the store's card."""
    entry = record(session, event, Subject.of_store(store), actor, at, **facts)
    card = await owe_card(session, store, at)
    of_event = {"store_id": store.id, "history_id": entry, "in_thread_of": card}
    await owe_message(session, store.workspace_id, kind, store.channel, at, **of_event)


async def owe_message(
    session: AsyncSession,
    workspace_id: UUID,
    kind: MessageKind,
    target: str,
    at: datetime,
    **about: UUID | None,
) -> UUID:
    """Owe a message to a Slack channel or person; returns its id.

    `about` may give `store_id`, `authorization_id`, `history_id` and `in_thread_of`.
    """
    message = new_message(workspace_id, kind, target, at, **about)
    await owe_messages(session, [message], at)
    return message.id


def new_message(
    workspace_id: UUID, kind: MessageKind, target: str, at: datetime, **about: UUID | None
) -> MessageRow:
    """Build a message to owe; `about` as in `owe_message`."""
    return _message(at, workspace_id=workspace_id, kind=kind, target=target, created_at=at, **about)


async def owe_messages(session: AsyncSession, messages: Sequence[MessageRow], at: datetime) -> None:
    """Owe many messages, in this order, to many places.

    They are flushed, because other rows refer to them.
    """
    places = [MessageTarget(message.workspace_id, message.target) for message in messages]
    for message, position in zip(messages, await _take_places(session, places, at), strict=True):
        message.position = position
    session.add_all(messages)
    await session.flush()


def _message(at: datetime, **values: Any) -> MessageRow:
    return MessageRow(
        id=uuid4(), wanted_version=1, shown_version=0, tries=0, owed_since=at, **values
    )


async def _take_places(
    session: AsyncSession, places: Sequence[MessageTarget], at: datetime
) -> list[int]:
    """Take the next position in each lane for every time it is named, in this order.

    The lanes become due as soon as Slack allows. They are locked in sorted order, so that two
    transactions do not deadlock.
    """
    if not places:
        return []
    session.info["owed"] = True
    taken = Counter(places)
    lanes = [
        {
            "workspace_id": place.workspace_id,
            "target": place.target,
            "last_position": n,
            "due_at": at,
        }
        for place, n in sorted(taken.items())
    ]
    statement = insert(session, LaneRow).values(lanes)
    last = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[LaneRow.workspace_id, LaneRow.target],
            set_={
                "last_position": LaneRow.last_position + statement.excluded.last_position,
                "due_at": func.coalesce(LaneRow.due_at, LaneRow.free_at, at),
            },
        ).returning(LaneRow.workspace_id, LaneRow.target, LaneRow.last_position)
    )
    before = {MessageTarget(*row[:2]): row[2] - taken[MessageTarget(*row[:2])] for row in last}
    positions = []
    for place in places:
        before[place] += 1
        positions.append(before[place])
    return positions
