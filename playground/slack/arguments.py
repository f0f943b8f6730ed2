"""A Web API call's arguments: form or JSON, checked where they are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.slack.wire import Json, SlackError, invalid_arguments

JSON_TYPE = "application/json"


async def read(request: web.Request) -> Json:
    """Gather the arguments of a request; SlackError where the body cannot be read."""
    arguments: Json = dict(request.query)
    if request.content_type == JSON_TYPE:
        arguments |= _object(await request.text())
    elif request.method == "POST":
        arguments |= {name: str(value) for name, value in (await request.post()).items()}
    return arguments


def _object(body: str) -> Json:
    try:
        value = json.loads(body or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


@dataclass(frozen=True)
class Arguments:
    """Reads each argument as the kind it has to be."""

    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Read an argument that has to be there."""
        value = self.given.get(name)
        if value is None or value == "":
            raise invalid_arguments(f"missing required field: {name}")
        return str(value)

    def maybe(self, name: str) -> str | None:
        value = self.given.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        return str(self.given.get(name, "")).lower() in ("1", "true")

    def whole(self, name: str, default: int) -> int:
        value = self.maybe(name)
        if value is None:
            return default
        if not value.isdecimal() or not int(value):
            raise SlackError(f"invalid_{name}")
        return int(value)

    def structure(self, name: str, error: str) -> Any:
        """Read JSON, given as itself or as a string of JSON; `error` where it is neither."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None
