"""Content of mails: names inject no header or markup, and they fit a phone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.links import LINK_LIFE, ConnectLink, OfferedLink, Renewal
from tests.surfaces.data import CONNECTION, LINK, NASTY, NASTY_STORE, NOW, STORE, URL, longest
from views.language import Translators
from views.mail.mails import Mail, Mails, link_letter, reminder_letter

LANGUAGES = Translators.read("en")
EVIL = "Nordic\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>"
EVIL_STORE = replace(STORE, name=EVIL)
EVIL_RENEWAL = Renewal(
    replace(CONNECTION, seller_name=EVIL), [replace(NASTY_STORE, name=EVIL)] * 50, 1
)
RENEWAL = OfferedLink(LINK, Renewal(CONNECTION, [STORE], 1))


def letters_of(tag: str) -> Iterator[Mail]:
    t = LANGUAGES.of(tag)
    link = ConnectLink(LINK.id, LINK.token, NOW + LINK_LIFE)
    for store, renewal in ((EVIL_STORE, None), (STORE, EVIL_RENEWAL), (NASTY_STORE, None)):
        offered = OfferedLink(link, renewal)
        yield link_letter(t, store, offered, EVIL, longest(NASTY, 300), URL)
        if renewal is not None:
            for days in (300, 366):
                yield reminder_letter(t, offered, EVIL, URL, NOW + timedelta(days=days))


@pytest.mark.parametrize("tag", ["en", "sv"])
def test_a_name_becomes_neither_a_header_nor_markup(tag: str) -> None:
    letters = Mails("Amazon Stores", "help@nordic.example")
    for letter in letters_of(tag):
        assert letter.subject.isprintable()
        html = letters.html(LANGUAGES.of(tag), letter)
        assert "<script" not in html
        assert f'href="{URL}"' in html
        assert URL in letters.text(LANGUAGES.of(tag), letter)


def test_before_the_end_the_day_is_told_and_after_it_that_it_is_past() -> None:
    t = LANGUAGES.of("en")
    before = reminder_letter(t, RENEWAL, "Nordic Shop", URL, NOW + timedelta(days=358))
    after = reminder_letter(t, RENEWAL, "Nordic Shop", URL, NOW + timedelta(days=366))

    assert "by January 11, 2028" in before.subject
    assert "was due on January 11, 2028" in after.lines[0]


def test_a_connection_without_an_end_is_not_reminded_of() -> None:
    endless = Renewal(replace(CONNECTION, ends_at=None), [STORE], 1)
    with pytest.raises(ValueError, match="without an end"):
        reminder_letter(LANGUAGES.of("en"), OfferedLink(LINK, endless), "Nordic Shop", URL, NOW)
