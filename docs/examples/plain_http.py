"""List where a store's seller sells, with Python's standard library alone.

    STORES_URL=https://stores.example.com STORES_KEY=asb_… STORE=st_… python plain_http.py

Shows all that a careful program does: it keeps a token until it ends, waits where the bot asks it
to, says once when SP-API has refused the token, and leaves a store alone that has none.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

API = f"{os.environ['STORES_URL']}/api/v1"
EARLY = timedelta(minutes=1)
"""How long before its end a token is not used for another call."""
TRIES = 5
WAITS = {429, 503}
"""Answers after which it is soon worth another try."""
SECONDS = 30
"""For one answer."""


class NoToken(Exception):
    """The bot hands out no token: what it says of that."""


class Store:
    """One store, and the token that is kept for it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._token: dict[str, str] = {}

    def participations(self) -> list[dict]:
        try:
            return self._participations(self.token())
        except HTTPError as answer:
            if answer.code != 403:
                raise
        return self._participations(self.token(refused=True))

    def token(self, *, refused: bool = False) -> dict[str, str]:
        """Return a token that lasts; raises `NoToken`."""
        if refused or not self._token or self._ends() < datetime.now(UTC) + EARLY:
            self._token = ask_for_token(self.key, refused=refused)
        return self._token

    def _ends(self) -> datetime:
        return datetime.fromisoformat(self._token["expires_at"])

    def _participations(self, token: dict[str, str]) -> list[dict]:
        endpoint = os.environ.get("SPAPI_URL", token["endpoint"])
        headers = {
            "x-amz-access-token": token["access_token"],
            "User-Agent": "NightlySync/1.0 (Language=Python)",
        }
        request = Request(f"{endpoint}/sellers/v1/marketplaceParticipations", headers=headers)
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["payload"]


def ask_for_token(store: str, *, refused: bool) -> dict[str, str]:
    """Ask the bot, and wait as often as it asks for that."""
    request = Request(
        f"{API}/stores/{store}/access-token",
        data=json.dumps({"refused": refused}).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['STORES_KEY']}",
            "Content-Type": "application/json",
        },
    )
    for _ in range(TRIES):
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return json.load(answer)
        except HTTPError as answer:
            problem = json.load(answer)
            wait = answer.headers["Retry-After"]
            if answer.code not in WAITS or wait is None:
                raise NoToken(told(problem)) from None
        time.sleep(int(wait))
    raise NoToken(told(problem))


def told(problem: dict) -> str:
    """Say what a problem is, and where in Slack it is being dealt with."""
    where = problem.get("slack")
    text = f"{problem['title']}. {problem['detail']}"
    return f"{text} {where['url']}" if where else text


def main() -> None:
    try:
        found = Store(os.environ["STORE"]).participations()
    except NoToken as reason:
        sys.exit(str(reason))
    for each in found:
        takes_part = "sells" if each["participation"]["isParticipating"] else "is registered"
        print(f"{each['storeName']} {takes_part} in {each['marketplace']['name']}")


if __name__ == "__main__":
    main()
