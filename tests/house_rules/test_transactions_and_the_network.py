"""No network call inside a transaction, as the code shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICES = Path(__file__).parent.parent.parent / "services"
NETWORK = {"lwa", "spapi", "seller_proof", "commerce"}
"""The names by which services hold network clients."""

Function = ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef))


def takes_a_session(function: Function) -> bool:
    return any(argument.arg == "session" for argument in function.args.args)


def asked(function: Function) -> set[str]:
    """Return the network clients that a function names."""
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr in NETWORK
    }


@pytest.mark.parametrize(
    "path", sorted(SERVICES.rglob("*.py")), ids=lambda path: str(path.relative_to(SERVICES))
)
def test_what_takes_a_session_asks_nobody_over_the_network(path: Path) -> None:
    inside = {f.name: asked(f) for f in functions(path) if takes_a_session(f)}

    assert not any(inside.values()), inside


def test_somebody_is_asked_outside_of_transactions() -> None:
    every = [f for path in SERVICES.rglob("*.py") for f in functions(path)]

    assert set.union(*(asked(f) for f in every)) == NETWORK
