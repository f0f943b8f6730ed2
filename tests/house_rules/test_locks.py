"""The two locks: what the bot needs, and that with the tools."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = {"hypothesis", "mypy", "playwright", "pytest", "ruff", "schemathesis"}


def _lines(name: str) -> set[str]:
    return set((ROOT / name).read_text(encoding="utf-8").splitlines())


def _packages(name: str) -> set[str]:
    return {line.partition("==")[0] for line in _lines(name) if "==" in line}


def test_what_the_bot_needs_has_the_same_versions_and_hashes_with_the_tools() -> None:
    pinned = {line.removesuffix(" \\") for line in _lines("requirements.lock")}
    with_the_tools = {line.removesuffix(" \\") for line in _lines("requirements-dev.lock")}

    assert pinned < with_the_tools


def test_the_bot_is_installed_without_tools_and_with_what_builds_it() -> None:
    assert not TOOLS & _packages("requirements.lock")
    assert {"hatchling", "slack-bolt"} <= _packages("requirements.lock")
    assert _packages("requirements-dev.lock") >= TOOLS
