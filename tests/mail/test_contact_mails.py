"""E-mails to a store's contact: links that people send, and reminders if switched on."""

import asyncio
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from playground.mail import Fate, LocalMail
from storage.mails import owe_reminder_mails
from storage.tables.authorizations import AuthorizationRow
from storage.tables.mails import MailRow
from storage.tables.stores import StoreRow
from tests.harness.bot import House, open_house
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import (
    SellersBrowser,
    add_store,
    confirm_ownership,
    connect_url,
    connected_store,
    rows,
    services_of,
)
from tests.harness.slack_steps import modal, said
from tests.mail.conftest import MailHouse

USUAL = "anna@nordic.example"


async def press_send(mailing: MailHouse, card: dict[str, Any], name: str = "Anna") -> None:
    """Open Send link on a card, and have it sent by e-mail."""
    person = mailing.house.slack.person(name)
    await person.press(card, "Send link")
    await person.press(modal(person), "Send e-mail")


async def wanted(house: House) -> None:
    """Let Anna tick that the contact is mailed as well."""
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    await anna.choose(modal(anna), "mail_contact", "mail_contact")
    await anna.close()


async def remind(house: House, rung: int = 7, term: int = 1) -> None:
    """Owe what a reminder of that rung owes by mail."""
    (row,) = await rows(house, AuthorizationRow)
    await house.bot.database.change(
        lambda session: owe_reminder_mails(session, UUID(str(row.id)), term, rung, house.clock())
    )


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def told_in_slack(house: House) -> str:
    return "\n".join(said(m) for m in house.slack.im("Anna").messages)


async def ready_to_renew(mailing: MailHouse) -> None:
    """Connect a store whose contact is mailed as well."""
    browser = SellersBrowser(mailing.house)
    await connected_store(mailing.house, browser)
    await confirm_ownership(mailing.house)
    await browser.close()
    await wanted(mailing.house)


async def test_the_link_goes_to_the_contact_by_e_mail(mailing: MailHouse) -> None:
    card = await add_store(mailing.house)
    await press_send(mailing, card)
    await mailing.send()

    (received,), (message,) = mailing.mail.received, mailing.mail.messages
    assert (received.sender, received.recipients) == ("stores@nordic.example", (USUAL,))
    assert message["Subject"] == "Please connect Amazon Store USA to Amazon"
    assert str(message["From"]) == "Amazon Stores <stores@nordic.example>"
    for kind in ("plain", "html"):
        assert connect_url(card) in part(message, kind)
        assert "Anna asks you to connect Amazon Store USA" in part(message, kind)


async def test_the_mailed_link_leads_to_the_connect_page(mailing: MailHouse) -> None:
    await press_send(mailing, await add_store(mailing.house))
    await mailing.send()
    browser = SellersBrowser(mailing.house)
    url = connect_url({"blocks": part(mailing.mail.messages[0], "plain")})

    assert "Connected" in await browser.connect(url, "Nordic Outdoor")
    await browser.close()


async def test_a_link_is_not_mailed_twice_in_a_row(mailing: MailHouse) -> None:
    card = await add_store(mailing.house)
    await press_send(mailing, card)
    await press_send(mailing, card, "Ben")
    await mailing.send()
    assert len(mailing.mail.received) == 1

    mailing.house.clock.move(minutes=11)
    await press_send(mailing, card, "Ben")
    await mailing.send()
    assert len(mailing.mail.received) == 2


async def test_a_reminder_goes_to_the_contact_only_where_that_was_wanted(
    mailing: MailHouse,
) -> None:
    browser = SellersBrowser(mailing.house)
    await connected_store(mailing.house, browser)
    await browser.close()
    await remind(mailing.house, 14)
    await mailing.send()
    assert mailing.mail.received == []

    await wanted(mailing.house)
    await remind(mailing.house)
    await remind(mailing.house)
    await mailing.send()
    (message,) = mailing.mail.messages
    subject = "Please renew the Amazon connection of Nordic Outdoor by January 11, 2028"
    assert message["Subject"].strip() == subject
    assert "/connect/" in part(message, "plain")


async def test_taking_the_tick_back_holds_back_what_is_owed(mailing: MailHouse) -> None:
    await ready_to_renew(mailing)
    await remind(mailing.house)
    anna = mailing.house.slack.person("Anna")
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    await anna.choose(modal(anna), "mail_contact")
    await mailing.send()

    assert not (await rows(mailing.house, StoreRow))[0].mails_contact
    assert mailing.mail.received == []
    assert (await rows(mailing.house, MailRow))[0].skipped_because == "overtaken"


async def test_a_reminder_that_a_renewal_overtook_is_not_sent(mailing: MailHouse) -> None:
    await ready_to_renew(mailing)
    await remind(mailing.house, term=0)
    await mailing.send()

    assert mailing.mail.received == []


async def test_the_contact_of_several_stores_gets_one_reminder(mailing: MailHouse) -> None:
    house = mailing.house
    await ready_to_renew(mailing)
    message = house.slack.channel("amazon").messages[-1]
    anna = house.slack.person("Anna")
    await anna.press(message, "add_marketplace:A2EUQ1WTGCTBG2")
    assert await anna.submit() == {}
    await house.deliver()
    await house.bot.database.change(_all_mailed)
    await remind(house)
    await mailing.send()

    (mail,) = mailing.mail.messages
    assert "Amazon Store USA and Amazon Store Canada" in part(mail, "plain")


