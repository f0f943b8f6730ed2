"""What goes wrong at the local Amazon when it is told to, and what its calls leave behind."""

import asyncio
import json

import aiohttp
import pytest
from local_amazon_house import APPLICATION, REDIRECT_URI, Bot, Clock

from playground.amazon import LocalAmazon, default_sellers, faults


async def test_a_fault_lasts_for_the_calls_it_was_set_for(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    bot.amazon.faults.next("spapi.participations", faults.unwell(500), times=2)
    statuses = [(await bot.participations(token))[0] for _ in range(3)]
    assert statuses == [500, 500, 200]


async def test_faults_come_in_the_order_they_were_set(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.unwell(503))
    bot.amazon.faults.next("lwa.token", faults.empty_object())
    assert (await bot.refresh("Atzr|x"))[0] == 503
    assert await bot.refresh("Atzr|x") == (200, {})
    assert (await bot.refresh("Atzr|x"))[0] == 400


async def test_every_call_is_remembered_in_order(bot: Bot) -> None:
    token, _ = await bot.connect("Nordic Outdoor")
    bot.amazon.faults.next("spapi.participations", faults.unwell())
    await bot.participations(token)
    assert bot.amazon.calls == ["lwa.token", "spapi.participations"]


async def test_throttling_may_say_when_to_come_back(bot: Bot) -> None:
    bot.amazon.faults.next("spapi.catalog", faults.throttled(retry_after=7))
    async with bot.session.get(f"{bot.amazon.spapi_url}/catalog/2022-04-01/items") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


async def test_an_html_page_may_come_in_place_of_json(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.html())
    async with bot.session.post(f"{bot.amazon.lwa_url}/auth/o2/token") as answer:
        assert (answer.status, answer.content_type) == (503, "text/html")


async def test_json_may_be_broken(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.bad_json())
    with pytest.raises(json.JSONDecodeError):
        await bot.refresh("Atzr|x")


async def test_an_answer_may_be_ten_megabytes(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.huge())
    async with bot.session.post(f"{bot.amazon.lwa_url}/auth/o2/token") as answer:
        assert len(await answer.read()) > 10_000_000


async def test_a_stalled_call_is_never_answered(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.stall())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.refresh("Atzr|x"), 0.05)


async def test_a_held_call_ends_with_amazon(bot: Bot) -> None:
    hold = bot.amazon.faults.hold("lwa.token")
    call = asyncio.create_task(bot.refresh("Atzr|x"))
    await hold.reached()
    await bot.amazon.stop()
    with pytest.raises(aiohttp.ClientError):
        await call


async def test_a_reset_before_leaves_the_code_and_a_reset_after_spends_it(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    bot.amazon.faults.next("lwa.token", faults.reset())
    bot.amazon.faults.next("lwa.token", faults.reset_after())
    for still_there in (True, False):
        with pytest.raises(aiohttp.ClientError):
            await bot.exchange(code)
        assert (code in bot.amazon.state.codes) is still_there


async def test_an_answer_may_end_in_the_middle(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    bot.amazon.faults.next("lwa.token", faults.truncated())
    with pytest.raises(aiohttp.ClientError):
        await bot.exchange(code)


async def test_a_slow_success_has_acted_before_it_answers(clock: Clock) -> None:
    waiting, go_on = asyncio.Event(), asyncio.Event()
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        waiting.set()
        await go_on.wait()

    amazon = await LocalAmazon.start(
        clock=clock, application=APPLICATION, sellers=default_sellers(), sleep=sleep
    )
    async with aiohttp.ClientSession() as session:
        bot = Bot(amazon, session)
        code = await bot.code("Nordic Outdoor")
        amazon.faults.next("lwa.token", faults.slow(30))
        call = asyncio.create_task(bot.exchange(code))
        await waiting.wait()
        assert (waited, code in amazon.state.codes) == ([30], False)
        go_on.set()
        assert (await call)[0] == 200
    await amazon.stop()


async def test_an_answer_may_come_byte_by_byte(clock: Clock) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    amazon = await LocalAmazon.start(
        clock=clock, application=APPLICATION, sellers=default_sellers(), sleep=sleep
    )
    async with aiohttp.ClientSession() as session:
        bot = Bot(amazon, session)
        code = await bot.code("Nordic Outdoor")
        amazon.faults.next("lwa.token", faults.drip(3))
        status, answer = await bot.exchange(code)
        assert (status, set(waited)) == (200, {3})
        assert len(waited) > len(answer["refresh_token"])
    await amazon.stop()


async def test_a_held_call_waits_before_amazon_acts(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    hold = bot.amazon.faults.hold("lwa.token")
    call = asyncio.create_task(bot.exchange(code))
    await hold.reached()
    assert code in bot.amazon.state.codes
    hold.release()
    assert (await call)[0] == 200


async def test_a_held_answer_waits_after_amazon_has_acted(bot: Bot) -> None:
    code = await bot.code("Nordic Outdoor")
    hold = bot.amazon.faults.hold_answer("lwa.token")
    call = asyncio.create_task(bot.exchange(code))
    await hold.reached()
    assert code not in bot.amazon.state.codes
    hold.release()
    assert (await call)[0] == 200


async def test_faults_that_were_not_met_can_be_cleared(bot: Bot) -> None:
    bot.amazon.faults.next("lwa.token", faults.unwell())
    bot.amazon.faults.clear()
    code = await bot.code("Nordic Outdoor")
    assert (await bot.exchange(code, redirect_uri=REDIRECT_URI))[0] == 200
