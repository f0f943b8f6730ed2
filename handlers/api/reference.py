"""`/api/v1/openapi.json` and `/api/v1/docs`: the API's description for programs and people."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from handlers.api.responses import read
from handlers.web.browser import Browsers
from views.web.pages import Pages

PLACEHOLDER = "https://stores.example.com"
_FILE = Path(__file__).parent / "openapi.yml"

Json = Mapping[str, Any]


def description(public_url: str) -> Json:
    """Return `openapi.yml` with `public_url` instead of the example's address."""
    text = _FILE.read_text(encoding="utf-8").replace(PLACEHOLDER, public_url)
    found: Json = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


@dataclass(frozen=True)
class ApiReference:
    """Serves the API's description without a key: it reveals nothing about any store."""

    browsers: Browsers
    pages: Pages
    description: Json

    async def for_programs(self, request: web.Request) -> web.Response:
        return read(request, self.description)

    async def for_people(self, request: web.Request) -> web.Response:
        t = self.browsers.language(request)
        text = self.pages.api(t, self.description)
        return web.Response(text=text, content_type="text/html")
