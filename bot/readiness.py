"""Whether the bot can take requests: asked of the database, never of Slack or Amazon."""

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database.schema import head, version


class Readiness:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._draining = False

    def drain(self) -> None:
        """Say from now on that no new request should come."""
        self._draining = True

    async def missing(self) -> str | None:
        """Return None, or what keeps the bot from taking requests."""
        if self._draining:
            return "stopping"
        try:
            found = await version(self._engine)
        except (SQLAlchemyError, OSError):
            return "database"
        return None if found == head() else "schema"
