"""What somebody presses is carried out once, however often Slack or they repeat it."""

import ast
from collections.abc import Iterator
from pathlib import Path

SERVICES = Path(__file__).parent.parent.parent / "services"
THE_SAME_AGAIN = {
    "ConnectLinks.switch",
    "RenewalLinks.page",
    "PreSetupTasks.tick",
    "People.remember",
}
"""Changes that come to the same when they are carried out again."""


def changes() -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    """Yield what services change for others, in a transaction of its own."""
    for path in SERVICES.rglob("*.py"):
        for service in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(service, ast.ClassDef):
                for verb in service.body:
                    if isinstance(verb, ast.AsyncFunctionDef) and not verb.name.startswith("_"):
                        yield f"{service.name}.{verb.name}", verb


def decorators(verb: ast.AsyncFunctionDef) -> set[str]:
    return {ast.unparse(decorator) for decorator in verb.decorator_list}


def is_for_a_person(verb: ast.AsyncFunctionDef) -> bool:
    notes = (argument.annotation for argument in verb.args.args)
    return any(note is not None and ast.unparse(note) == "Person" for note in notes)


def test_a_change_that_a_person_asks_for_is_carried_out_once() -> None:
    unguarded = {
        name for name, verb in changes() if is_for_a_person(verb) and "changing" in decorators(verb)
    }

    assert unguarded == THE_SAME_AGAIN


def test_there_are_such_changes() -> None:
    assert any("changing_once" in decorators(verb) for _, verb in changes())
