"""What sync programs ask to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.authorizations import Connection
from domain.stores import Store, StoreStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFilter:
    """What a store has to fit; None where anything does.

    `website` is a code, and `commerce` whose it is: another's may have the same.
    """

    commerce: str | None = None
    website: str | None = None
    marketplace_id: str | None = None
    status: StoreStatus | None = None


@dataclass(frozen=True, slots=True)
class StoresServed:
    """Some stores in the order of their names, and the name to go on after, where there are more.

    A name is folded as the order is.
    """

    stores: Sequence[Store]
    after: str | None


@dataclass(frozen=True, slots=True)
class ServedConnection:
    """A connection and those of its stores that the sync program may know."""

    connection: Connection
    store_keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class ConnectionsServed:
    """Some connections in the order of their ids, and the id to go on after."""

    connections: Sequence[ServedConnection]
    after: UUID | None
