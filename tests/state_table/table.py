"""The table as tests read it: lines of events, columns of states."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("table.txt")
_UNTESTED = {"-", "?"}


@dataclass(frozen=True)
class Pair:
    """`next` is the state afterwards, None where nothing changes; `refused` the word for it."""

    state: str
    event: str
    next: str | None
    refused: str | None

    def __str__(self) -> str:
        return f"{self.state}: {self.event}"


def read() -> tuple[list[str], dict[str, list[str]]]:
    """Return the states, and the cells of each event in their order."""
    _, _, table = TABLE.read_text("utf-8").partition("==\n")
    header, *lines = [line for line in table.splitlines() if "  " in line]
    states = header.split()
    events = [line.rsplit(maxsplit=len(states)) for line in lines]
    return states, {event: cells for event, *cells in events}


def pairs() -> Iterator[Pair]:
    """Build the pairs that can happen, those of one state after the other."""
    states, events = read()
    for place, state in enumerate(states):
        for event, cells in events.items():
            if cells[place] not in _UNTESTED:
                yield _pair(state, event, cells[place])


def _pair(state: str, event: str, cell: str) -> Pair:
    if cell.startswith("!"):
        return Pair(state, event, None, cell.removeprefix("!"))
    return Pair(state, event, None if cell == "." else cell, None)
