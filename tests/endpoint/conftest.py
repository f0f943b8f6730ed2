"""Senders to the Slack endpoint: Slack itself, and others."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, DummyCookieJar

from tests.endpoint.sender import Sender
from tests.harness.bot import House


@pytest.fixture
async def sender(house: House) -> AsyncIterator[Sender]:
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        yield Sender(house, session)
