"""Names as people give them: cleaned to show, folded to compare."""

import unicodedata

NAME_LENGTH = 80
"""Characters; Slack shows that many of a header on a phone in two lines."""

FOLDED_LENGTH = 320
"""Characters; a few characters become many when folded, as U+FDFA does."""

_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Remove invisible characters (controls, direction marks) and fold white space."""
    visible = (" " if character.isspace() else character for character in text)
    kept = "".join(character for character in visible if not _is_invisible(character))
    return " ".join(unicodedata.normalize("NFC", kept).split()).strip(_JOINERS)


def fold(name: str) -> str:
    """Return a name's canonical form, without case or extra space."""
    return " ".join(unicodedata.normalize("NFKC", clean(name)).casefold().split())


def is_too_long(name: str) -> bool:
    """Return whether a cleaned name is too long to store."""
    return len(name) > NAME_LENGTH or len(fold(name)) > FOLDED_LENGTH


def _is_invisible(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
