"""The app's Home: never empty, and only for members."""

import pytest

from tests.harness.bot import House
from tests.harness.connect_steps import add_store


async def shown(house: House, name: str) -> str:
    """Return what a person's Home shows."""
    home = await house.slack.person(name).open_home()
    assert home is not None
    return str(home["blocks"])


async def test_before_the_first_store_home_tells_how_to_begin(house: House) -> None:
    assert "There are no stores yet." in await shown(house, "Anna")
    assert "Add a store" in await shown(house, "Anna")


async def test_home_lists_the_stores_and_opens_each(house: House) -> None:
    await add_store(house)
    ben = house.slack.person("Ben")

    assert "Amazon Store USA" in await shown(house, "Ben")
    await ben.press(ben.home, "View")
    assert ben.modal is not None
    assert "Amazon Store USA" in str(ben.modal["blocks"])


async def test_home_turns_its_pages(house: House) -> None:
    for number in range(11):
        website = ["Nordic Shop International", "Nordic Outlet"][number % 2]
        country = [
            "🇺🇸 United States",
            "🇨🇦 Canada",
            "🇲🇽 Mexico",
            "🇬🇧 United Kingdom",
            "🇩🇪 Germany",
            "🇫🇷 France",
        ][number // 2]
        await add_store(house, country, website=website, name=f"Store {number:02}")
        house.clock.move(seconds=1)
    anna = house.slack.person("Anna")
    assert "Store 10" not in await shown(house, "Anna")

    await anna.press(anna.home, "Next")

    assert "Store 10" in str(anna.home)
    assert "Page 2 of 2" in str(anna.home)


async def test_a_guest_sees_no_stores_at_home(house: House) -> None:
    await add_store(house)

    assert "Only members" in await shown(house, "Gita")


@pytest.mark.parametrize("method", ["views.publish", "users.info"])
async def test_while_slack_does_not_answer_the_old_home_stays(house: House, method: str) -> None:
    house.slack.faults.next(method, status=503, body="")

    await house.slack.person("Anna").open_home()

    assert "There are no stores yet." in await shown(house, "Anna")
