"""Names as people give them: cleaned for showing, folded for comparing."""

import unicodedata

NAME_LENGTH = 80
"""Characters; what Slack shows of a header on a phone without cutting it twice."""

FOLDED_LENGTH = 320
"""Characters; a few signs become many when they are folded, as U+FDFA does."""

_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Drop what cannot be seen (controls, direction marks) and fold white space to one space."""
    visible = (" " if character.isspace() else character for character in text)
    kept = "".join(character for character in visible if not _is_invisible(character))
    return " ".join(unicodedata.normalize("NFC", kept).split()).strip(_JOINERS)


def fold(name: str) -> str:
    """Return the form in which two names are the same name: without case or extra space."""
    return " ".join(unicodedata.normalize("NFKC", clean(name)).casefold().split())


def is_too_long(name: str) -> bool:
    """Tell whether a name that was cleaned is longer than there is room for."""
    return len(name) > NAME_LENGTH or len(fold(name)) > FOLDED_LENGTH


def _is_invisible(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
