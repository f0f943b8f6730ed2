"""What the terminal says once the demo is ready."""

from collections.abc import Iterable, Iterator

from playground.amazon import Seller
from playground.slack.world import SlackApp

PREFERRED_PORT = 8765
"""Where the page is looked for first; another is taken where this one is in use."""


def invitation(url: str, app: SlackApp, sellers: Iterable[Seller]) -> str:
    """Tell the address, what to type there, and who can sign in at the local Amazon."""
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
        "",
        "Everything runs on this machine. Ctrl+C ends it, and nothing is kept.",
    ]
    return "\n".join(["", *(f"  {line}".rstrip() for line in lines), "", ""])


def _instead(url: str) -> str:
    return "" if url.endswith(f":{PREFERRED_PORT}") else f" (Port {PREFERRED_PORT} is taken.)"


def _table(sellers: Iterable[Seller]) -> Iterator[str]:
    for seller in sellers:
        yield f"{seller.name:<16} {' '.join(m.country for m in seller.marketplaces)}"
