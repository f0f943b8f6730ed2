"""Render a mail from what is true at the moment it is sent."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from domain.authorizations import AuthorizationStatus
from domain.clock import Clock
from domain.links import OfferedLink
from domain.mails import MailKind, MailOvertaken, OwedMail
from domain.stores import Store
from domain.workspaces import Workspace
from scheduler.mails.delivery import Envelope
from scheduler.mails.smtp import MailRefused, mail_address
from scheduler.messages.rendering.stores import ConnectAddress
from services.oauth.links import ConnectLinks
from services.stores.find import FindStores
from services.workspace.people import People
from services.workspace.workspaces import Workspaces
from views.language import Translator, Translators
from views.mail.mails import Mail, Mails, link_letter, reminder_letter

_ID_SPACE = "amazon-store-bot"


@dataclass(frozen=True)
class ContactMailRendering:
    """Renders mails to a store's contact in the workspace's language, from `sender`."""

    stores: FindStores
    links: ConnectLinks
    people: People
    workspaces: Workspaces
    languages: Translators
    letters: Mails
    connect_address: ConnectAddress
    sender: Address
    clock: Clock

    async def __call__(self, mail: OwedMail) -> Envelope:
        """Render a mail; see `RenderMail`."""
        workspace = await self.workspaces.get(mail.workspace_id)
        store = await self.stores.get(mail.workspace_id, mail.store_id)
        t = self.languages.of(workspace.language)
        letter = await self._letter(t, mail, store, workspace)
        try:
            recipient = mail_address(store.email)
        except ValueError:
            raise MailRefused("this is no e-mail address", is_final=True) from None
        return Envelope(self._message(t, mail, letter, recipient), recipient)

    async def _letter(
        self, t: Translator, mail: OwedMail, store: Store, workspace: Workspace
    ) -> Mail:
        if mail.kind is MailKind.REMINDER and not store.mails_contact:
            raise MailOvertaken
        offered = await self.links.offer(workspace.id, store.id, mail.by or store.owner)
        address = self.connect_address(offered.link)
        if mail.kind is MailKind.LINK:
            asker = await self.people.remembered(workspace.id, mail.by or store.owner)
            name = asker.name if asker else ""
            return link_letter(t, store, offered, name, workspace.name, address)
        if not _is_wanted(mail, offered):
            raise MailOvertaken
        return reminder_letter(t, offered, workspace.name, address, self.clock())

    def _message(self, t: Translator, mail: OwedMail, letter: Mail, recipient: str) -> EmailMessage:
        """Build a mail; its id stays the same, so that a duplicate is recognized."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = Address(addr_spec=recipient)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self.clock())
        message["Message-ID"] = f"<{mail.id}.{_ID_SPACE}@{self.sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = t.tag
        message.set_content(self.letters.text(t, letter))
        message.add_alternative(self.letters.html(t, letter), subtype="html")
        return message


def _is_wanted(mail: OwedMail, offered: OfferedLink) -> bool:
    """Return whether the connection that a reminder is about still has to be renewed."""
    renewal = offered.renewal
    if renewal is None:
        return False
    connection = renewal.connection
    return connection.status is AuthorizationStatus.LIVE and connection.term == mail.term
