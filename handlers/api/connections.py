"""`/api/v1/connections`: sellers, their regions and statuses, and when they end."""

from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from domain.errors import NothingThere
from domain.sync_programs import SyncProgram
from handlers.api import paging
from handlers.api.errors import ProblemRaised
from handlers.api.responses import read
from services.sync_programs.reads import SyncProgramReads
from views.api.problems import bad_request
from views.api.resources import connection_json


@dataclass(frozen=True)
class ConnectionsApi:
    """Lists connections to sync programs with the scope `read`; the web server routes to it."""

    program_reads: SyncProgramReads

    async def list(self, request: web.Request, program: SyncProgram) -> web.Response:
        paging.only(request, "limit", "cursor")
        after, most = _after(request), paging.limit(request)
        found = await self.program_reads.connections(program, after, most)
        following = paging.cursor(None if found.after is None else str(found.after))
        body = {
            "connections": [connection_json(each) for each in found.connections],
            "next_cursor": following,
        }
        return read(request, body, paging.link(request, following))

    async def get(self, request: web.Request, program: SyncProgram) -> web.Response:
        connection_id = _uuid(request.match_info["id"])
        if connection_id is None:
            raise NothingThere
        return read(
            request, connection_json(await self.program_reads.connection(program, connection_id))
        )


def _after(request: web.Request) -> UUID | None:
    position = paging.after(request)
    found = _uuid(position)
    if position and found is None:
        raise ProblemRaised(bad_request("cursor", "is not one that an earlier page gave"))
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
