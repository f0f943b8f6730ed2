"""Overtaken messages offer nothing any more, and late answers change nothing."""

from collections.abc import Callable

import pytest

from domain.errors import AlreadySettled
from storage.tables.authorizations import AuthorizationRow
from tests.harness.bot import House
from tests.harness.connect_steps import (
    SellersBrowser,
    card_of,
    connect_url,
    connected_store,
    in_slack,
    rows,
    services_of,
)


async def let_go_and_connected_again(house: House, browser: SellersBrowser) -> None:
    """Say "Not ours" of a seller, who then signs in once more."""
    await connected_store(house, browser)
    question = in_slack(house, "Is this yours")
    await house.slack.person("Anna").press(question, "Not ours")
    await house.deliver()
    await browser.connect(connect_url(card_of(house)), "Nordic Outdoor")
    await house.deliver()


async def test_a_message_that_was_overtaken_keeps_no_button(
    house: House, browser: SellersBrowser
) -> None:
    await let_go_and_connected_again(house, browser)

    messages = house.slack.channel("amazon").messages
    assert "was connected here" in messages[1]["text"]
    assert "button" not in str(messages[1]["blocks"])
    assert "Is this yours" in str(messages[2]["blocks"])


async def test_an_answer_about_an_older_term_changes_nothing(
    house_on_each: House, open_browser: Callable[[House], SellersBrowser]
) -> None:
    house = house_on_each
    await let_go_and_connected_again(house, open_browser(house))
    asked = (await rows(house, AuthorizationRow))[0]

    async with services_of(house) as services:
        workspace = (await services.workspaces.all())[0]
        anna = await services.people.remembered(workspace.id, house.slack.person("Anna").id)
        assert anna is not None
        with pytest.raises(AlreadySettled):
            await services.ownership.deny_ownership(anna, "an old press", asked.id, asked.term - 1)

    assert (await rows(house, AuthorizationRow))[0].ours_due_at == asked.ours_due_at
