"""The bot with a local mail server."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from playground.mail import LocalMail
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock


@dataclass
class MailHouse:
    """The bot, and the mail server to which it hands its mails in."""

    house: House
    mail: LocalMail

    async def send(self) -> None:
        """Let the sweep of mails run, and what follows from it be delivered to Slack."""
        await self.house.bot.metronome.tick("mails")
        await self.house.deliver()


@pytest.fixture
async def mailing(database_url: str, clock: MovableClock) -> AsyncIterator[MailHouse]:
    """On each kind of database."""
    async with (
        await LocalMail.start() as mail,
        open_house(database_url, clock, smtp_url=mail.url) as house,
    ):
        yield MailHouse(house, mail)
