"""`make demo`: a local Slack, a local Amazon, and the real bot between them."""

import asyncio

from playground.demo import demo

asyncio.run(demo())
