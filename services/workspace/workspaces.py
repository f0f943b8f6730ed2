"""Workspaces: join, suspend, find."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorizations import AuthorizationStatus, next_check
from domain.clock import Clock
from domain.errors import NothingThere
from domain.history import Actor, Event
from domain.workspaces import Joining, Workspace
from storage.database.dialects import insert
from storage.database.transactions import Database, changing, reading
from storage.history import Subject, record
from storage.nudges import nudge_again
from storage.reminders import plan_anew
from storage.tables.authorizations import AuthorizationRow
from storage.tables.workspaces import WorkspaceRow


@dataclass(frozen=True)
class Workspaces:
    """Remembers the teams that installed the bot, for Bolt, the deliveries and the start."""

    database: Database
    clock: Clock
    default_language: str

    @changing
    async def join(self, session: AsyncSession, joining: Joining) -> Workspace:
        """Save a team that installed the bot; a known one keeps its id.

        Several processes may start and join at once.
        """
        is_new = await self._insert(session, joining)
        row = (
            await session.scalars(
                select(WorkspaceRow)
                .where(WorkspaceRow.slack_team_id == joining.slack_team_id)
                .with_for_update()
            )
        ).one()
        if row.delivery_suspended_at is not None:
            await self._take_up(session, row.id, row.delivery_suspended_at)
        row.name, row.url = joining.name, joining.url
        row.delivery_suspended_at = row.suspended_because = None
        row.joined_at = self.clock()
        row.bot_id, row.bot_user_id = joining.bot_id, joining.bot_user_id
        row.language = self.default_language
        row.admin_channel = joining.admin_channel
        if is_new:
            record(session, Event.WORKSPACE_JOINED, Subject(row.id), Actor.BOT, self.clock())
        return _as_workspace(row)

    @changing
    async def refused(
        self, session: AsyncSession, slack_team_id: str, reason: str, since: datetime
    ) -> None:
        """Let a workspace rest until it joins again; everything it has is kept.

        `reason` is Slack's own word. What happened before the bot last joined changes nothing:
        Slack's events come late, twice, or never.
        """
        row = await session.scalar(
            select(WorkspaceRow)
            .where(WorkspaceRow.slack_team_id == slack_team_id)
            .with_for_update()
        )
        if row is None or _is_before_joining(row, since):
            return
        row.delivery_suspended_at = row.delivery_suspended_at or self.clock()
        row.suspended_because = reason

    @reading
    async def get(self, session: AsyncSession, workspace_id: UUID) -> Workspace:
        """Return the workspace, or raise `NothingThere`."""
        row = await session.get(WorkspaceRow, workspace_id)
        if row is None:
            raise NothingThere
        return _as_workspace(row)

    @reading
    async def all(self, session: AsyncSession) -> list[Workspace]:
        rows = await session.scalars(select(WorkspaceRow).order_by(WorkspaceRow.created_at))
        return [_as_workspace(row) for row in rows]

    async def _take_up(self, session: AsyncSession, workspace_id: UUID, since: datetime) -> None:
        """Resume what was suspended since a moment; checks are spread instead of made up for."""
        now, ours = self.clock(), AuthorizationRow.workspace_id == workspace_id
        await plan_anew(session, ours, since)
        await nudge_again(session, workspace_id, now)
        rested = await session.scalars(
            select(AuthorizationRow).where(
                ours,
                AuthorizationRow.status != AuthorizationStatus.REVOKED,
                AuthorizationRow.next_check_at.is_(None),
            )
        )
        for row in rested.all():
            row.next_check_at = next_check(now, row.checked_at)

    async def _insert(self, session: AsyncSession, joining: Joining) -> bool:
        """Insert a team unless it is known; returns whether it was new."""
        new = insert(session, WorkspaceRow).values(
            id=uuid4(),
            slack_team_id=joining.slack_team_id,
            name=joining.name,
            url=joining.url,
            language=self.default_language,
            bot_id=joining.bot_id,
            bot_user_id=joining.bot_user_id,
            created_at=self.clock(),
        )
        inserted = new.on_conflict_do_nothing(index_elements=[WorkspaceRow.slack_team_id])
        return await session.scalar(inserted.returning(WorkspaceRow.id)) is not None


def _is_before_joining(row: WorkspaceRow, moment: datetime) -> bool:
    """Compare by the second, as Slack's events count time."""
    return row.joined_at is not None and moment < row.joined_at.replace(microsecond=0)


def _as_workspace(row: WorkspaceRow) -> Workspace:
    return Workspace(
        id=row.id,
        slack_team_id=row.slack_team_id,
        name=row.name,
        url=row.url,
        language=row.language,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        admin_channel=row.admin_channel,
    )
