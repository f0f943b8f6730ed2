"""Deliver owed mails: render, send, put off or give up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

import structlog

from domain.backoff import doubled, spread
from domain.clock import Clock
from domain.errors import NothingThere
from domain.mails import MAIL_TRIED_FOR, MailOvertaken, OwedMail
from scheduler.mails.smtp import SEND_LIMIT, MailRefused, SmtpClient
from services.messages.mails import ContactMails
from services.sweeps import one_by_one

log: structlog.stdlib.BoundLogger = structlog.get_logger()

AT_ONCE = 5
"""Mails in one sweep; all of them are sent before the lease of the first ends."""
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail as it is submitted, and its recipient's address."""

    message: EmailMessage
    recipient: str


RenderMail = Callable[[OwedMail], Awaitable[Envelope]]
"""Renders a mail; raises `MailOvertaken`, `NothingThere`, or `MailRefused` without an address."""


@dataclass(frozen=True)
class MailDelivery:
    """Sends owed mails; the metronome calls it."""

    mails: ContactMails
    render: RenderMail
    line: SmtpClient
    clock: Clock

    async def deliver_due(self) -> None:
        """Send the mails that are due, one by one."""
        await one_by_one(await self.mails.claim(AT_ONCE), self._deliver, "mails")

    async def _deliver(self, mail: OwedMail) -> None:
        try:
            envelope = await self.render(mail)
            async with asyncio.timeout(SEND_LIMIT):
                await self.line.send(envelope.message, envelope.recipient)
        except (MailOvertaken, NothingThere):
            await self.mails.skip(mail, "overtaken")
        except TimeoutError:
            await self._settle(mail, MailRefused("timeout", is_final=False))
        except MailRefused as refused:
            await self._settle(mail, refused)
        else:
            await self.mails.sent(mail)

    async def _settle(self, mail: OwedMail, refused: MailRefused) -> None:
        log.warning("the mail server did not take a mail", reason=refused.reason, kind=mail.kind)
        now = self.clock()
        if refused.is_final or now - mail.created_at > MAIL_TRIED_FOR:
            await self.mails.give_up(mail, refused.reason)
        else:
            wait = doubled(_FIRST_DELAY, mail.tries, _LONGEST_DELAY)
            await self.mails.put_off(mail, now + spread(wait, 0.5, 1))
