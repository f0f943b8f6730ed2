"""What is owed to Slack. It is written in the transaction of the change it tells of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import MessageKind
from storage.dialects import insert
from storage.tables import LaneRow, MessageRow, StoreRow

_WHERE_IT_IS = MessageRow.id, MessageRow.workspace_id, MessageRow.target
_MAY_STAND = or_(MessageRow.ts.is_not(None), MessageRow.skipped_because.is_(None))
"""Whether a message is in Slack, or may yet come there."""


class Place(NamedTuple):
    """The lane in which a message is owed."""

    workspace_id: UUID
    target: str


async def owe_card(session: AsyncSession, store: StoreRow, at: datetime) -> UUID:
    """Want the card of a store shown as it is now, in the store's Slack channel.

    Returns the id of the card's message. A card that stands in another channel stays there.
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
    await want_newer(session, Place(card.workspace_id, card.target), [card.id], at)
    return card.id


async def owe_again(session: AsyncSession, store_id: UUID, kind: MessageKind, at: datetime) -> None:
    """Want every message of one kind about a store shown as things are now."""
    await want_shown(session, (MessageRow.store_id == store_id) & (MessageRow.kind == kind), at)


async def want_shown(session: AsyncSession, which: ColumnElement[bool], at: datetime) -> None:
    """Want some messages shown as things are now, in the order in which they first came.

    Where one could not be delivered, that is the message which stands in for it.
    """
    found = await session.execute(
        select(*_WHERE_IT_IS, _MAY_STAND)
        .where(which, MessageRow.instead_of.is_(None))
        .order_by(MessageRow.position)
    )
    missed: list[UUID] = []
    lanes: dict[Place, list[UUID]] = defaultdict(list)
    for message_id, workspace_id, target, may_stand in found:
        if may_stand:
            lanes[Place(workspace_id, target)].append(message_id)
        else:
            missed.append(message_id)
    for message_id, stands_in in await stand_ins(session, missed) if missed else ():
        lanes[stands_in].append(message_id)
    for place, messages in sorted(lanes.items()):
        await want_newer(session, place, messages, at)


async def want_newer(
    session: AsyncSession, place: Place, messages: Sequence[UUID], at: datetime
) -> None:
    """Want newer versions of messages shown, as the last ones in their lane, in this order."""
    last = await _next_position(session, *place, at, places=len(messages))
    positions = range(last - len(messages) + 1, last + 1)
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


async def stand_ins(session: AsyncSession, missed: Sequence[UUID]) -> list[tuple[UUID, Place]]:
    """Return the messages that are delivered, or about to be, in the place of missed ones."""
    found = await session.execute(
        select(*_WHERE_IT_IS).where(MessageRow.instead_of.in_(missed), _MAY_STAND)
    )
    return [(row.id, Place(row.workspace_id, row.target)) for row in found]


async def owe_instead(session: AsyncSession, missed: MessageRow, target: str, at: datetime) -> None:
    """Owe a message that could not be delivered where it belongs to somebody else."""
    about = ("workspace_id", "kind", "store_id", "authorization_id", "history_id", "created_at")
    same = {name: getattr(missed, name) for name in about}
    await _owe(session, at, target=target, instead_of=missed.id, **same)


async def owe_notice(
    session: AsyncSession,
    store: StoreRow,
    kind: MessageKind,
    target: str,
    history_id: UUID,
    at: datetime,
) -> UUID:
    """Owe a message about one history entry to a Slack channel or a person."""
    return await owe_message(
        session, store.workspace_id, kind, target, at, store_id=store.id, history_id=history_id
    )


async def owe_in_thread(
    session: AsyncSession, store: StoreRow, kind: MessageKind, history_id: UUID, at: datetime
) -> UUID:
    """Owe a message about one history entry in the thread of the store's card."""
    card = await owe_card(session, store, at)
    return await owe_message(
        session,
        store.workspace_id,
        kind,
        store.channel,
        at,
        store_id=store.id,
        history_id=history_id,
        in_thread_of=card,
    )


async def owe_message(
    session: AsyncSession,
    workspace_id: UUID,
    kind: MessageKind,
    target: str,
    at: datetime,
    **about: UUID | None,
) -> UUID:
    """Owe a message to a Slack channel or a person; returns its id.

    `about` may give `store_id`, `authorization_id`, `history_id` and `in_thread_of`.
    """
    return await _owe(
        session, at, workspace_id=workspace_id, kind=kind, target=target, created_at=at, **about
    )


async def _owe(session: AsyncSession, at: datetime, **values: Any) -> UUID:
    position = await _next_position(session, values["workspace_id"], values["target"], at)
    message = MessageRow(
        id=uuid4(),
        position=position,
        wanted_version=1,
        shown_version=0,
        tries=0,
        owed_since=at,
        **values,
    )
    session.add(message)
    await session.flush()
    return message.id


async def _next_position(
    session: AsyncSession, workspace_id: UUID, target: str, at: datetime, places: int = 1
) -> int:
    """Take the next places in a lane, and have the lane looked at as soon as Slack allows.

    Returns the last of them.
    """
    session.info["owed"] = True
    statement = insert(session, LaneRow).values(
        workspace_id=workspace_id, target=target, last_position=places, due_at=at
    )
    position: int = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=[LaneRow.workspace_id, LaneRow.target],
            set_={
                "last_position": LaneRow.last_position + places,
                "due_at": func.coalesce(LaneRow.due_at, LaneRow.free_at, at),
            },
        ).returning(LaneRow.last_position)
    )
    return position
