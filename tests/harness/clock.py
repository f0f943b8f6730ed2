"""A clock that tests move by hand."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Stands still until it is moved. It starts on a Monday in the northern winter."""

    def __init__(self, start: datetime = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        """Move on by the parts of a `timedelta`."""
        self.now += timedelta(**span)
