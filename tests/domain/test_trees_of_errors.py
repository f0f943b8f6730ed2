"""The trees in the docstrings of error modules are those of the classes."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from amazon.errors import AmazonError
from domain.errors import Refusal

BRANCH = re.compile(r"^(?P<indent>[│ ]*)[├└]── (?P<name>\w+) {2,}\S", re.MULTILINE)
STEP = 4
"""Characters of one level of a drawn tree."""


@pytest.mark.parametrize("root", [Refusal, AmazonError])
def test_every_error_is_drawn_under_its_parent(root: type[Exception]) -> None:
    drawn = parents_drawn(import_module(root.__module__).__doc__ or "", root.__name__)
    assert sorted(drawn) == sorted(parents_of(root))


def parents_drawn(text: str, root: str) -> list[tuple[str, str]]:
    path, drawn = [root], []
    for branch in BRANCH.finditer(text):
        level = len(branch["indent"]) // STEP + 1
        path = [*path[:level], branch["name"]]
        drawn.append((branch["name"], path[-2]))
    return drawn


def parents_of(root: type[Exception]) -> list[tuple[str, str]]:
    """Find the subclasses within a root's package, each with its parent."""
    package = root.__module__.split(".", maxsplit=1)[0]
    for module in iter_modules(import_module(package).__path__, f"{package}."):
        import_module(module.name)
    return _children_of(root, package)


def _children_of(parent: type[Exception], package: str) -> list[tuple[str, str]]:
    found = []
    for child in parent.__subclasses__():
        if child.__module__.startswith(f"{package}."):
            found.append((child.__name__, parent.__name__))
        found += _children_of(child, package)
    return found
