"""What folders import, where import-linter is not precise enough."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def imports(folder: str) -> Iterator[str]:
    """Give every module that a folder's code imports."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
            elif isinstance(node, ast.Import):
                yield from (name.name for name in node.names)


def test_views_import_of_slacks_library_the_models_only() -> None:
    slacks = {module for module in imports("views") if module.startswith("slack")}

    assert slacks
    assert all(module.startswith("slack_sdk.models.") for module in slacks), slacks


def test_the_domain_imports_the_standard_library_only() -> None:
    packages = {module.partition(".")[0] for module in imports("domain")}

    assert packages <= sys.stdlib_module_names | {"domain"}
