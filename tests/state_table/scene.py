"""One connection in some state, the team it belongs to, and what can be seen of both."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from bot.wiring.services import Services
from domain.errors import NotConnected
from domain.people import Person
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.endings import EndingRow
from storage.tables.messages import MessageRow
from storage.tables.oauth import ConnectAttemptRow, GrantRow
from storage.tables.reminders import ReminderRow
from storage.tables.stores import StoreRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness.bot import House
from tests.harness.connect_steps import SellersBrowser, rows
from tests.storage.rows import member

NORDIC, PRAIRIE, MAPLE = "A2NORDICOUT01", "A5PRAIRIECR06", "A1MAPLEGOODS3"
"""The seller that the table is about, another one of the team's, and one whom nobody knows."""
USA, CANADA = "Amazon Store USA", "Amazon Store Canada"
"""The store that the table is about, and one that has no seller."""
Facts = dict[str, Any]
SELLER = "seller of the store"


@dataclass
class Scene:
    """`services` are those of the bot that runs, whichever application that is."""

    house: House
    services: Services
    anna: Person
    stack: AsyncExitStack

    def new_browser(self) -> SellersBrowser:
        """Open a browser that was never here before."""
        browser = SellersBrowser(self.house)
        self.stack.push_async_callback(browser.close)
        return browser

    async def row(self, seller_id: str = NORDIC) -> Any:
        """Return a seller's authorization, that of the bot's application before any other."""
        found = [r for r in await rows(self.house, AuthorizationRow) if r.seller_id == seller_id]
        ours = self.house.settings.amazon_application_id
        return next((r for r in found if r.application_id == ours), next(iter(found), None))

    async def store(self, name: str = USA) -> Any:
        return next(row for row in await rows(self.house, StoreRow) if row.name == name)

    async def seller(self) -> tuple[UUID, int]:
        """Return what buttons carry of the connection; a made-up id where there is none."""
        row = await self.row()
        return (row.id, row.term) if row else (uuid4(), 1)

    async def ending(self) -> UUID:
        """Return the id of the newest ending of the connection; a made-up one without any."""
        found = await rows(self.house, EndingRow)
        return max(found, key=lambda r: r.begun_at).id if found else uuid4()

    async def state(self) -> str:
        """Name the column of the table in which the connection stands."""
        row = await self.row()
        if row is None:
            return "none"
        if row.status == "revoked":
            return {"amazon": "lapsed", "operator": "revoked", "not_ours": "disowned"}[row.ended_by]
        return "revoking" if row.status == "revoking" else await self._of_live(row)

    async def _of_live(self, row: Any) -> str:
        (workspace,) = await rows(self.house, WorkspaceRow)
        (term,) = [
            each
            for each in await rows(self.house, TermRow)
            if (each.authorization_id, each.number) == (row.id, row.term)
        ]
        seen = {
            "suspended": workspace.delivery_suspended_at is not None,
            "foreign": row.application_id != self.services.sellers.application.id,
            "doubted": row.gone_at is not None,
            "new": row.ours_due_at is not None,
            "overdue": term.ends_at is not None and term.ends_at <= self.house.clock(),
        }
        return next((name for name, is_so in seen.items() if is_so), "live")

    async def facts(self) -> Facts:
        """Return all of the connection but when it is looked at next."""
        passing = {"next_check_at", "next_reminder_at", "checked_at", "unwell_since"}
        row, store = await self.row(), await self.store()
        kept = {"term": 0} if row is None else row._asdict()
        lasting = {name: what for name, what in kept.items() if name not in passing}
        return lasting | {SELLER: store.authorization_id}

    async def issues_token(self) -> bool:
        """Tell whether a sync program gets access to the store."""
        try:
            await self.services.tokens.issue(self.anna.workspace_id, USA, "test")
        except NotConnected:
            return False
        return True

    async def reminders(self) -> list[Any]:
        return await rows(self.house, ReminderRow)

    async def told(self) -> Counter[str]:
        """Count the messages that Slack has been owed so far, by their kinds."""
        return Counter(row.kind for row in await rows(self.house, MessageRow))

    async def kept_tokens(self) -> int:
        """Count where a token stands: with the connection, and with grants not yet settled."""
        row, grants = await self.row(), await rows(self.house, GrantRow)
        held = [each for each in (row, *grants) if each and each.refresh_token_encrypted]
        return len(held)

    async def last_end(self) -> str:
        """Return how the newest attempt has ended."""
        attempts = await rows(self.house, ConnectAttemptRow)
        return str(max(attempts, key=lambda row: (row.started_at, row.ended_at)).end)


@asynccontextmanager
async def scene_in(house: House, services: Services) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        (workspace,) = await services.workspaces.all()
        anna = member(workspace.id, house.slack.person("Anna").id)
        yield Scene(house, services, replace(anna, is_admin=True), stack)
