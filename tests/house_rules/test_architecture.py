"""What docs/architecture.md says about the code is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LAYERS = "amazon bot commerce domain handlers playground scheduler services slack_api storage views"
MOST_ENTRIES = {"domain": 36, "storage": 26}
MOST_LINES = 300


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"(?<![\w/])(?:[a-z_]+/)+[a-z_]*(?:\.\w+)?", TEXT)))
)
def test_every_path_that_it_names_is_there(path: str) -> None:
    assert path.split("/", maxsplit=1)[0] not in LAYERS.split() or (ROOT / path).exists()


@pytest.mark.parametrize("layer", LAYERS.split())
def test_a_room_shows_few_entries(layer: str) -> None:
    entries = [entry for entry in (ROOT / layer).iterdir() if entry.name != "__pycache__"]

    assert len(entries) <= MOST_ENTRIES.get(layer, 14), sorted(entry.name for entry in entries)


@pytest.mark.parametrize("layer", LAYERS.split())
def test_no_file_is_longer_than_one_reads_at_once(layer: str) -> None:
    files = (path for path in (ROOT / layer).rglob("*.py") if "versions" not in path.parts)
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in files}

    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}
