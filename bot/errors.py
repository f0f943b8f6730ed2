"""The failure of a start."""


class CannotStart(Exception):
    """The bot cannot start; the text says why, and how to fix it."""
