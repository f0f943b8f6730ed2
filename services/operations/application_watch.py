"""Watch our own application: whether Amazon accepts it, its secret's age, its free places."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from amazon.application_health import Api, ApplicationHealth, ApplicationRefusal
from domain.alarms import SECRET_LIFE, AlarmKind, places_step, secret_rung, secret_since
from domain.application import Application
from domain.authorizations import AuthorizationStatus
from domain.clock import Clock
from services.stores.show import show_stores
from storage.alarms import (
    AlarmPlace,
    end_alarm,
    host_place,
    open_alarm,
    raise_alarm,
    show_alarm,
    tell,
)
from storage.applications import note_running, note_secret, secret_seen, sellers_held
from storage.database.encryption import Keyring
from storage.database.transactions import Database, changing
from storage.tables.application import AlarmRow
from storage.tables.authorizations import AuthorizationRow

QUIET = timedelta(minutes=20)
"""How long without a refusal until it counts as over; failed checks are repeated sooner."""


@dataclass(frozen=True)
class ApplicationWatch:
    """Raises alarms about the application. `rotated_on` corrects the client secret's first day."""

    database: Database
    clock: Clock
    application: Application
    health: ApplicationHealth
    keyring: Keyring
    admin_channel: str | None
    rotated_on: date | None

    @changing
    async def begin(self, session: AsyncSession) -> None:
        """Remember at the start which application runs, and with which client secret.

        After a change of application, the next checks set the former one's connections aside, and
        take up this one's again.
        """
        now = self.clock()
        await note_secret(session, self.application.id, self._fingerprints, now)
        if not await note_running(session, self.application.id):
            return
        is_ours = AuthorizationRow.application_id == self.application.id
        rows = await session.scalars(
            select(AuthorizationRow).where(
                AuthorizationRow.status != AuthorizationStatus.REVOKED,
                ~is_ours | AuthorizationRow.next_check_at.is_(None),
            )
        )
        for row in rows.all():
            row.next_check_at = now
            await show_stores(session, row, now)

    @changing
    async def look(self, session: AsyncSession) -> None:
        """Compare the application's state with what was told."""
        place = await host_place(session, self.admin_channel)
        await self._look_at_refusals(session, place)
        await self._look_at_secret(session, place)
        await self._look_at_places(session, place)

    async def _look_at_refusals(self, session: AsyncSession, place: AlarmPlace | None) -> None:
        alarm = await self._open(session, AlarmKind.REFUSED, place)
        refusal = self.health.refusal
        if refusal is not None and self.clock() < refusal.at + QUIET:
            await self._refused(session, alarm, refusal, place)
        elif alarm is not None and alarm.look_at is not None and self.clock() >= alarm.look_at:
            last = alarm.look_at - QUIET
            if self.health.is_honoured_since(Api(alarm.facts["api"]), last):
                await end_alarm(session, alarm, self.clock())

    async def _refused(
        self,
        session: AsyncSession,
        alarm: AlarmRow | None,
        refusal: ApplicationRefusal,
        place: AlarmPlace | None,
    ) -> None:
        """Raise the alarm, or update the open one with Amazon's latest refusal."""
        facts = {name: str(fact) for name, fact in asdict(refusal).items() if name != "at"}
        look_at = refusal.at + QUIET
        if alarm is None:
            await self._raise(
                session, AlarmKind.REFUSED, place, since=refusal.at, facts=facts, look_at=look_at
            )
            return
        alarm.look_at = look_at
        if alarm.facts != facts:
            alarm.facts = facts
            await show_alarm(session, alarm, self.clock())

    async def _look_at_secret(self, session: AsyncSession, place: AlarmPlace | None) -> None:
        seen = await secret_seen(session, self.application.id, self._fingerprints)
        if seen is None:
            return
        since = secret_since(seen.first_at, seen.other_at, self.rotated_on)
        alarm = await self._open(session, AlarmKind.SECRET, place)
        facts = {
            "ends_at": (since + SECRET_LIFE).isoformat(),
            "is_corrected": since != seen.first_at,
        }
        rung = secret_rung(since, self.clock())
        await self._step(session, AlarmKind.SECRET, place, alarm, rung, facts)

    async def _look_at_places(self, session: AsyncSession, place: AlarmPlace | None) -> None:
        places = self.application.places
        held = await sellers_held(session, self.application.id, places) if places else 0
        alarm = await self._open(session, AlarmKind.PLACES, place)
        step = places_step(held, alarm.step if alarm else None)
        facts = {"held": held, "places": places}
        await self._step(session, AlarmKind.PLACES, place, alarm, step, facts)

    async def _step(
        self,
        session: AsyncSession,
        kind: AlarmKind,
        place: AlarmPlace | None,
        alarm: AlarmRow | None,
        step: int | None,
        facts: dict[str, Any],
    ) -> None:
        """Report each step, and close the alarm of the step before."""
        if alarm is not None and step == alarm.step:
            return
        if alarm is not None:
            await end_alarm(session, alarm, self.clock())
        if step is not None:
            await self._raise(session, kind, place, step=step, facts=facts)

    async def _open(
        self, session: AsyncSession, kind: AlarmKind, place: AlarmPlace | None
    ) -> AlarmRow | None:
        """Return the open alarm; one without a place is told once there is one."""
        alarm = await open_alarm(session, kind, self.application.id)
        if alarm is not None and alarm.message_id is None and place is not None:
            await tell(session, alarm, place, self.clock())
        return alarm

    async def _raise(
        self, session: AsyncSession, kind: AlarmKind, place: AlarmPlace | None, **given: Any
    ) -> None:
        await raise_alarm(session, kind, self.application.id, place, self.clock(), **given)

    @property
    def _fingerprints(self) -> list[bytes]:
        return list(self.keyring.fingerprints(self.application.client_secret))
