"""What the chat page asks for and does: `/client/…`, JSON, and one stream of events."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from playground.slack import commands, modals, people, presses
from playground.slack.arguments import JSON_TYPE, read
from playground.slack.core import Core
from playground.slack.events import Events
from playground.slack.views import View
from playground.slack.wire import Json, SlackError, SlackSays
from playground.slack.world import Conversation, User

HEARTBEAT = b": here\n\n"
HOME_PREFIX = "home-"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ClientApi:
    """Serves the page; every deed runs the same code as the driver for tests."""

    def __init__(self, core: Core, events: Events) -> None:
        self._core = core
        self._events = events
        self._read_up_to: dict[tuple[str, str], str] = {}

    def add_routes(self, app: web.Application) -> None:
        deeds = {
            "send": self.send,
            "press": self.press,
            "options": self.options,
            "submit": self.submit,
            "close": self.close,
            "edit": self.edit,
        }
        app.router.add_get("/client/state", self.state)
        app.router.add_get("/client/messages", self.messages)
        app.router.add_get("/client/home", self.home)
        app.router.add_get("/client/view", self.view)
        app.router.add_get("/client/events", self.events)
        for name, deed in deeds.items():
            app.router.add_post(f"/client/{name}", self._guarded(deed))

    def _guarded(self, deed: Callable[[Json], Awaitable[Json]]) -> Handler:
        """Turn what Slack says to the person, and wrong requests, into answers."""

        async def handle(request: web.Request) -> web.StreamResponse:
            if request.content_type != JSON_TYPE:
                raise web.HTTPUnsupportedMediaType
            asked: Json = {}
            try:
                asked = await read(request)
                return web.json_response({"ok": True, **await deed(asked)})
            except SlackSays as says:
                self._core.note(str(asked.get("user")), says)
                told = {"ok": False, "error": says.reason, "explain": says.text}
                return web.json_response(told)
            except (LookupError, ValueError, SlackError) as wrong:
                told = {"ok": False, "error": str(wrong), "explain": "That is no longer there."}
                return web.json_response(told, status=400)

        return handle

    async def state(self, request: web.Request) -> web.Response:
        core, user = self._core, self._user(request)
        team = core.world.teams[user.team_id]
        known = [u for u in core.world.users.values() if core.world.meets(team.id, u)]
        return web.json_response(
            {
                "workspace": {"id": team.id, "name": team.name, "domain": team.domain},
                "user": self._person(user),
                "users": [self._person(u) for u in known],
                "conversations": self._conversations(user),
                "commands": [vars(command) for command in core.world.app.commands],
                "app": {
                    "id": core.world.app.id,
                    "name": core.world.app.name,
                    "bot_user_id": core.world.bot_of(core.world.home),
                },
                "now": int(core.clock().timestamp()),
            },
        )

    def _user(self, request: web.Request) -> User:
        """Find who asks; the first person of the workspace where the page does not say."""
        world = self._core.world
        first = next(iter(world.users))
        user_id = request.query.get("user") or first
        if user_id not in world.users:
            raise web.HTTPNotFound(text=f"Nobody is called {user_id}.")
        return world.users[user_id]

    def _person(self, user: User) -> Json:
        shown = people.shown(user, self._core.world.home, self._core.clock(), locale=True)
        known = {"real_name": user.first_name, "color": user.color}
        return {**known, **shown, "is_stranger": user.team_id != self._core.world.home}

    def _conversations(self, user: User) -> list[Json]:
        world = self._core.world
        bot = world.bot_of(user.team_id)
        if bot and world.app.has_messages:
            world.im_with(user.id, bot)
        seen = [c for c in world.conversations.values() if world.sees(user.id, c)]
        shown = [self._conversation(user, conversation) for conversation in seen]
        return [*shown, self._home_entry(bot)] if bot and world.app.has_home else shown

    def _home_entry(self, bot: str) -> Json:
        app = self._core.world.app
        return {
            "id": f"{HOME_PREFIX}{app.id}",
            "kind": "app_home",
            "name": app.name,
            "is_private": True,
            "is_archived": False,
            "is_member": True,
            "unread": 0,
            "with_user": bot,
        }

    def _conversation(self, user: User, conversation: Conversation) -> Json:
        others = sorted(conversation.members - {user.id})
        app = self._core.world.answering(user.team_id).bot_user_id
        with_user = {"with_user": others[0]} if conversation.kind == "im" else {}
        name = self._core.world.app.name if conversation.kind == "im" else conversation.name
        return {
            "id": conversation.id,
            "kind": conversation.kind,
            "name": name,
            "is_private": conversation.is_private,
            "is_archived": conversation.is_archived,
            "is_ext_shared": conversation.is_ext_shared,
            "is_member": user.id in conversation.members,
            "is_read_only": self._core.world.is_read_only(conversation),
            "has_app": app in conversation.members,
            "unread": self._unread(user, conversation),
            **with_user,
        }

    def _unread(self, user: User, conversation: Conversation) -> int:
        last = self._read_up_to.get((user.id, conversation.id), "")
        seen = self._core.messages.seen_by(user.id, conversation.id)
        return sum(m.ts > last and m.author != user.id for m in seen)

    async def messages(self, request: web.Request) -> web.Response:
        user = self._user(request)
        conversation = request.query.get("conversation", "")
        seen = self._core.messages.seen_by(user.id, conversation)
        if seen:
            self._read_up_to[user.id, conversation] = seen[-1].ts
        shown = [self._core.messages.for_client(message) for message in seen]
        return web.json_response({"messages": shown})

    async def home(self, request: web.Request) -> web.Response:
        """Open the Home tab: the bot is told, and may publish before this answers."""
        user, world = self._user(request), self._core.world
        if world.app.has_home and world.bot_of(user.team_id):
            await self._events.app_home_opened(user.id)
        view = self._core.views.home(user.id)
        return web.json_response({"view": self._core.views.shown(view) if view else None})

    async def view(self, request: web.Request) -> web.Response:
        stack = self._core.views.stack(self._user(request).id)
        return web.json_response({"stack": [self._core.views.shown(view) for view in stack]})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens to one person, as Server-Sent Events, until they leave."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"},
        )
        user = self._user(request)
        with self._core.feed.listen(user.id) as queue, suppress(ConnectionResetError):
            await stream.prepare(request)
            await stream.write(HEARTBEAT)
            while (event := await queue.get()) is not None:
                await stream.write(f"data: {json.dumps(event)}\n\n".encode())
        return stream

    async def send(self, asked: Json) -> Json:
        text = str(asked["text"]).strip()
        if text:
            place = commands.Place(asked["user"], asked["conversation"], asked.get("thread_ts"))
            await commands.send(self._core, self._events, place, text)
        return {}

    async def press(self, asked: Json) -> Json:
        spot = self._spot(asked, asked["container"])
        if isinstance(spot.surface, View):
            modals.fill_in(self._core, spot.surface, asked.get("state") or {})
        await presses.press(self._core, spot, asked.get("value"))
        return {}

    async def options(self, asked: Json) -> Json:
        container = {
            "type": "view" if asked.get("view_id") else "message",
            **{name: asked.get(name) for name in ("view_id", "conversation", "ts")},
        }
        spot = self._spot(asked, container)
        return await presses.options(self._core, spot, str(asked.get("query") or ""))

    def _spot(self, asked: Json, container: Json) -> presses.Spot:
        surface = presses.find_surface(self._core, asked["user"], container)
        return presses.find_spot(asked["user"], surface, asked["block_id"], asked["action_id"])

    def _view(self, asked: Json) -> View:
        container = {"type": "view", "view_id": asked["view_id"]}
        surface = presses.find_surface(self._core, asked["user"], container)
        if not isinstance(surface, View):
            raise presses.NotThereError("a message is no view")
        return surface

    async def submit(self, asked: Json) -> Json:
        view = self._view(asked)
        modals.fill_in(self._core, view, asked.get("values") or {})
        errors = await modals.submit(self._core, view)
        return {"ok": False, "errors": errors} if errors else {}

    async def close(self, asked: Json) -> Json:
        """Close a modal; one that is gone already stays so."""
        with suppress(presses.NotThereError):
            await modals.close(self._core, self._view(asked))
        return {}

    async def edit(self, asked: Json) -> Json:
        modals.fill_in(self._core, self._view(asked), asked.get("values") or {})
        return {}
