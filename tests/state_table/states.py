"""How a connection comes into each state of the table."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update

from domain.access_tokens import APP_UNINSTALLED
from domain.endings import Revocable
from domain.marketplaces import marketplace
from playground.amazon.faults import invalid_grant
from storage.tables.authorizations import AuthorizationRow, TermRow
from storage.tables.workspaces import WorkspaceRow
from tests.harness.connect_steps import rows
from tests.state_table.scene import CANADA, NORDIC, PRAIRIE, USA, Scene
from tests.storage.rows import new_store

OUTLET = "Outlet"
IN_USA, IN_CANADA = marketplace("ATVPDKIKX0DER"), marketplace("A2EUQ1WTGCTBG2")
NEAR, PASSED = timedelta(days=20), timedelta(days=-1)
"""How long before its end a connection stands in the table, and one that is overdue."""


async def team(scene: Scene) -> None:
    """Let the team have three stores; one is Prairie Crafts', whom nothing is asked of."""
    for name, website, place in (
        (USA, "base", IN_USA),
        (CANADA, "base", IN_CANADA),
        (OUTLET, "outlet", IN_USA),
    ):
        store = new_store(name=name, website=website, marketplace=place)
        await scene.services.add_stores.add(scene.anna, str(uuid4()), store)
    scene.house.amazon.add_marketplace("Maple Goods", IN_USA.id)
    await sign_in(scene, "Prairie Crafts", OUTLET)
    row = await scene.row(PRAIRIE)
    await scene.services.ownership.confirm_ownership(scene.anna, str(uuid4()), row.id, row.term)
    await set_seller(scene, PRAIRIE, next_check_at=None, next_reminder_at=None)


async def none(_: Scene) -> None:
    """Nobody has signed in for the store."""


async def new(scene: Scene) -> None:
    await sign_in(scene, "Nordic Outdoor", USA)
    await let_end_in(scene, NEAR)


async def live(scene: Scene) -> None:
    await new(scene)
    await scene.services.ownership.confirm_ownership(
        scene.anna, str(uuid4()), *await scene.seller()
    )


async def overdue(scene: Scene) -> None:
    await live(scene)
    await let_end_in(scene, PASSED)


async def doubted(scene: Scene) -> None:
    await live(scene)
    await set_seller(scene, NORDIC, gone_at=scene.house.clock() - timedelta(minutes=15))


async def foreign(scene: Scene) -> None:
    await live(scene)
    await set_seller(scene, NORDIC, application_id="amzn1.former")


async def revoking(scene: Scene) -> None:
    await live(scene)
    what = Revocable(*await scene.seller(), (await scene.store()).id)
    await scene.services.revocation.revoke(scene.anna, str(uuid4()), what)


async def lapsed(scene: Scene) -> None:
    await doubted(scene)
    scene.house.amazon.faults.next("lwa.token", invalid_grant())
    await set_seller(scene, NORDIC, next_check_at=scene.house.clock())
    await scene.services.sellers.check_due()


async def revoked(scene: Scene) -> None:
    await revoking(scene)
    await scene.services.revocation.erase_now(scene.anna, str(uuid4()), await scene.ending())


async def disowned(scene: Scene) -> None:
    await new(scene)
    await scene.services.ownership.deny_ownership(scene.anna, str(uuid4()), *await scene.seller())


async def suspended(scene: Scene) -> None:
    """The bot was removed from the workspace."""
    await live(scene)
    (workspace,) = await rows(scene.house, WorkspaceRow)
    await scene.services.workspaces.refused(
        workspace.slack_team_id, APP_UNINSTALLED, scene.house.clock()
    )


async def sign_in(scene: Scene, seller: str, store: str) -> None:
    """Let a seller sign in through a store's link."""
    row = await scene.store(store)
    link = await scene.services.connect_links.show(row.workspace_id, row.id, row.owner)
    await scene.new_browser().connect(f"{scene.house.url}/connect/{link.token}", seller)


async def let_end_in(scene: Scene, span: timedelta) -> None:
    """Let the term end so soon by our estimate, and what is due by then be reminded of."""
    now = scene.house.clock()
    row = await scene.row()
    async with scene.house.bot.database.engine.begin() as connection:
        of_row = TermRow.authorization_id == row.id
        await connection.execute(update(TermRow).where(of_row).values(ends_at=now + span))
    await set_seller(scene, NORDIC, next_reminder_at=now)
    await scene.services.open_reminders.open_due()


async def set_seller(scene: Scene, seller_id: str, **columns: object) -> None:
    async with scene.house.bot.database.engine.begin() as connection:
        of_seller = AuthorizationRow.seller_id == seller_id
        await connection.execute(update(AuthorizationRow).where(of_seller).values(**columns))


STATES = {
    state.__name__: state
    for state in (
        none,
        new,
        live,
        overdue,
        doubted,
        foreign,
        revoking,
        lapsed,
        revoked,
        disowned,
        suspended,
    )
}
