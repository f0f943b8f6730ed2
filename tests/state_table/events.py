"""How each event of the table happens; an event returns how an attempt has failed, if one has."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

from yarl import URL

from domain.endings import Revocable
from playground.amazon import faults
from storage.idempotency import handle_once
from tests.monitoring.steps import restarted
from tests.state_table import grants
from tests.state_table.scene import NORDIC, Scene
from tests.state_table.states import set_seller

Event = Callable[[Scene], Awaitable[str | None]]
OTHER = "amzn1.sp.solution.another"
REMINDED = {"new", "live", "overdue", "doubted"}
ASKED_ABOUT = {*REMINDED, "revoking"}
"""The states in which a connection is reminded of, and in which Amazon is asked about it."""


async def yes_it_is_ours(scene: Scene) -> None:
    await scene.services.ownership.confirm_ownership(
        scene.anna, str(uuid4()), *await scene.seller()
    )


async def not_ours(scene: Scene) -> None:
    await scene.services.ownership.deny_ownership(scene.anna, str(uuid4()), *await scene.seller())


async def seven_days_without_an_answer(scene: Scene) -> None:
    scene.house.clock.move(days=7)
    await scene.services.ownership.let_unanswered_go()


async def a_rung_is_reached(scene: Scene) -> None:
    await _days_pass(scene, 7)


async def the_end_passes(scene: Scene) -> None:
    await _days_pass(scene, 21)


async def _days_pass(scene: Scene, days: int) -> None:
    """However often it is looked, the Slack channel is reminded once."""
    before, is_reminded = await _reminded_here(scene), await scene.state() in REMINDED
    scene.house.clock.move(days=days)
    for _ in range(2):
        await scene.services.open_reminders.open_due()
    assert await _reminded_here(scene) == before + is_reminded


async def _reminded_here(scene: Scene) -> int:
    channel = (await scene.store()).channel
    return [reminder.target for reminder in await scene.reminders()].count(channel)


async def the_settings_name_another_application(scene: Scene) -> None:
    (application,) = scene.house.amazon.state.applications.values()
    other = replace(application, id=OTHER, client_id=f"{application.client_id}.another")
    scene.house.amazon.register(other)
    settings = {"amazon_application_id": other.id, "amazon_client_id": other.client_id}
    restart = restarted(scene.house, **settings)
    scene.services = await scene.stack.enter_async_context(restart)
    await scene.services.sellers.check_due()


async def a_refresh_answers_a_token(scene: Scene) -> None:
    """Its check is due, where there is one."""
    asked, state, row = len(scene.house.amazon.calls), await scene.state(), await scene.row()
    if row and row.next_check_at:
        await set_seller(scene, NORDIC, next_check_at=scene.house.clock())
    await scene.services.sellers.check_due()
    assert (len(scene.house.amazon.calls) > asked) is (state in ASKED_ABOUT)


def a_refresh_answers(fault: faults.Fault) -> Event:
    async def event(scene: Scene) -> None:
        scene.house.amazon.faults.next("lwa.token", fault)
        await a_refresh_answers_a_token(scene)

    return event


_refuse = a_refresh_answers(faults.invalid_grant())


async def and_invalid_grant_once_more(scene: Scene) -> None:
    await _refuse(scene)
    scene.house.clock.move(minutes=15)
    await _refuse(scene)


async def what_of(scene: Scene) -> Revocable:
    return Revocable(*await scene.seller(), (await scene.store()).id)


async def revoke_is_asked_for(scene: Scene) -> None:
    await scene.services.revocation.form(scene.anna, await what_of(scene))


async def revoke(scene: Scene) -> None:
    await scene.services.revocation.revoke(scene.anna, str(uuid4()), await what_of(scene))


async def its_last_store_is_disconnected(scene: Scene) -> None:
    verb = scene.services.revocation.disconnect_store
    await verb(scene.anna, str(uuid4()), await what_of(scene))


async def check_and_amazon_answers_a_token(scene: Scene) -> None:
    await scene.services.sellers.check_ending(scene.anna, await scene.ending())


async def check_and_amazon_has_ended_it(scene: Scene) -> None:
    scene.house.amazon.faults.next("lwa.token", faults.invalid_grant())
    await scene.services.sellers.check_ending(scene.anna, await scene.ending())


async def erase_now(scene: Scene) -> None:
    await scene.services.revocation.erase_now(scene.anna, str(uuid4()), await scene.ending())


async def keep_it(scene: Scene) -> None:
    await scene.services.revocation.keep(scene.anna, str(uuid4()), await scene.ending())


async def keep_it_and_be_reminded_again(scene: Scene) -> None:
    await keep_it(scene)
    assert [reminder.closed_at for reminder in await scene.reminders()] == [None]


async def seven_days_of_an_ending(scene: Scene) -> None:
    scene.house.clock.move(days=7)
    await scene.services.revocation.erase_due()


async def a_payload_that_came_before(scene: Scene) -> None:
    request, at, workspace = str(uuid4()), scene.house.clock(), scene.anna.workspace_id
    await scene.house.bot.database.change(lambda s: handle_once(s, workspace, request, at))
    await scene.services.revocation.revoke(scene.anna, request, await what_of(scene))


async def a_button_of_an_older_term(scene: Scene) -> None:
    what = await what_of(scene)
    older = replace(what, term=what.term - 1)
    await scene.services.revocation.revoke(scene.anna, str(uuid4()), older)


async def a_state_that_is_spent(scene: Scene) -> None:
    """A callback with a code comes after one that said no with the same state."""
    browser, store = scene.new_browser(), await scene.store()
    link = await scene.services.connect_links.show(store.workspace_id, store.id, store.owner)
    begun = await browser.press_connect(f"{scene.house.url}/connect/{link.token}")
    callback = f"/amazon/callback?state={URL(begun).query['state']}"
    await browser.look(f"{callback}&error=access_denied")
    asked = list(scene.house.amazon.calls)
    await browser.look(f"{callback}&selling_partner_id={NORDIC}&spapi_oauth_code=ANcode")
    assert scene.house.amazon.calls == asked


EVENTS: dict[str, Event] = {
    "the same seller signs in": grants.the_same_seller_signs_in,
    "... and sells there no more": grants.it_sells_there_no_more_and_signs_in,
    "an unknown seller signs in": grants.an_unknown_seller_signs_in,
    "another of ours signs in": grants.another_of_our_sellers_signs_in,
    "one whose store exists does": grants.one_whose_store_exists_signs_in,
    "renewed via the Appstore": grants.renewed_via_the_appstore,
    "... held, and accepted": grants.held_renewal_accepted,
    "a token is brought by hand": grants.a_token_is_brought_by_hand,
    "a store attached by choice": grants.a_store_is_attached_by_choice,
    "Yes, it is ours": yes_it_is_ours,
    "Not ours": not_ours,
    "7 days without an answer": seven_days_without_an_answer,
    "a rung is reached": a_rung_is_reached,
    "the end passes": the_end_passes,
    "settings: another application": the_settings_name_another_application,
    "a token": a_refresh_answers_a_token,
    "invalid_grant": a_refresh_answers(faults.invalid_grant()),
    "... twice": and_invalid_grant_once_more,
    "429": a_refresh_answers(faults.throttled()),
    "500": a_refresh_answers(faults.unwell(500)),
    "503": a_refresh_answers(faults.unwell(503)),
    "none, the line is cut": a_refresh_answers(faults.reset()),
    "HTML": a_refresh_answers(faults.html()),
    "not JSON": a_refresh_answers(faults.bad_json()),
    "server_error": a_refresh_answers(faults.lwa_refuses("server_error")),
    "an unknown code": a_refresh_answers(faults.lwa_refuses("something_new")),
    "invalid_client": a_refresh_answers(faults.invalid_client()),
    "unauthorized_client": a_refresh_answers(faults.unauthorized_client()),
    "Revoke is asked for": revoke_is_asked_for,
    "Revoke": revoke,
    "the last store disconnected": its_last_store_is_disconnected,
    "Check: a token": check_and_amazon_answers_a_token,
    "Check: invalid_grant": check_and_amazon_has_ended_it,
    "Erase now": erase_now,
    "7 days of an ending": seven_days_of_an_ending,
    "Keep it": keep_it_and_be_reminded_again,
    "a payload that came before": a_payload_that_came_before,
    "a button of an older term": a_button_of_an_older_term,
    "a state that is spent": a_state_that_is_spent,
}
"""The events by their lines in the table."""
