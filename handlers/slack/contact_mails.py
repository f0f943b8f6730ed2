"""Mails to a store's contact, switched and sent at the press of a button."""

from dataclasses import dataclass

from handlers.identifiers import as_uuid
from handlers.slack.middleware import SlackRequest
from services.messages.mails import ContactMails
from views.slack.contact_mails import link_mailed


@dataclass(frozen=True)
class MailButtons:
    mails: ContactMails

    async def switch(self, asked: SlackRequest) -> None:
        """Keep a tick as soon as it is made; the block's id is the store's."""
        await asked.ack()
        store_id = as_uuid(asked.action["block_id"])
        wanted = bool(asked.action.get("selected_options"))
        await self.mails.switch(asked.person, store_id, asked.press_key, wanted=wanted)

    async def mail_link(self, asked: SlackRequest) -> None:
        await asked.ack()
        store_id = as_uuid(asked.action["value"])
        address = await self.mails.mail_link(asked.person, store_id, asked.press_key)
        await asked.tell_quietly(link_mailed(asked.say, address))
