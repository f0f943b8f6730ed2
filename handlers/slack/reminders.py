"""Snooze a reminder in Slack, and take that back.

The reminder itself shows at once what was done.
"""

from dataclasses import dataclass

from domain.errors import NothingThere
from domain.reminders import SNOOZES
from handlers.identifiers import as_uuid
from handlers.slack.middleware import SlackRequest
from services.reminders.open_due import OpenReminders


@dataclass(frozen=True)
class ReminderButtons:
    """Handles the presses that snooze a reminder or wake it again."""

    open_reminders: OpenReminders

    async def snooze(self, request: SlackRequest) -> None:
        await request.ack()
        chosen = (request.action.get("selected_option") or {}).get("value", "")
        reminder_id, _, days = chosen.partition(":")
        if days not in map(str, SNOOZES):
            raise NothingThere
        await self.open_reminders.snooze(
            request.person, request.press_key, as_uuid(reminder_id), int(days)
        )

    async def wake(self, request: SlackRequest) -> None:
        await request.ack()
        reminder_id = as_uuid(request.action["value"])
        await self.open_reminders.wake(request.person, request.press_key, reminder_id)
