"""The page on which a person lets the local Amazon fail."""

import aiohttp
import pytest
from local_amazon_house import Bot


async def choose(bot: Bot, part: str, choice: str) -> int:
    url = f"{bot.amazon.seller_central_url}/troubles"
    form = {"part": part, "choice": choice}
    async with bot.session.post(url, data=form, allow_redirects=True) as answer:
        return answer.status


async def page(bot: Bot) -> str:
    async with aiohttp.request("GET", f"{bot.amazon.seller_central_url}/troubles") as answer:
        return await answer.text()


async def test_login_with_amazon_fails_until_it_is_let_work(bot: Bot) -> None:
    assert "Failing" not in await page(bot)
    assert await choose(bot, "0", "1") == 200
    assert "Failing" in await page(bot)
    assert [(await bot.refresh("Atzr|x"))[0] for _ in range(3)] == [503, 503, 503]
    await choose(bot, "0", "0")
    assert (await bot.refresh("Atzr|x"))[0] == 400


async def test_the_selling_partner_api_can_be_too_busy(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    await choose(bot, "1", "2")
    assert (await bot.participations(token))[0] == 429


async def test_an_old_secret_is_refused_and_a_valid_one_is_taken_again(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    await choose(bot, "2", "1")
    assert (await bot.participations(token))[0] == 403
    await choose(bot, "2", "0")
    assert (await bot.participations(token))[0] == 200


@pytest.mark.parametrize(("part", "choice"), [("9", "0"), ("0", "9"), ("x", ""), ("0", "")])
async def test_what_is_not_on_the_page_is_refused(bot: Bot, part: str, choice: str) -> None:
    assert await choose(bot, part, choice) == 400
