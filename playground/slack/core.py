"""The local Slack's parts, joined: what every request works on."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from playground.slack.bot_line import BotLine
from playground.slack.entries import Entries
from playground.slack.faults import Faults
from playground.slack.feed import Feed
from playground.slack.messages import Ids, Messages
from playground.slack.rates import Pace, Rates
from playground.slack.tickets import Tickets
from playground.slack.views import Views
from playground.slack.wire import Json, SlackSays
from playground.slack.world import World


class Call(NamedTuple):
    """One Web API call as the app made it."""

    method: str
    args: Json


class Notice(NamedTuple):
    """What Slack itself told a person, and the reason for the developer."""

    user_id: str
    text: str
    reason: str


@dataclass
class Core:
    """Holds the state; `line` leads to the bot, `base_url` is our own address."""

    world: World
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    line: BotLine
    feed: Feed
    ids: Ids
    entries: Entries
    messages: Messages
    views: Views
    tickets: Tickets
    rates: Rates
    faults: Faults
    calls: list[Call]
    notices: list[Notice]
    base_url: str = ""

    def note(self, user_id: str, says: SlackSays) -> None:
        """Keep what Slack itself told a person."""
        self.notices.append(Notice(user_id, says.text, says.reason))
        self.feed.ring()

    def say(self, user_id: str, says: SlackSays) -> None:
        """Show a person Slack's own sentence, on every page of theirs."""
        self.note(user_id, says)
        event = {"type": "notice", "text": says.text, "reason": says.reason, "tone": "error"}
        self.feed.publish([user_id], event)

    def response_url(self, token: str) -> str:
        return f"{self.base_url}/hooks/{token}"


def build(
    world: World,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]],
    line: BotLine,
    paces: Mapping[str, Pace],
) -> Core:
    """Join the parts around a world."""
    feed, ids, entries = Feed(), Ids(), Entries(world)
    return Core(
        world=world,
        clock=clock,
        sleep=sleep,
        line=line,
        feed=feed,
        ids=ids,
        entries=entries,
        messages=Messages(world, clock, feed, ids),
        views=Views(world, feed, ids, entries),
        tickets=Tickets(clock),
        rates=Rates(clock, paces),
        faults=Faults(),
        calls=[],
        notices=[],
    )
