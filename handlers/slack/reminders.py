"""What can be done about a reminder in Slack: snooze it, and take that back."""

from dataclasses import dataclass

from domain.errors import NothingThere
from domain.reminders import SNOOZES
from handlers.identifiers import as_uuid
from handlers.slack.asking import Asked
from services.reminding import Remind
from views.slack import Message, moment, section


@dataclass(frozen=True)
class ReminderButtons:
    reminding: Remind

    async def snooze(self, asked: Asked) -> None:
        await asked.ack()
        chosen = (asked.action.get("selected_option") or {}).get("value", "")
        reminder_id, _, days = chosen.partition(":")
        if days not in map(str, SNOOZES):
            raise NothingThere
        until = await self.reminding.snooze(
            asked.person, as_uuid(reminder_id), int(days), asked.press_key
        )
        await _answer(asked, asked.say("I remind you again on {when}.", when=moment(until)))

    async def wake(self, asked: Asked) -> None:
        await asked.ack()
        reminder_id = as_uuid(asked.action["value"])
        await self.reminding.wake(asked.person, reminder_id, asked.press_key)
        await _answer(asked, asked.say("The reminder stands as before."))


async def _answer(asked: Asked, text: str) -> None:
    await asked.tell_quietly(Message(text, [section(text)]))
