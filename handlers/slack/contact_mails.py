"""Buttons for e-mails to a store's contact."""

from dataclasses import dataclass

from handlers.identifiers import as_uuid
from handlers.slack.middleware import SlackRequest
from services.messages.mails import ContactMails
from views.slack.contact_mails import link_mailed


@dataclass(frozen=True)
class MailButtons:
    """Handles the presses that switch a contact's reminders on and off, or mail a link."""

    mails: ContactMails

    async def switch(self, request: SlackRequest) -> None:
        """Save a tick at once; the block's id is the store's."""
        await request.ack()
        store_id = as_uuid(request.action["block_id"])
        wanted = bool(request.action.get("selected_options"))
        await self.mails.switch(request.person, request.press_key, store_id, wanted=wanted)

    async def mail_link(self, request: SlackRequest) -> None:
        await request.ack()
        store_id = as_uuid(request.action["value"])
        address = await self.mails.mail_link(request.person, request.press_key, store_id)
        await request.tell_quietly(link_mailed(request.t, address))
