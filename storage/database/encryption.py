"""AES-256-GCM with a keyring; a ciphertext decrypts only in the row it was made for.

Layout: version byte, length of the key id, key id, 12 bytes of nonce, ciphertext with tag.
"""

import hmac
import os
from collections.abc import Mapping, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = 1
_NONCE = 12
_HEAD = 2
"""Bytes before the key id: the version and the id's length."""


class Unreadable(Exception):
    """No key of the ring decrypts this ciphertext in this row; `key_id` if it names one."""

    def __init__(self, column: str, key_id: str | None) -> None:
        super().__init__(f"{column} cannot be decrypted; its key is {key_id or 'not told'}")
        self.key_id = key_id


class Keyring:
    """The primary key encrypts, every key decrypts."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """`keys` maps a key's id to its 32 bytes; the first is the primary."""
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._marking = [_derived(key) for key in keys.values()]
        self.primary = next(iter(keys))

    def fingerprints(self, text: str) -> Sequence[bytes]:
        """Return a secret's fingerprints, one for each key, the primary's first.

        So it is recognized as long as one of the keys was there when it was last seen.
        """
        return [hmac.digest(key, text.encode(), "sha256") for key in self._marking]

    def encrypt(self, text: str, column: str, row: UUID) -> bytes:
        """Encrypt `text` for one `table.column` of one row."""
        nonce = os.urandom(_NONCE)
        key_id = self.primary.encode()
        sealed = self._ciphers[self.primary].encrypt(nonce, text.encode(), _identity(column, row))
        return bytes([_VERSION, len(key_id)]) + key_id + nonce + sealed

    def decrypt(self, ciphertext: bytes, column: str, row: UUID) -> str:
        """Decrypt a text, or raise `Unreadable`."""
        if len(ciphertext) < _HEAD or ciphertext[0] != _VERSION:
            raise Unreadable(column, None)
        key_end = _HEAD + ciphertext[1]
        key_id, rest = ciphertext[_HEAD:key_end].decode(errors="replace"), ciphertext[key_end:]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Unreadable(column, key_id)
        try:
            opened = cipher.decrypt(rest[:_NONCE], rest[_NONCE:], _identity(column, row))
        except (InvalidTag, ValueError):
            raise Unreadable(column, key_id) from None
        return opened.decode()


def _derived(key: bytes) -> bytes:
    """Derive another key, so that none is used for two purposes."""
    return HKDF(SHA256(), length=32, salt=None, info=b"fingerprints").derive(key)


def _identity(column: str, row: UUID) -> bytes:
    return f"{column}:{row}".encode()
