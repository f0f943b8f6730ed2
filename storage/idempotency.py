"""Idempotency of requests that Slack repeats, or people double."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import Clock
from domain.errors import AlreadyHandled
from domain.people import Person
from storage.database.dialects import insert
from storage.database.transactions import HasDatabase
from storage.tables.workspaces import HandledRequestRow

P = ParamSpec("P")
T = TypeVar("T")


class HasClock(HasDatabase, Protocol):
    """A service whose verbs `changing_once` wraps."""

    @property
    def clock(self) -> Clock: ...


S = TypeVar("S", bound=HasClock)


def changing_once(
    verb: Callable[Concatenate[S, AsyncSession, Person, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, Person, str, P], Coroutine[Any, Any, T]]:
    """Turn a service's method into one transaction that carries out a request once.

    The caller passes the request's key after the person; the verb itself never sees it. A request
    that was carried out before raises `AlreadyHandled`.
    """

    async def run(self: S, person: Person, key: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        async def work(session: AsyncSession) -> T:
            await handle_once(session, person.workspace_id, key, self.clock())
            return await verb(self, session, person, *args, **kwargs)

        return await self.database.change(work)

    update_wrapper(run, verb)
    return run


async def handle_once(session: AsyncSession, workspace_id: UUID, key: str, at: datetime) -> None:
    """Record the request in this transaction, or raise `AlreadyHandled`."""
    remembered = await session.execute(
        insert(session, HandledRequestRow)
        .values(workspace_id=workspace_id, key=key, handled_at=at)
        .on_conflict_do_nothing()
        .returning(HandledRequestRow.key)
    )
    if remembered.first() is None:
        raise AlreadyHandled
