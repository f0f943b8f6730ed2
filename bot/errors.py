"""What every part of the start may raise."""


class CannotStart(Exception):
    """What keeps the bot from starting, and how to mend it, in sentences."""
