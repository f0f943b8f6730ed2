"""What the app may use for a while: trigger ids and response addresses.

Source: docs.slack.dev/interactivity/handling-user-interaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from playground.slack.wire import SlackError

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """`view_id` is the modal, `conversation_id` the conversation in which it came about."""

    user_id: str
    team_id: str
    issued: datetime
    view_id: str | None
    conversation_id: str | None
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """Leads back to where a person was; `original` is the message that was pressed or answered."""

    user_id: str
    conversation_id: str
    issued: datetime
    original: str | None
    uses: int = 0


class Tickets:
    """Issues both kinds, and takes them back."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._numbers = count(1)

    def trigger(
        self,
        user_id: str,
        team_id: str,
        *,
        view_id: str | None = None,
        conversation_id: str | None = None,
    ) -> str:
        """Issue a trigger id."""
        number = next(self._numbers)
        trigger_id = f"{1_000_000 + number}.{2_000_000 + number}.{number:032x}"
        self._triggers[trigger_id] = Trigger(
            user_id,
            team_id,
            self._clock(),
            view_id,
            conversation_id,
        )
        return trigger_id

    def exchange(self, trigger_id: str, team_id: str) -> Trigger:
        """Spend a trigger: once, within 3 seconds, in its own workspace."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger

    def response_url(self, user_id: str, conversation_id: str, original: str | None = None) -> str:
        """Issue the last part of a response address."""
        token = f"R{next(self._numbers):08d}"
        self._urls[token] = ResponseUrl(user_id, conversation_id, self._clock(), original)
        return token

    def peek(self, token: str) -> ResponseUrl:
        return self._urls[token]

    def answered(self, token: str, original: str) -> None:
        """Remember which message the answer to a command became."""
        self._urls[token].original = original

    def respond(self, token: str) -> ResponseUrl:
        """Spend one use: 5 within 30 minutes."""
        url = self._urls.get(token)
        if url is None:
            raise SlackError("invalid_url")
        if self._clock() - url.issued > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url
