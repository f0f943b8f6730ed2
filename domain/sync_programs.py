"""Sync programs: who they are, what they may, and their keys."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

KEY_PREFIX = "asb_"
"""What every key begins with, so that people and scanners for secrets know one when they see it."""
KEYS_OVERLAP = timedelta(hours=24)
"""How long the key before still counts after a rotation, unless another time is given."""
USE_NOTED_EVERY = timedelta(minutes=1)
"""How exactly a key's last use is known."""


class ApiScope(StrEnum):
    """What a sync program may; `TOKEN` includes `READ`.

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
    """A sync program that has shown a key; `serves_all` tells that it may know every store."""

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
    """A key that counts, as somebody has just shown it: whose it is, and its last use before."""

    program: SyncProgram
    key_id: UUID
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewSyncProgram:
    """A sync program that is to be added; `stores` are names, None for all of them."""

    name: str
    stores: Sequence[str] | None
    scopes: frozenset[ApiScope]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyUse:
    """When a key was made, until when it counts (None: until it is replaced), its last use."""

    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownSyncProgram:
    """A sync program as whoever runs the bot sees it; `stores` are names, empty where it is all."""

    program: SyncProgram
    stores: Sequence[str]
    keys: Sequence[KeyUse]
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RotatedKey:
    """A new key, and until when the one before counts."""

    key: str = field(repr=False)
    before_until: datetime


def new_key() -> str:
    """Make a key: 256 bits from the operating system."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hash_key(key: str) -> bytes:
    """Return what a key is known by; one that nobody can guess needs no salt, and no slow hash.

    What is shown as one may hold bytes that no text has.
    """
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()
