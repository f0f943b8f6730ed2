"""The doctor's checks of the database. A new check is a method here, listed in `findings`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cli.doctor.findings import Finding
from domain.alarms import AlarmKind
from domain.clock import Clock
from domain.status import LATE_AFTER
from services.operations.alarms import Alarms
from services.operations.status import ReadStatus

NEWEST = 10
"""The most messages that are listed."""
_NAMED = 5
_ALARMS = {
    AlarmKind.OUTAGE: "Amazon does not answer about some sellers",
    AlarmKind.OTHER_APPLICATION: "connections of another application",
    AlarmKind.REFUSED: "Amazon refuses the application",
    AlarmKind.SECRET: "the client secret comes to its end",
    AlarmKind.PLACES: "places for sellers run short",
    AlarmKind.GUESSES: "somebody guesses keys of sync programs",
}


@dataclass(frozen=True)
class Inside:
    """Checks what the database knows; `diagnose` calls it."""

    examine: ReadStatus
    alarms: Alarms
    clock: Clock

    async def findings(self) -> list[Finding]:
        return [
            await self._keys(),
            await self._suspended(),
            await self._owed(),
            await self._undelivered(),
            await self._sweeps(),
            await self._alarms(),
            await self._webhooks(),
        ]

    async def _keys(self) -> Finding:
        """Check whether ENCRYPTION_KEYS decrypts what is stored."""
        found = await self.examine.secrets()
        if not (found.sellers or found.links or found.endpoints):
            return Finding("Encryption keys", f"open all {found.tried:,} secrets that were tried")
        sellers = ", ".join(found.sellers[:_NAMED]) or "none"
        told = (
            f"do not open {len(found.sellers)} connections (sellers: {sellers}), {found.links} "
            f"links and {found.endpoints} webhook endpoints; ENCRYPTION_KEYS lacks "
            f"{', '.join(found.key_ids) or 'a key'}"
        )
        return Finding("Encryption keys", told, is_well=False)

    async def _suspended(self) -> Finding:
        suspended = await self.examine.suspended()
        if not suspended:
            return Finding("Token refused", "in no workspace")
        told = ", ".join(f"{one.workspace} since {_day(one.since)}" for one in suspended[:_NAMED])
        told = f"{len(suspended)}: {told}. All is kept until the bot starts with a new token"
        return Finding("Token refused", told, is_well=False)

    async def _owed(self) -> Finding:
        owed = await self.examine.owed()
        if owed.oldest is None:
            return Finding("Owed to Slack", f"{owed.messages:,} messages")
        age = self.clock() - owed.oldest
        told = f"{owed.messages:,} messages, the oldest for {_span(age)}"
        return Finding("Owed to Slack", told, is_well=age <= LATE_AFTER)

    async def _undelivered(self) -> Finding:
        count = await self.examine.undelivered()
        if not count:
            return Finding("Not delivered", "nothing in the last 30 days")
        told = f"{count:,} messages of the last 30 days, to nobody; the newest stand below"
        return Finding("Not delivered", told, is_well=False)

    async def _sweeps(self) -> Finding:
        late = await self.examine.late()
        if not (late.checks or late.reminders or late.lanes or late.webhooks):
            return Finding("Sweeps", "nothing waits for more than an hour")
        told = (
            f"{late.checks:,} checks, {late.reminders:,} reminders, {late.webhooks:,} webhooks and "
            f"{late.lanes:,} Slack channels wait for more than an hour: is the bot running?"
        )
        return Finding("Sweeps", told, is_well=False)

    async def _alarms(self) -> Finding:
        """List the open alarms; Slack was told of them."""
        lasting = await self.alarms.open()
        if not lasting:
            return Finding("Alarms", "none")
        told = "; ".join(f"{_ALARMS[one.kind]} since {_day(one.since)}" for one in lasting[:_NAMED])
        return Finding("Alarms", f"{len(lasting)}: {told}", is_well=False)

    async def _webhooks(self) -> Finding:
        """List the disabled endpoints; Slack was told of them."""
        disabled = await self.examine.disabled_endpoints()
        if not disabled:
            return Finding("Webhooks", "no endpoint is disabled")
        named = ", ".join(f"{one.host} since {_day(one.since)}" for one in disabled[:_NAMED])
        told = f"{len(disabled)} disabled: {named}. See `amazon-store-bot webhooks list`"
        return Finding("Webhooks", told, is_well=False)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _span(age: timedelta) -> str:
    if age < timedelta(hours=1):
        return f"{age.total_seconds() / 60:.0f} minutes"
    if age < timedelta(days=2):
        return f"{age.total_seconds() / 3600:.0f} hours"
    return f"{age.days} days"
