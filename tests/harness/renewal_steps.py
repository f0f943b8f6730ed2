"""A seller with two stores, and the link that renews its connection."""

from tests.harness.bot import House
from tests.harness.connect_steps import (
    Json,
    SellersBrowser,
    confirm_ownership,
    connect_url,
    connected_store,
    in_slack,
)
from tests.harness.slack_steps import fill_in, submit

AMERICAN, CANADIAN = "Amazon Store USA", "Amazon Store Canada"


async def two_stores(house: House, browser: SellersBrowser) -> None:
    """Connect Nordic Outdoor's stores in the United States and, told of in #sales, in Canada."""
    await connected_store(house, browser)
    await confirm_ownership(house)
    anna = house.slack.person("Anna")
    await anna.press(in_slack(house, "also sells in Canada"), "Add Canada")
    await fill_in(anna, channel="sales")
    assert await submit(anna) == {}
    await house.deliver()


async def renewal_link(house: House, name: str = AMERICAN) -> str:
    reply = await house.slack.person("Ben").command(f"/amazon-store renew {name}", channel="sales")
    assert reply is not None
    return connect_url(reply)


def canadian_card(house: House) -> Json:
    (card,) = [m for m in house.slack.channel("sales").messages if f"{CANADIAN}: " in m["text"]]
    return card


def everywhere(house: House) -> list[Json]:
    """Return all messages of both Slack channels, as they stand there now."""
    return [*house.slack.channel("amazon").messages, *house.slack.channel("sales").messages]