async def _all_mailed(session: Any) -> None:
    for row in await session.scalars(StoreRow.__table__.select().with_only_columns(StoreRow.id)):
        (await session.get(StoreRow, row)).mails_contact = True


async def test_an_address_that_is_refused_for_good_is_told_to_the_owner(
    mailing: MailHouse,
) -> None:
    mailing.mail.faults.next("RCPT", Fate(550, "5.1.1 no such <!channel> user"))
    await press_send(mailing, await add_store(mailing.house))
    await mailing.send()
    mailing.house.clock.move(days=1)
    await mailing.send()

    told = told_in_slack(mailing.house)
    assert "could not send an e-mail to anna@nordic.example" in told
    assert "550 5.1.1 no such" in told
    assert "<!channel>" not in told
    assert mailing.mail.received == []


@pytest.mark.parametrize(
    ("command", "fate"),
    [
        ("CONNECT", Fate()),
        ("CONNECT", Fate(421, "busy")),
        ("CONNECT", Fate(554, "no service")),
        ("EHLO", Fate(421, "busy")),
        ("MAIL", Fate(550, "we do not know you")),
        ("MAIL", Fate(451, "later")),
        ("RCPT", Fate(450, "grey")),
        ("RCPT", Fate()),
        ("DATA", Fate(451, "later")),
        ("DATA", Fate()),
    ],
)
async def test_what_the_server_cannot_do_now_is_tried_again(
    mailing: MailHouse, command: str, fate: Fate
) -> None:
    mailing.mail.faults.next(command, fate)
    await press_send(mailing, await add_store(mailing.house))
    await mailing.send()
    assert mailing.mail.received == []
    mailing.house.clock.move(minutes=1)
    await mailing.send()

    assert len(mailing.mail.received) == 1
    assert "could not send" not in told_in_slack(mailing.house)


async def test_a_mail_that_may_have_arrived_comes_again_as_the_same_mail(
    mailing: MailHouse,
) -> None:
    mailing.mail.faults.next("DATA", Fate(lost=True))
    await press_send(mailing, await add_store(mailing.house))
    await mailing.send()
    mailing.house.clock.move(minutes=1)
    await mailing.send()

    first, second = mailing.mail.messages
    assert first["Message-ID"] == second["Message-ID"]


async def test_after_three_days_a_mail_is_given_up_and_told(mailing: MailHouse) -> None:
    mailing.mail.faults.next("CONNECT", Fate(421, "busy"), times=1000)
    await press_send(mailing, await add_store(mailing.house))
    for _ in range(73):
        await mailing.send()
        assert "could not send" not in told_in_slack(mailing.house)
        mailing.house.clock.move(hours=1)
    await mailing.send()

    assert "could not send" in told_in_slack(mailing.house)
    assert (await rows(mailing.house, MailRow))[0].due_at is None


async def test_two_senders_do_not_send_one_mail_at_a_time(mailing: MailHouse) -> None:
    await press_send(mailing, await add_store(mailing.house))
    sweeps = [mailing.house.bot.metronome.tick("mails") for _ in range(5)]
    await asyncio.gather(*sweeps)

    assert len(mailing.mail.received) == 1


async def test_a_sender_whose_lease_has_run_out_changes_nothing(mailing: MailHouse) -> None:
    house = mailing.house
    await press_send(mailing, await add_store(house))
    async with services_of(house) as services:
        (slow,) = await services.mails.claim(5)
        assert await services.mails.claim(5) == []
        house.clock.move(seconds=60)
        (quick,) = await services.mails.claim(5)
        await services.mails.sent(quick)
        await services.mails.put_off(slow, house.clock())
        await services.mails.give_up(slow, "550 too late")
    await house.deliver()

    (row,) = await rows(house, MailRow)
    assert (row.sent_at, row.due_at, row.tries) == (house.clock.now, None, 1)
    assert "could not send" not in told_in_slack(house)


@pytest.mark.long
async def test_a_server_that_says_nothing_more_is_left_after_ten_seconds(
    sqlite_url: str, clock: MovableClock
) -> None:
    async with (
        await LocalMail.start() as mail,
        open_house(sqlite_url, clock, smtp_url=mail.url) as house,
    ):
        mail.faults.next("DATA", Fate(stalls=True))
        mailing = MailHouse(house, mail)
        await press_send(mailing, await add_store(house))
        await mailing.send()
        (row,) = await rows(house, MailRow)
        assert (row.tries, row.sent_at) == (1, None)
        house.clock.move(minutes=1)
        await mailing.send()

        assert len(mail.received) == 1


async def test_without_a_mail_server_nothing_is_offered(house: House) -> None:
    card = await add_store(house)
    anna = house.slack.person("Anna")
    await anna.press(card, "Send link")
    assert "e-mail to" not in said(modal(anna)).replace("Or copy this text into an e-mail", "")
    await anna.close()
    await anna.command("/amazon-store view Amazon Store USA", channel="amazon")
    assert "mail_contact" not in str(modal(anna))
