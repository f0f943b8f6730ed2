"""Secrets in rows: each opens in its own row, with a key that the ring holds."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database.encryption import Keyring, Unreadable

pytestmark = pytest.mark.sql

COLUMN = "connect_links.token"
ROW = uuid.UUID(int=1)
OLD, NEW = bytes(32), bytes(range(32))


@given(st.text())
def test_what_was_encrypted_opens_in_its_row(text: str) -> None:
    encodable = text.encode(errors="ignore").decode()
    ring = Keyring({"old": OLD})

    assert ring.decrypt(ring.encrypt(encodable, COLUMN, ROW), COLUMN, ROW) == encodable


def test_the_same_text_never_gives_the_same_ciphertext() -> None:
    ring = Keyring({"old": OLD})

    assert ring.encrypt("a", COLUMN, ROW) != ring.encrypt("a", COLUMN, ROW)


def test_a_ciphertext_moved_to_another_row_does_not_open() -> None:
    ring = Keyring({"old": OLD})
    sealed = ring.encrypt("a secret", COLUMN, ROW)

    with pytest.raises(Unreadable):
        ring.decrypt(sealed, COLUMN, uuid.UUID(int=2))


def test_a_ciphertext_moved_to_another_column_does_not_open() -> None:
    ring = Keyring({"old": OLD})
    sealed = ring.encrypt("a secret", COLUMN, ROW)

    with pytest.raises(Unreadable):
        ring.decrypt(sealed, "grants.token", ROW)


def test_a_changed_byte_anywhere_is_noticed() -> None:
    ring = Keyring({"old": OLD})
    sealed = ring.encrypt("a secret", COLUMN, ROW)

    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            ring.decrypt(changed, COLUMN, ROW)


def test_a_ciphertext_cut_short_anywhere_is_noticed() -> None:
    ring = Keyring({"old": OLD})
    sealed = ring.encrypt("a secret", COLUMN, ROW)

    for length in range(len(sealed)):
        with pytest.raises(Unreadable):
            ring.decrypt(sealed[:length], COLUMN, ROW)


def test_a_key_that_the_ring_does_not_hold_is_named() -> None:
    sealed = Keyring({"gone": NEW}).encrypt("a secret", COLUMN, ROW)

    with pytest.raises(Unreadable, match="its key is gone") as unreadable:
        Keyring({"old": OLD}).decrypt(sealed, COLUMN, ROW)
    assert unreadable.value.key_id == "gone"


def test_a_key_of_the_same_name_but_other_bytes_does_not_open() -> None:
    sealed = Keyring({"old": NEW}).encrypt("a secret", COLUMN, ROW)

    with pytest.raises(Unreadable):
        Keyring({"old": OLD}).decrypt(sealed, COLUMN, ROW)


def test_a_ring_of_two_encrypts_with_the_first_and_opens_what_either_sealed() -> None:
    before = Keyring({"old": OLD})
    after = Keyring({"new": NEW, "old": OLD})
    sealed_before = before.encrypt("a secret", COLUMN, ROW)
    sealed_after = after.encrypt("a secret", COLUMN, ROW)

    assert after.decrypt(sealed_before, COLUMN, ROW) == "a secret"
    assert after.decrypt(sealed_after, COLUMN, ROW) == "a secret"
    with pytest.raises(Unreadable):
        before.decrypt(sealed_after, COLUMN, ROW)


def test_an_unreadable_ciphertext_tells_nothing_of_its_text() -> None:
    sealed = Keyring({"old": OLD}).encrypt("a secret", COLUMN, ROW)

    with pytest.raises(Unreadable) as unreadable:
        Keyring({"old": NEW}).decrypt(sealed, COLUMN, ROW)
    assert "a secret" not in str(unreadable.value)
