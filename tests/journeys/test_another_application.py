"""The settings name another application: nothing is erased, and stores are connected anew."""

from dataclasses import replace

import pytest

from bot.services import build_services, open_amazon
from domain.errors import NotConnected
from storage.seller_tables import AuthorizationRow
from tests.house import House, application
from tests.journeys.steps import SellersBrowser, connected_store, rows, say_ours

OTHER = "amzn1.sp.solution.another"


async def test_a_token_of_another_application_is_not_handed_out_and_not_erased(
    house: House, browser: SellersBrowser
) -> None:
    await connected_store(house, browser)
    await say_ours(house)
    house.amazon.register(replace(application(house.url), id=OTHER))
    settings = house.settings.model_copy(update={"amazon_application_id": OTHER})

    async with open_amazon(settings, house.clock) as amazon:
        services = build_services(house.bot.database, house.clock, settings, None, amazon)
        workspace = (await services.workspaces.all())[0]
        with pytest.raises(NotConnected):
            await services.tokens.hand_out(workspace.id, "Amazon Store USA", "test")
        house.clock.move(days=2)
        await services.sellers.check_due()

    kept = (await rows(house, AuthorizationRow))[0]
    assert kept.refresh_token_encrypted is not None
    assert kept.gone_at is None
