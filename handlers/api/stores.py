"""`/api/v1/stores`: stores, their settings, their access tokens, and checks at Amazon."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError

from domain.access_tokens import Want
from domain.clock import Clock
from domain.marketplaces import MARKETPLACES
from domain.stores import StoreStatus
from domain.sync_program_reads import StoreFilter
from domain.sync_programs import SyncProgram
from handlers.api import paging
from handlers.api.authentication import body_of, store_key
from handlers.api.errors import ProblemRaised
from handlers.api.rate_limits import CHECKS, REFUSALS, RateLimiter
from handlers.api.responses import given, read
from services.connections.health_checks import HealthChecks
from services.sync_programs.access_tokens import AccessTokens, Asker
from services.sync_programs.reads import SyncProgramReads
from views.api.problems import NO_JSON, bad_request, too_many
from views.api.resources import check_json, settings_json, store_json, token_json

_PLACES = {place.id: place.id for place in MARKETPLACES} | {
    place.country: place.id for place in MARKETPLACES
}


class _Asked(BaseModel):
    """The body of a request for an access token."""

    model_config = ConfigDict(extra="forbid")
    refused: StrictBool = False


@dataclass(frozen=True)
class StoresApi:
    """Lists stores, issues their tokens and checks them at Amazon, for sync programs."""

    program_reads: SyncProgramReads
    tokens: AccessTokens
    sellers: HealthChecks
    paces: RateLimiter
    clock: Clock

    async def list(self, request: web.Request, program: SyncProgram) -> web.Response:
        paging.only(request, "commerce", "website", "marketplace", "status", "limit", "cursor")
        which = StoreFilter(
            commerce=paging.parameter(request, "commerce"),
            website=paging.parameter(request, "website"),
            marketplace_id=_marketplace(request),
            status=_status(request),
        )
        after, most = paging.after(request), paging.limit(request)
        found = await self.program_reads.stores(program, which, after, most)
        following = paging.cursor(found.after)
        body = {"stores": [store_json(store) for store in found.stores], "next_cursor": following}
        return read(request, body, paging.link(request, following))

    async def get(self, request: web.Request, program: SyncProgram) -> web.Response:
        store = await self.program_reads.store(program, store_key(request.match_info["key"]))
        return read(request, store_json(store))

    async def settings(self, request: web.Request, program: SyncProgram) -> web.Response:
        store = await self.program_reads.store(program, store_key(request.match_info["key"]))
        return read(request, settings_json(store))

    async def look(self, request: web.Request, key: str) -> Asker:
        """Look up the sync program together with the store whose token it asks for."""
        await body_of(request)
        return await self.tokens.shown(key, store_key(request.match_info["key"]))

    async def access_token(self, request: web.Request, asker: Asker) -> web.Response:
        asked = await _asked(request)
        if asked.refused and asker.source is not None:
            pace = self.paces.count(REFUSALS, str(asker.program.id), asker.store_key)
            if not pace.is_kept:
                raise ProblemRaised(too_many(pace.wait))
        want = Want.ANOTHER if asked.refused else Want.LASTING
        return given(token_json(await self.tokens.issue_to(asker, want)))

    async def check(self, _request: web.Request, asker: Asker) -> web.Response:
        store_id = await self.tokens.require_seller(asker)
        pace = self.paces.count(CHECKS, asker.store_key)
        if not pace.is_kept:
            raise ProblemRaised(too_many(pace.wait))
        health = await self.sellers.check(asker.program.workspace_id, store_id)
        return given(check_json(health, self.clock()))


def _marketplace(request: web.Request) -> str | None:
    """Return the marketplace in the query, given by id or country."""
    text = paging.parameter(request, "marketplace")
    if text is None:
        return None
    found = _PLACES.get(text.upper())
    if found is None:
        raise ProblemRaised(
            bad_request("marketplace", "is neither a marketplace's id nor its country")
        )
    return found


def _status(request: web.Request) -> StoreStatus | None:
    text = paging.parameter(request, "status")
    if text is None:
        return None
    found = next((status for status in StoreStatus if status == text), None)
    if found is None:
        raise ProblemRaised(bad_request("status", f"is one of {', '.join(StoreStatus)}"))
    return found


async def _asked(request: web.Request) -> _Asked:
    """Read the body, which is optional."""
    body = await body_of(request)
    if not body:
        return _Asked()
    if request.content_type != "application/json":
        raise ProblemRaised(NO_JSON)
    try:
        return _Asked.model_validate_json(body)
    except ValidationError as fault:
        first: Mapping[str, Any] = fault.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise ProblemRaised(
            bad_request(name[:80], f"is not as it should be: {first['msg']}")
        ) from None
