"""Send bytes to the Slack endpoint, signed or not, and return the response."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from aiohttp import ClientSession
from multidict import CIMultiDict

from playground.slack.bot_line import FORM
from tests.harness.bot import House

JSON = "application/json"
TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"
COMMAND = {
    "team_id": "T0NORDIC01",
    "channel_id": "C0AMAZON01",
    "user_id": "U0ANNA0001",
    "command": "/amazon-store",
    "text": "help",
    "trigger_id": "1.2.3",
}
"""A slash command's fields, as Slack sends them."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


@dataclass(frozen=True)
class Sender:
    house: House
    session: ClientSession

    def signed(self, body: bytes) -> dict[str, str]:
        """Sign as Slack does, at the house's own time."""
        return self.house.slack.core.line.signed(body)

    async def send(
        self, body: bytes, headers: Mapping[str, str], content_type: str | None = FORM
    ) -> Answer:
        """Post a body with just these headers beside its content type."""
        given = CIMultiDict(headers)
        skipped = ["User-Agent"]
        if content_type is None:
            skipped.append("Content-Type")
        else:
            given["Content-Type"] = content_type
        url = f"{self.house.url}/slack/events"
        post = self.session.post(url, data=body, headers=given, skip_auto_headers=skipped)
        async with post as answer:
            return Answer(answer.status, await answer.text())

    async def send_signed(self, body: bytes, content_type: str | None = FORM) -> Answer:
        return await self.send(body, self.signed(body), content_type)

    async def command(self, **fields: str) -> Answer:
        """Send a slash command, signed."""
        return await self.send_signed(urlencode(COMMAND | fields).encode())

    async def interact(self, payload: Any) -> Answer:
        """Send an interaction, signed; `payload` is anything that JSON can say."""
        return await self.send_signed(urlencode({"payload": json.dumps(payload)}).encode())

    def payloads(self) -> list[Any]:
        """Read again what the local Slack has sent so far: fields, payloads, events."""
        return [_read(sent.body) for sent in self.house.slack.sent]


def _read(body: bytes) -> Any:
    if body.startswith(b"{"):
        return json.loads(body)
    fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    return json.loads(fields["payload"]) if set(fields) == {"payload"} else fields
