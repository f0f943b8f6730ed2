"""Reminders in Slack are also mailed to the contact, where the team has switched that on."""

from tests.mail.conftest import MailHouse
from tests.mail.test_contact_mails import ready_to_renew
from tests.reminders.steps import days_before_the_end


async def test_each_reminder_is_mailed_once(mailing: MailHouse) -> None:
    await ready_to_renew(mailing)
    for days in (30, 29, 14, 3):
        await days_before_the_end(mailing.house, days)
        await mailing.send()
    subjects = [message["Subject"].strip() for message in mailing.mail.messages]
    assert len(subjects) == 3
    assert all("Nordic Outdoor" in subject for subject in subjects)
