"""The API's description and its page: complete, true, and open to everybody."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from bot.wiring.api import PREFIX
from domain.access_tokens import TokenWithheld, Withheld
from domain.authorizations import Health
from domain.marketplaces import MARKETPLACES, Region
from domain.stores import ProductIdType, StoreStatus
from domain.sync_programs import GRANTLESS
from handlers.api.lwa import ERRORS
from handlers.api.reference import PLACEHOLDER, description
from tests.api.program import Program
from tests.harness.bot import House
from tests.pages.reading import read
from views.api import problems
from views.api.problems import Problem

DESCRIPTION = description(PLACEHOLDER)
SCHEMAS = DESCRIPTION["components"]["schemas"]
STORY = Path(__file__).parents[2] / "docs" / "integrating.md"
DOCUMENTS = {("GET", "/openapi.json"), ("GET", "/docs")}
"""What tells of the API, and is no part of it."""
PROBLEMS = [
    *(value for value in vars(problems).values() if isinstance(value, Problem)),
    *(problems.withheld_problem(TokenWithheld(reason)) for reason in Withheld),
    problems.bad_request("limit", "is a number from 1 to 200"),
    problems.scope_missing("token"),
    problems.too_many(30),
    problems.amazon_unavailable(10),
    problems.wrong_method("POST"),
    problems.failed("1a2b3c4d"),
]


def routes(house: House) -> set[tuple[str, str]]:
    """Return the API's methods and paths, as the running bot has them."""
    return {
        (route.method, resource.canonical.removeprefix(PREFIX))
        for part in house.bot.web.router.resources()
        if part.canonical == PREFIX
        for resource in part.get_info()["app"].router.resources()
        for route in resource
        if route.method != "HEAD"
    }


