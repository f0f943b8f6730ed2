"""The few kinds of rule that Slack's Block Kit tables are made of.

Each rule yields sentences in Slack's own form: what is wrong, and the JSON pointer where.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Rule(Protocol):
    """Something that a JSON value at a JSON pointer can break."""

    def problems(self, value: Any, at: str) -> Iterator[str]: ...


def problem(says: str, at: str) -> str:
    """Slack's form of one fault, as it stands in `response_metadata.messages`."""
    return f"{says} [json-pointer:{at}]"


@dataclass(frozen=True)
class Characters:
    """A string of `least` to `most` Unicode characters."""

    most: int
    least: int = 1

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value) > self.most:
            yield problem(f"must be less than {self.most + 1} characters", at)
        elif len(value) < self.least:
            yield problem(f"must be more than {self.least - 1} characters", at)


@dataclass(frozen=True)
class Pattern:
    """A string of a given form, such as a date."""

    form: str
    example: str

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(self.form, value):
            yield problem(f"must be of the form {self.example}", at)


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield problem("must provide a number", at)
        elif not self.least <= value <= self.most:
            yield problem(f"must be between {self.least} and {self.most}", at)


@dataclass(frozen=True)
class Flag:
    """True or false, nothing else."""

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield problem("must provide a boolean", at)


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if value not in self.words:
            yield problem(f"must be one of: {', '.join(self.words)}", at)


@dataclass(frozen=True)
class Items:
    """A list of `least` to `most` values under one rule."""

    rule: Rule
    most: int
    least: int = 1

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if len(value) > self.most:
            yield problem(f"no more than {self.most} items allowed", at)
        if len(value) < self.least:
            yield problem(f"no less than {self.least} items allowed", at)
        for number, item in enumerate(value):
            yield from self.rule.problems(item, f"{at}/{number}")


@dataclass(frozen=True)
class Shape:
    """An object with the fields it must and may have, and no others; then `also` across fields."""

    required: Mapping[str, Rule]
    optional: Mapping[str, Rule] = field(default_factory=dict)
    also: Iterable[Callable[[Mapping[str, Any]], str | None]] = ()

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        found = [*self._missing(value, at), *self._in_fields(value, at)]
        yield from found or self._across_fields(value, at)

    def _missing(self, value: Mapping[str, Any], at: str) -> Iterator[str]:
        for name in self.required:
            if name not in value:
                yield problem(f"missing required field: {name}", at)

    def _in_fields(self, value: Mapping[str, Any], at: str) -> Iterator[str]:
        rules = {**self.required, **self.optional}
        for name, item in value.items():
            if name in rules:
                yield from rules[name].problems(item, f"{at}/{name}")
            else:
                yield problem(f"invalid additional property: {name}", at)

    def _across_fields(self, value: Mapping[str, Any], at: str) -> Iterator[str]:
        for across in self.also:
            if says := across(value):
                yield problem(says, at)


@dataclass(frozen=True)
class Typed:
    """An object whose `type` picks its shape from a table, among those allowed in this place."""

    shapes: Mapping[str, Shape]
    allowed: frozenset[str]

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in self.allowed:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            fields = {name: item for name, item in value.items() if name != "type"}
            yield from self.shapes[value["type"]].problems(fields, at)
