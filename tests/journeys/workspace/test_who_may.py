"""Guests, people of other organizations, bots and other teams are refused, kindly."""

from typing import Any

import pytest

from playground.slack.person import Person
from playground.slack.wire import SlackSays
from tests.harness.bot import House
from tests.harness.slack_steps import USUAL, add_store, answer, fill_in, modal, open_form, said

KINDLY = "Only members of this workspace can do this"


async def _become(house: House, person: Person, **changes: Any) -> None:
    """Let Slack change who a person is, and tell the bot."""
    await house.slack.events.user_change(person.id, **changes)


async def test_a_guest_who_types_a_command_is_told_whom_to_ask(house: House) -> None:
    gita = house.slack.person("Gita")
    for word in ("add", "list", "help", "setup", "connect x"):
        reply = await gita.command(f"/amazon-store {word}", channel="amazon")
        assert KINDLY in answer(reply)
        assert reply is not None
        assert reply["ephemeral"]
    assert gita.modal is None


async def test_somebody_of_another_organization_is_refused_at_the_press_of_a_button(
    house: House,
) -> None:
    card = await add_store(house, house.slack.person("Anna"), "amazon")
    ext = house.slack.person("Ext")
    house.slack.channel("amazon").conversation.members.add(ext.id)
    await ext.press(card, "Send link")

    assert ext.modal is None
    assert KINDLY in said(ext.sees("amazon")[-1])


async def test_a_guest_is_refused_at_the_press_of_a_button(house: House) -> None:
    card = await add_store(house, house.slack.person("Anna"))
    gita = house.slack.person("Gita")
    await gita.press(card, "Send link")

    assert gita.modal is None
    assert KINDLY in said(gita.sees("amazon")[-1])


SISTER, ORGANIZATION, OURS = "T0SISTER01", "E0NORDIC01", "T0NORDIC01"


@pytest.mark.parametrize("named", [SISTER, ORGANIZATION])
async def test_a_member_whom_slack_names_by_another_of_his_teams_is_served(
    house: House, named: str
) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, house.slack.person("Ben"), "amazon")
    await _become(house, anna, named_team_id=named, enterprise_teams=(SISTER, OURS))

    assert "/amazon-store add" in answer(await anna.command("/amazon-store help", channel="amazon"))
    await anna.press(card, "Send link")
    assert anna.modal is not None


async def test_a_colleague_of_a_sister_workspace_who_is_not_in_ours_is_refused(
    house: House,
) -> None:
    anna = house.slack.person("Anna")
    await _become(house, anna, named_team_id=SISTER, enterprise_teams=(SISTER,))

    assert KINDLY in answer(await anna.command("/amazon-store help", channel="amazon"))


@pytest.mark.parametrize(
    "changes", [{"is_restricted": True}, {"is_bot": True}], ids=["guest", "bot"]
)
async def test_whoever_stops_being_a_member_while_the_form_is_open_adds_nothing(
    house: House, changes: dict[str, bool]
) -> None:
    ben = house.slack.person("Ben")
    await open_form(ben)
    await fill_in(ben, **USUAL)
    await _become(house, ben, **changes)
    await ben.submit()

    assert KINDLY in said(modal(ben))
    listed = await house.slack.person("Anna").command("/amazon-store list", channel="amazon")
    assert "no stores yet" in answer(listed)


async def test_whoever_stops_being_a_member_is_offered_nothing_to_choose(house: House) -> None:
    ben = house.slack.person("Ben")
    form = await open_form(ben)
    await _become(house, ben, is_restricted=True)
    offered = await ben.options(form, "Commerce website")

    assert [found for groups in offered.values() for found in groups] == []


async def test_whoever_stops_being_a_member_ticks_nothing(house: House) -> None:
    ben = house.slack.person("Ben")
    await ben.command("/amazon-store add", channel="amazon")
    await _become(house, ben, is_restricted=True)
    await ben.choose(modal(ben), "vat/tick_task", "done")
    assert KINDLY in said(modal(ben))

    anna = house.slack.person("Anna")
    await anna.command("/amazon-store setup", channel="amazon")
    ticked = [b for b in modal(anna)["blocks"] if b.get("accessory", {}).get("initial_options")]
    assert ticked == []


async def test_a_team_that_the_bot_does_not_serve_is_told_so(house: House) -> None:
    fia = house.slack.person("Fia")
    await fia.command("/amazon-store list", channel="fjord")

    (told,) = fia.sees("fjord")
    assert told["ephemeral"]
    assert "another Slack workspace" in told["text"]


async def test_what_slack_said_of_a_person_is_asked_again_after_an_hour(house: House) -> None:
    anna = house.slack.person("Anna")
    for minutes in (0, 59, 2):
        house.clock.move(minutes=minutes)
        await anna.command("/amazon-store help", channel="amazon")

    asked = [call for call in house.slack.calls if call.method == "users.info"]
    assert len(asked) == 2


async def test_a_promotion_counts_at_once(house: House) -> None:
    gita = house.slack.person("Gita")
    assert KINDLY in answer(await gita.command("/amazon-store list", channel="amazon"))
    await _become(house, gita, is_restricted=False)

    assert "no stores yet" in answer(await gita.command("/amazon-store list", channel="amazon"))


async def test_while_slack_cannot_say_who_asks_nothing_is_done(house: House) -> None:
    house.slack.faults.next("users.info", times=2, reset=True)
    anna = house.slack.person("Anna")
    reply = await anna.command("/amazon-store add", channel="amazon")

    assert "Something went wrong on our side" in answer(reply)
    assert anna.modal is None


async def test_a_link_cannot_be_sent_to_somebody_whom_slack_does_not_let_be_written_to(
    house: House,
) -> None:
    anna = house.slack.person("Anna")
    card = await add_store(house, anna)
    await anna.press(card, "Send link")
    with pytest.raises((SlackSays, ValueError)):
        await anna.choose(modal(anna), "Send it to a colleague in Slack", "Dana")
