"""Wire the renderers of each kind of message."""

from bot.settings import Settings
from bot.wiring.services import Services
from handlers.addresses import Addresses
from scheduler.messages.rendering.appstore import AppstoreMessages
from scheduler.messages.rendering.endings import EndingMessages
from scheduler.messages.rendering.notices import NoticeMessages
from scheduler.messages.rendering.people import PeopleMessages
from scheduler.messages.rendering.reminders import ReminderMessages
from scheduler.messages.rendering.render import Render
from scheduler.messages.rendering.stores import StoreMessages
from views.language import Translators


def wire_rendering(settings: Settings, services: Services, languages: Translators) -> Render:
    stores = StoreMessages(
        stores=services.find_stores,
        links=services.connect_links,
        ownership=services.ownership,
        messages=services.deliver_messages,
        amazon=settings.amazon,
        is_test=settings.is_test,
        connect_address=Addresses(settings.public_url).connect,
    )
    people = PeopleMessages(
        stores=services.find_stores,
        nudges=services.nudges,
        reassign_stores=services.reassign_stores,
        links=services.connect_links,
        amazon=settings.amazon,
        connect_address=Addresses(settings.public_url).connect,
    )
    endings = EndingMessages(services.revocation, settings.amazon, settings.application)
    reminders = ReminderMessages(
        stores=services.find_stores,
        links=services.connect_links,
        announce=services.announce,
        amazon=settings.amazon,
        connect_address=Addresses(settings.public_url).connect,
    )
    appstore = AppstoreMessages(services.find_stores, services.ownership, settings.amazon)
    notices = NoticeMessages(services.find_stores, services.alarms, settings.application)
    parts = (stores, reminders, people, endings, notices, appstore)
    renderers = {kind: renderer for part in parts for kind, renderer in part.renderers.items()}
    return Render(services.workspaces, services.people, languages, renderers)
