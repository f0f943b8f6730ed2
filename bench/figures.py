"""What was measured, what was promised, and the table of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

_SHARE = ""
"""The unit of a share of something else."""


@dataclass(frozen=True)
class Figure:
    """A measured value; `limit` is None where nothing is promised."""

    what: str
    database: str
    value: float
    unit: str = _SHARE
    limit: float | None = None
    at_least: bool = False

    @property
    def is_missed(self) -> bool:
        if self.limit is None:
            return False
        return self.value < self.limit if self.at_least else self.value > self.limit

    @property
    def target(self) -> str:
        if self.limit is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {_shown(self.limit, self.unit)}"

    @property
    def outcome(self) -> str:
        if self.limit is None:
            return ""
        return "[bold red]missed[/]" if self.is_missed else "[green]met[/]"


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    table = Table("What", "Database", "Measured", "Target", "", title="What the design promises")
    for figure in figures:
        measured = _shown(figure.value, figure.unit)
        table.add_row(figure.what, figure.database, measured, figure.target, figure.outcome)
    Console().print(table)


def _shown(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()
