"""What the terminal says once the demo is ready."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playground.amazon import Seller
from playground.slack.world import SlackApp

PREFERRED_PORT = 8765
"""Where the page is looked for first; another is taken where this one is in use."""


@dataclass(frozen=True)
class LocalProgram:
    """A sync program that the bot knows, and the bot's address."""

    bot_url: str
    key: str

    @property
    def asks(self) -> str:
        """What to type to ask as it would."""
        stores = f"{self.bot_url}/api/v1/stores"
        return f'curl -H "Authorization: Bearer {self.key}" {stores}'


def invitation(url: str, app: SlackApp, sellers: Iterable[Seller], program: LocalProgram) -> str:
    """Tell the address, what to type there, who can sign in at Amazon, and how programs ask."""
    command = app.commands[0].command
    lines = [
        f"{app.name}, with a local Slack and a local Amazon to try it against",
        "",
        f"1. Open {url} in your browser.{_instead(url)}",
        f"2. Type {command} add, fill in the form, and press Connect store on the card.",
        "3. At the local Amazon choose one of these sellers; one click signs in:",
        "",
        *(f"     {line}" for line in _table(sellers)),
        "",
        "4. Move the clock in the bar on by days, or let Amazon fail, and see what the bot does.",
        "5. Ask for the stores as a sync program; Bot’s API in the bar tells what else it may ask:",
        "",
        f"     {program.asks}",
        "",
        "Everything runs on this machine. Ctrl+C ends it, and nothing is kept.",
    ]
    return "\n".join(["", *(f"  {line}".rstrip() for line in lines), "", ""])


def _instead(url: str) -> str:
    return "" if url.endswith(f":{PREFERRED_PORT}") else f" (Port {PREFERRED_PORT} is taken.)"


def _table(sellers: Iterable[Seller]) -> Iterator[str]:
    for seller in sellers:
        yield f"{seller.name:<16} {' '.join(m.country for m in seller.marketplaces)}"
