"""A store with its connection, as every view shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.authorizations import (
    AuthorizationStatus,
    Connection,
    EndedBy,
)
from domain.participations import Selling, selling_in
from domain.stores import Store, StoreStatus
from domain.usable_sellers import UsableSeller


@dataclass(frozen=True, slots=True)
class StoreCard:
    """A store with its connection; `addable` are other marketplaces where its seller sells.

    `usable` are the team's sellers that an unconnected store can be connected with at once.
    """

    store: Store
    connection: Connection | None
    addable: Sequence[str] = ()
    usable: Sequence[UsableSeller] = ()

    @property
    def waits(self) -> bool:
        """Whether somebody has to sign in at Amazon before the store can sell."""
        return (
            self.connection is None
            or self.connection.status is AuthorizationStatus.REVOKED
            or self.connection.is_of_another_application
        )

    @property
    def is_lost(self) -> bool:
        """Whether the connection has ended although the team did not want that."""
        connection = self.connection
        return (
            connection is not None
            and connection.status is AuthorizationStatus.REVOKED
            and connection.ended_by is not EndedBy.OPERATOR
        )

    @property
    def selling(self) -> Selling | None:
        """Whether the seller sells where the store is; None while that is not known."""
        if self.connection is None or self.connection.checked_at is None:
            return None
        return selling_in(self.connection.participations, self.store.marketplace_id)

    @property
    def is_due(self) -> bool:
        """Whether the connection is due for renewal, or overdue."""
        return self.store.status in {StoreStatus.RENEWAL_DUE, StoreStatus.RENEWAL_OVERDUE}

    @property
    def wants_link(self) -> bool:
        return self.waits or self.is_due
