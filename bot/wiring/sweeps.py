"""The sweeps and their intervals in seconds."""

from functools import partial

from bot.wiring.sending import Sending
from bot.wiring.services import Services
from scheduler.metronome import Sweep
from scheduler.people_checks import WatchPeople


def wire_sweeps(
    services: Services, sending: Sending, people: WatchPeople
) -> dict[str, tuple[float, Sweep]]:
    sweeps: dict[str, tuple[float, Sweep]] = {
        "delivery": (1, sending.delivery.deliver_due),
        "webhooks": (1, sending.webhook_delivery.deliver_due),
        "attempts": (5, services.attempts.end_overdue),
        "grants": (5, services.callbacks.finish),
        "checks": (5, services.sellers.check_due),
        "nudges": (5, services.nudges.nudge_due),
        "reminders": (5, partial(_remind, services)),
        "application": (60, services.application_watch.look),
        "alarms": (60, services.alarms.look),
        "guesses": (60, services.key_guessing.look),
        "people": (15, people.ask_due),
        "unanswered": (60, services.ownership.let_unanswered_go),
        "endings": (60, services.revocation.erase_due),
        "unaccepted": (60, services.ownership.drop_unaccepted),
        "forgotten": (3600, services.forget.overdue),
    }
    if sending.mailing is not None:
        sweeps["mails"] = (5, sending.mailing.deliver_due)
    return sweeps


async def _remind(services: Services) -> None:
    """Open all due reminders before owing their messages, so that many become one digest."""
    await services.open_reminders.open_due()
    await services.announce.announce()
