"""Sync programs: their permissions and keys."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

KEY_PREFIX = "asb_"
"""The prefix of every key, by which people and secret scanners recognize one."""
KEYS_OVERLAP = timedelta(hours=24)
"""How long the previous key is valid after a rotation, by default."""
USE_NOTED_EVERY = timedelta(minutes=1)
"""The precision of a key's last use."""


class ApiScope(StrEnum):
    """What a sync program may do; `TOKEN` includes `READ`.

    The last three are Amazon's own, for grantless operations. Source: SP-API, "Authorization with
    the grantless operations".
    """

    READ = "read"
    TOKEN = "token"  # noqa: S105 - a scope's name
    NOTIFICATIONS = "sellingpartnerapi::notifications"
    MIGRATION = "sellingpartnerapi::migration"
    ROTATION = "sellingpartnerapi::client_credential:rotation"


GRANTLESS = (ApiScope.NOTIFICATIONS, ApiScope.MIGRATION, ApiScope.ROTATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgram:
    """An authenticated sync program; `serves_all`: it may read every store."""

    id: UUID
    workspace_id: UUID
    name: str
    scopes: frozenset[ApiScope]
    serves_all: bool

    def may(self, scope: ApiScope) -> bool:
        is_included = scope is ApiScope.READ and ApiScope.TOKEN in self.scopes
        return scope in self.scopes or is_included


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A valid key that was just presented: its sync program, and its previous use."""

    program: SyncProgram
    key_id: UUID
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewSyncProgram:
    """A sync program to add; `stores` are names, None for all of them."""

    name: str
    stores: Sequence[str] | None
    scopes: frozenset[ApiScope]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyUse:
    """When a key was created, when it ends (None: when it is replaced), and its last use."""

    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownSyncProgram:
    """A sync program as its operator sees it; `stores` are names, empty for all of them."""

    program: SyncProgram
    stores: Sequence[str]
    keys: Sequence[KeyUse]
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RotatedKey:
    """A new key, and until when the previous one is valid."""

    key: str = field(repr=False)
    before_until: datetime


def new_key() -> str:
    """Create a key: 256 bits from the operating system."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hash_key(key: str) -> bytes:
    """Hash a key; an unguessable key needs no salt, and no slow hash.

    Invalid keys may hold bytes that no text has.
    """
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()
