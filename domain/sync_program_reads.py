"""What sync programs read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.authorizations import Connection
from domain.stores import Store, StoreStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFilter:
    """What a store has to match; None matches anything.

    `website` is a code within the connection `commerce`: another may use the same code.
    """

    commerce: str | None = None
    website: str | None = None
    marketplace_id: str | None = None
    status: StoreStatus | None = None


@dataclass(frozen=True, slots=True)
class StoresServed:
    """Some stores in order of their names, and the name to continue after, if there are more.

    The name is folded, as the order is.
    """

    stores: Sequence[Store]
    after: str | None


@dataclass(frozen=True, slots=True)
class ServedConnection:
    """A connection with those of its stores that the sync program may read."""

    connection: Connection
    store_keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class ConnectionsServed:
    """Some connections in order of their ids, and the id to continue after."""

    connections: Sequence[ServedConnection]
    after: UUID | None
