"""Steps that tests of webhooks share."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.webhooks import WebhookType
from storage.tables.stores import StoreRow
from storage.webhooks import owe_webhooks
from tests.harness.connect_steps import add_store
from tests.webhooks.conftest import Hooked
from tests.webhooks.receiver import status_of

USA, CANADA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"


async def owe_one(hooked: Hooked) -> None:
    """Have Anna add a store, which is told of."""
    await add_store(hooked.house)


async def owe_one_more(hooked: Hooked) -> None:
    await add_store(hooked.house, "🇨🇦 Canada")


async def owe_an_update(hooked: Hooked) -> None:
    """Tell of the newest store once more."""
    newest = StoreRow.created_at == select(func.max(StoreRow.created_at)).scalar_subquery()
    now = hooked.house.clock()
    await hooked.house.bot.database.change(
        lambda session: owe_webhooks(session, WebhookType.UPDATED, newest, now)
    )


async def let_pass(hooked: Hooked, span: timedelta) -> None:
    """Let so much time pass, in which what is due is sent at its moment."""
    end = hooked.house.clock() + span
    while (due := await next_due(hooked)) is not None and due <= end:
        hooked.house.clock.now = max(due, hooked.house.clock())
        await hooked.send()
    hooked.house.clock.now = end


async def fail_for_good(hooked: Hooked, status: int = 500) -> list[timedelta]:
    """Let time jump from try to try until there are no more; returns the waits between them."""
    hooked.receiver.always = status_of(status)
    waits, last = [], hooked.house.clock()
    while (due := await next_due(hooked)) is not None:
        hooked.house.clock.now = max(due, hooked.house.clock())
        waits.append(hooked.house.clock() - last)
        last = hooked.house.clock()
        await hooked.house.bot.metronome.tick("webhooks")
        await hooked.house.bot.webhook_delivery.drain()
    return waits


async def next_due(hooked: Hooked) -> datetime | None:
    """Return when something is sent next, if ever."""
    if (await hooked.row()).disabled_at is not None:
        return None
    dues = [d.due_at for d in await hooked.deliveries() if d.due_at is not None]
    return min(dues, default=None)
