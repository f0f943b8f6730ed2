"""The page's clock: moving the demo's time on by days."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from playground.moving import ClockStuck, MovedTime
from playground.slack.arguments import JSON_TYPE, read
from playground.slack.wire import Json, SlackError

PATH = "/client/clock"
MOST_DAYS = 3660
"""Ten years; nobody can mean more."""
STUCK = "The bot did not answer, so its clock may not have moved. Start the demo again."


class ClockRoutes:
    """Answers `/client/clock`."""

    def __init__(self, time: MovedTime) -> None:
        self._time = time

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._move)

    async def _move(self, request: web.Request) -> web.Response:
        """Move on by `days`, as a calendar in the time zone `zone` counts them; else 400."""
        if request.content_type != JSON_TYPE:
            raise web.HTTPUnsupportedMediaType
        try:
            span = self._span(await read(request))
        except (LookupError, OSError, ValueError, SlackError):
            raise web.HTTPBadRequest from None
        try:
            await self._time.move(span)
        except ClockStuck:
            return web.json_response({"ok": False, "error": "clock_stuck", "explain": STUCK})
        return web.json_response({"ok": True})

    def _span(self, asked: Json) -> timedelta:
        """Count days so that the hour stays the same, also where the clocks change meanwhile."""
        days = asked["days"]
        if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
            raise ValueError(days)
        now = self._time.clock()
        here = now.astimezone(ZoneInfo(str(asked["zone"])))
        return (here + timedelta(days=days)).astimezone(now.tzinfo) - now
