"""How sellers sign in, or provide a token; returns how the attempt failed, if it did."""

from uuid import uuid4

from domain.usable_sellers import Choice
from playground.amazon import faults
from services.oauth.adopt_token import Brought
from storage.tables.oauth import GrantRow
from tests.harness.appstore_steps import AppstoreBrowser
from tests.harness.connect_steps import rows
from tests.state_table.scene import CANADA, NORDIC, PRAIRIE, USA, Scene
from tests.state_table.states import IN_USA, sign_in


async def the_same_seller_signs_in(scene: Scene) -> str | None:
    await sign_in(scene, "Nordic Outdoor", USA)
    return await _failed(scene)


async def it_sells_there_no_more_and_signs_in(scene: Scene) -> str | None:
    scene.house.amazon.drop_marketplace("Nordic Outdoor", IN_USA.id)
    return await the_same_seller_signs_in(scene)


async def an_unknown_seller_signs_in(scene: Scene) -> str | None:
    await sign_in(scene, "Maple Goods", USA)
    return await _failed(scene)


async def another_of_our_sellers_signs_in(scene: Scene) -> str | None:
    await sign_in(scene, "Prairie Crafts", USA)
    assert (await scene.row(PRAIRIE)).term == 2
    return await _failed(scene)


async def one_whose_store_exists_signs_in(scene: Scene) -> str | None:
    """Through a link that asks for any seller: one to switch, where the store has one."""
    store = await scene.store()
    if store.authorization_id is None:
        return await another_of_our_sellers_signs_in(scene)
    link, _ = await scene.services.connect_links.switch(scene.anna, store.id)
    await scene.new_browser().connect(f"{scene.house.url}/connect/{link.token}", "Prairie Crafts")
    assert (await scene.row(PRAIRIE)).term == 2
    return await _failed(scene)


async def renewed_via_the_appstore(scene: Scene) -> str | None:
    await AppstoreBrowser(scene.new_browser()).renew()
    return await _failed(scene)


async def held_renewal_accepted(scene: Scene) -> str | None:
    scene.house.amazon.faults.next("spapi.listings", faults.unwell())
    await AppstoreBrowser(scene.new_browser()).renew()
    held = [grant for grant in await rows(scene.house, GrantRow) if grant.status == "held"]
    for grant in held:
        await scene.services.ownership.accept(scene.anna, str(uuid4()), grant.id)
    end = await _failed(scene)
    assert len(held) == (end is None)
    return end


async def a_token_is_brought_by_hand(scene: Scene) -> None:
    settings = scene.house.settings
    token = scene.house.amazon.self_authorize(settings.amazon_application_id, "Nordic Outdoor")
    store = await scene.services.adopt_tokens.named(scene.anna.workspace_id, USA)
    brought = Brought(NORDIC, token, None, scene.anna.slack_user_id)
    await scene.services.adopt_tokens.adopt(store, brought)
    assert (await scene.row()).proof == "typed"


async def a_store_is_attached_by_choice(scene: Scene) -> None:
    seller = await scene.seller()
    choice = Choice(*seller, (await scene.store(CANADA)).id)
    await scene.services.reuse_sellers.use(scene.anna, str(uuid4()), choice)
    assert (await scene.store(CANADA)).authorization_id == seller[0]


async def _failed(scene: Scene) -> str | None:
    end = await scene.last_end()
    return None if end == "succeeded" else end