def examples(told: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Go through all that has an example, with its schema."""
    if isinstance(told, list):
        for each in told:
            yield from examples(each)
    if isinstance(told, dict):
        if "example" in told:
            yield told.get("schema", told), told["example"]
        for each in told.get("examples", {}).values() if "schema" in told else []:
            yield told["schema"], each["value"]
        for each in told.values():
            yield from examples(each)


def told_problems() -> dict[str, tuple[int, dict[str, Any]]]:
    """Return each kind's status, under which it is answered, and its document."""
    found = {}
    for operation in operations():
        for status, answer in operation["responses"].items():
            at = (
                DESCRIPTION["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                if "$ref" in answer
                else answer
            )
            body = at.get("content", {}).get("application/problem+json", {})
            for kind, example in body.get("examples", {}).items():
                found[kind] = (int(status), example["value"])
    return found


def operations() -> Iterator[Any]:
    for path in DESCRIPTION["paths"].values():
        yield from (each for method, each in path.items() if method != "parameters")


def test_it_is_openapi_3_1() -> None:
    assert DESCRIPTION["openapi"].startswith("3.1")
    validate(dict(DESCRIPTION), cls=OpenAPIV31SpecValidator)


async def test_every_route_is_described_and_nothing_else(house: House) -> None:
    described = {
        (method.upper(), path)
        for path, item in DESCRIPTION["paths"].items()
        for method in item
        if method != "parameters"
    }

    assert described == routes(house) - DOCUMENTS
    assert routes(house) >= DOCUMENTS


def test_every_example_is_what_its_schema_allows() -> None:
    found = list(examples(DESCRIPTION))

    assert len(found) > 40
    for schema, example in found:
        whole = {**schema, "components": DESCRIPTION["components"]}
        checked = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert list(checked.iter_errors(example)) == [], example


def test_every_problem_is_told_word_by_word() -> None:
    made = {problem.kind: problem for problem in PROBLEMS}
    told = told_problems()

    assert told.keys() == made.keys()
    for kind, problem in made.items():
        status, document = told[kind]
        expected = problem.json(f"{PLACEHOLDER}{PREFIX}/docs")
        assert status == problem.status
        assert {**document, "slack": None} == {**expected, "slack": None}


def test_the_story_says_what_to_do_about_every_problem() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", STORY.read_text("utf-8"), re.MULTILINE)

    assert {(kind, int(status)) for kind, status in rows} == {
        (problem.kind, problem.status) for problem in PROBLEMS
    }


def test_no_way_to_make_a_problem_is_left_out() -> None:
    makers = [
        maker
        for _, maker in inspect.getmembers(problems, inspect.isfunction)
        if inspect.signature(maker).return_annotation is Problem
    ]
    constants = [value for value in vars(problems).values() if isinstance(value, Problem)]

    assert len(PROBLEMS) == len(constants) + len(Withheld) + len(makers) - 1


@pytest.mark.parametrize(
    ("described", "known"),
    [
        (SCHEMAS["StoreStatus"]["enum"], StoreStatus),
        (SCHEMAS["Region"]["enum"], Region),
        (SCHEMAS["Mapping"]["properties"]["amazon_id"]["enum"], ProductIdType),
        (SCHEMAS["Check"]["properties"]["health"]["enum"], Health),
        (SCHEMAS["LwaAsked"]["oneOf"][1]["properties"]["scope"]["enum"], GRANTLESS),
        (
            SCHEMAS["MarketplaceOrCountry"]["enum"],
            [each.id for each in MARKETPLACES] + [each.country for each in MARKETPLACES],
        ),
    ],
)
def test_every_word_that_an_answer_may_hold_is_named(described: list[str], known: Any) -> None:
    assert described == [str(each) for each in known]


def test_every_error_of_lwas_form_is_named() -> None:
    own = {"invalid_scope", "unsupported_grant_type"}

    assert set(SCHEMAS["LwaError"]["properties"]["error"]["enum"]) == {*ERRORS.values(), *own}


async def test_an_answer_has_the_members_that_are_described_and_no_other(program: Program) -> None:
    store = await program.get(f"/stores/{program.store}")
    answers = {
        "Store": store,
        "Stores": await program.get("/stores"),
        "Settings": await program.get(f"/stores/{program.store}/settings"),
        "AccessToken": await program.token(),
        "Check": await program.post(f"/stores/{program.store}/check"),
        "Connections": await program.get("/connections"),
        "Connection": await program.get(f"/connections/{store.body['connection']}"),
        "LwaToken": await program.lwa(),
    }

    for name, answer in answers.items():
        whole = {**SCHEMAS[name], "components": DESCRIPTION["components"]}
        assert answer.status == 200
        assert answer.body.keys() == SCHEMAS[name]["properties"].keys()
        Draft202012Validator(whole).validate(answer.body)


async def test_programs_read_it_without_a_key_at_the_bots_own_address(house: House) -> None:
    address = f"{house.url}{PREFIX}/openapi.json"
    async with ClientSession() as http, http.get(address) as answer:
        told = await answer.json()
        tag = answer.headers["ETag"]
    async with ClientSession() as http, http.get(address, headers={"If-None-Match": tag}) as again:
        assert again.status == 304

    assert told == description(house.url)
    assert told["servers"] == [{"url": f"{house.url}{PREFIX}"}]
    assert PLACEHOLDER not in str(told)


async def test_a_problems_type_leads_to_what_to_do_about_it(house: House) -> None:
    async with ClientSession() as http, http.get(f"{house.url}{PREFIX}/stores") as answer:
        kind = (await answer.json())["type"]
    async with ClientSession() as http, http.get(kind) as page:
        shown = read(await page.text())
        policy = page.headers["Content-Security-Policy"]

    ids = {each.attributes["id"]: each.text for each in shown if "id" in each.attributes}
    assert policy.startswith("default-src 'none'")
    assert house.url in shown.one("main").text
    for problem in PROBLEMS:
        assert re.search(rf"{problem.status} {problem.kind} .*What to do: .+", ids[problem.kind])
    assert kind.rpartition("#")[2] in ids
