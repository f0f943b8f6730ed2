"""Raise one alarm while API keys are being guessed."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from domain.alarms import AlarmKind
from domain.clock import Clock
from domain.key_guessing import QUIET, Guesses
from storage.alarms import end_alarm, host_place, open_alarm, raise_alarm
from storage.database.transactions import Database, changing

_ABOUT = "keys"


@dataclass(frozen=True)
class KeyGuessing:
    """Raises and closes the alarm; a sweep calls it. `admin_channel` is the host's own."""

    database: Database
    clock: Clock
    guesses: Guesses
    admin_channel: str | None

    @changing
    async def look(self, session: AsyncSession) -> None:
        """Compare the noted guesses with what was told."""
        now, latest = self.clock(), self.guesses.latest
        alarm = await open_alarm(session, AlarmKind.GUESSES, _ABOUT)
        if latest is not None and now < latest.at + QUIET:
            until = latest.at + QUIET
            if alarm is not None:
                alarm.look_at = max(alarm.look_at or until, until)
                return
            place = await host_place(session, self.admin_channel)
            facts = {"address": latest.address, "count": latest.count}
            await raise_alarm(
                session,
                AlarmKind.GUESSES,
                _ABOUT,
                place,
                now,
                since=latest.at,
                facts=facts,
                look_at=until,
            )
        elif alarm is not None and alarm.look_at is not None and now >= alarm.look_at:
            await end_alarm(session, alarm, now)
