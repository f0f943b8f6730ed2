"""What renders each kind of message, built and handed to each other."""

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
        stores=services.finding,
        links=services.linking,
        owning=services.owning,
        messages=services.delivering,
        amazon=settings.amazon,
        is_test=settings.is_test,
        connect_address=Addresses(settings.public_url).connect,
    )
    people = PeopleMessages(
        stores=services.finding,
        nudges=services.nudges,
        reassigning=services.reassigning,
        links=services.linking,
        amazon=settings.amazon,
        connect_address=Addresses(settings.public_url).connect,
    )
    endings = EndingMessages(services.revoking, settings.amazon, settings.application)
    reminders = ReminderMessages(
        stores=services.finding,
        links=services.linking,
        announcing=services.announcing,
        amazon=settings.amazon,
        connect_address=Addresses(settings.public_url).connect,
    )
    door = AppstoreMessages(services.finding, services.owning, settings.amazon)
    notices = NoticeMessages(services.finding, services.alarms, settings.application)
    parts = (stores, reminders, people, endings, notices, door)
    renderers = {kind: renderer for part in parts for kind, renderer in part.renderers.items()}
    return Render(services.workspaces, services.people, languages, renderers)
