"""The tables of sync programs, their keys, and the access tokens they share."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, partial_index


class SyncProgramRow(Base):
    """A program of one workspace that asks us for access tokens."""

    __tablename__ = "workers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(320))
    scopes: Mapped[list[Any]]
    """Values of `ApiScope`."""
    serves_all: Mapped[bool]
    """Whether it may know every store of its workspace, including later ones."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        partial_index(
            "uq_workers_name",
            "workspace_id",
            "folded_name",
            unique=True,
            where="revoked_at IS NULL",
        ),
    )


class SyncProgramStoreRow(Base):
    """A store that a sync program may know, if it may not know all of them."""

    __tablename__ = "worker_stores"

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    store_id: Mapped[UUID] = mapped_column(ForeignKey("stores.id"), primary_key=True)


class SyncProgramKeyRow(Base):
    """One key of a sync program; two are valid during a rotation."""

    __tablename__ = "worker_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"), index=True)
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class AccessTokenRow(Base):
    """A seller's shared access token, and who is fetching the next.

    It is valid only for the version of the refresh token that it came from.
    """

    __tablename__ = "access_tokens"

    authorization_id: Mapped[UUID] = mapped_column(
        ForeignKey("authorizations.id"), primary_key=True
    )
    token_version: Mapped[int]
    access_token_encrypted: Mapped[bytes | None]
    asked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    """Until when nobody else asks Amazon for the next one."""
    retry_at: Mapped[datetime | None]
    """When Amazon may be asked again after it gave none."""
