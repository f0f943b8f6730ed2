"""A sync program that calls the API over HTTP with its key."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession

from domain.sync_programs import ApiScope, NewSyncProgram
from storage.tables.stores import StoreRow
from tests.harness.bot import House
from tests.harness.connect_steps import rows, services_of

Json = dict[str, Any]
TOKEN = frozenset({ApiScope.TOKEN})


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json
    headers: Any


@dataclass
class Program:
    house: House
    http: ClientSession
    key: str = field(repr=False)
    store: str
    """The key of the first store."""

    async def get(self, path: str, **given: Any) -> Answer:
        return await self.ask("GET", path, **given)

    async def post(self, path: str, **given: Any) -> Answer:
        return await self.ask("POST", path, **given)

    async def ask(self, method: str, path: str, **given: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}", **given.pop("headers", {})}
        url = f"{self.house.url}/api/v1{path}"
        async with self.http.request(method, url, headers=headers, **given) as response:
            return await _read(response)

    async def token(self, **given: Any) -> Answer:
        """Ask for an access token of the first store."""
        return await self.post(f"/stores/{self.store}/access-token", **given)

    async def lwa(self, **form: str) -> Answer:
        """Speak Login with Amazon's form for the first store; `form` overrides its fields."""
        usual = {
            "grant_type": "refresh_token",
            "refresh_token": self.store,
            "client_id": "any",
            "client_secret": self.key,
        }
        async with self.http.post(
            f"{self.house.url}/api/v1/lwa/token", data=usual | form
        ) as response:
            return await _read(response)


async def _read(response: ClientResponse) -> Answer:
    body = await response.json(content_type=None) if response.status != 304 else {}
    return Answer(response.status, body, response.headers)


@asynccontextmanager
async def new_program(
    house: House,
    name: str = "Nightly sync",
    *,
    scopes: frozenset[ApiScope] = TOKEN,
    stores: Sequence[str] | None = None,
) -> AsyncIterator[Program]:
    """Add a sync program to the house's workspace, and let it ask."""
    new = NewSyncProgram(name, stores, scopes)
    async with services_of(house) as services:
        (workspace,) = await services.workspaces.all()
        key = await services.sync_programs.add(workspace.id, new)
    first, *_ = sorted(await rows(house, StoreRow), key=lambda row: row.created_at)
    async with ClientSession() as http:
        yield Program(house, http, key, first.key)
