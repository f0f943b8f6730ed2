"""The manifest promises exactly what the code listens to and calls."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.cli.manifest import PLACEHOLDER, filled_manifest
from playground.slack.web_api import METHODS
from tests.harness.bot import House

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "data" / "slack-manifest.schema.v1.json"
CALLING = ("bot", "handlers", "scheduler", "slack_api")
FAMILIES = "auth|bots|chat|conversations|files|team|users|views"
ADDRESS = "https://stores.nordic.example"
WHERE_GRANTED = {"conversations.history", "conversations.replies"}
"""Methods whose scopes are a workspace's choice; without them the bot does what it can."""
SCOPES_OF_EVENTS = {"user_change": "users:read"}
"""Events that need a scope; source: Slack's reference of each event."""


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(filled_manifest(ADDRESS))
    return loaded


def _scopes(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["oauth_config"]["scopes"]["bot"])


def _listened_to(house: House, kind: str) -> set[str]:
    """Find what Bolt was told to listen to, `kind` being its word for it."""
    (handler,) = {
        route.handler
        for route in house.bot.web.router.routes()
        if route.resource is not None and route.resource.canonical == "/slack/events"
    }
    endpoint: Any = handler
    app = endpoint.__self__.app
    return {name for listener in app._async_listeners for name in _names(listener, kind)}  # noqa: SLF001 - Bolt tells it nowhere else


def _names(listener: Any, kind: str) -> Iterator[str]:
    for matcher in listener.matchers:
        matches = inspect.getclosurevars(matcher.func).nonlocals["func"]
        if matches.__qualname__.startswith(f"{kind}.<locals>"):
            constraints = inspect.getclosurevars(matches).nonlocals.values()
            yield from (constraint for constraint in constraints if isinstance(constraint, str))


def _called() -> set[str]:
    """Find the Web API methods that the code calls: `client.chat_update` is `chat.update`."""
    pattern = re.compile(rf"\b(?:client|\)|token\))\.((?:{FAMILIES})_[A-Za-z]\w*)\b")
    texts = (p.read_text(encoding="utf-8") for f in CALLING for p in (ROOT / f).rglob("*.py"))
    return {found.replace("_", ".", 1) for text in texts for found in pattern.findall(text)}


def test_it_is_valid_by_slacks_own_schema(manifest: dict[str, Any]) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's schema of manifests is not here: its check is left out")
    jsonschema.validate(manifest, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_it_says_which_version_of_the_schema_it_follows(manifest: dict[str, Any]) -> None:
    assert manifest["_metadata"]["major_version"] == 1
    assert 175 <= len(manifest["display_information"]["long_description"]) <= 4000


def test_every_address_in_it_is_the_bots_own(manifest: dict[str, Any]) -> None:
    text = yaml.safe_dump(manifest)

    assert PLACEHOLDER not in text
    assert set(re.findall(r"https?://[^/\s]+", text)) == {ADDRESS}
    assert set(re.findall(rf"{ADDRESS}(\S*)", text)) == {"/slack/events"}


async def test_its_commands_are_those_that_are_listened_to(
    house: House, manifest: dict[str, Any]
) -> None:
    promised = {command["command"] for command in manifest["features"]["slash_commands"]}

    assert promised == _listened_to(house, "command")


async def test_its_events_are_those_that_are_listened_to(
    house: House, manifest: dict[str, Any]
) -> None:
    promised = manifest["settings"]["event_subscriptions"]["bot_events"]

    assert set(promised) == _listened_to(house, "event")
    assert len(set(promised)) == len(promised)


async def test_a_home_is_promised_where_one_is_shown(
    house: House, manifest: dict[str, Any]
) -> None:
    promised = manifest["features"].get("app_home", {}).get("home_tab_enabled", False)

    assert promised == ("app_home_opened" in _listened_to(house, "event"))


def test_for_every_method_that_is_called_there_is_a_scope(manifest: dict[str, Any]) -> None:
    called = _called()
    assert {"auth.test", "chat.postMessage", "users.info", "views.open"} <= called
    for method in sorted(called - WHERE_GRANTED):
        needed = set(METHODS[method].scopes)
        assert not needed or needed & _scopes(manifest), method


def test_what_is_called_only_where_it_is_granted_is_told_of_and_not_asked_for(
    manifest: dict[str, Any],
) -> None:
    scopes = set(manifest["oauth_config"]["scopes"]["bot_optional"])

    assert _called() >= WHERE_GRANTED
    assert all(scopes <= set(METHODS[method].scopes) for method in WHERE_GRANTED)
    assert not scopes & _scopes(manifest)


def test_every_scope_is_needed_by_something(manifest: dict[str, Any]) -> None:
    by_methods = {scope for method in _called() for scope in METHODS[method].scopes}
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    by_events = {SCOPES_OF_EVENTS[event] for event in events if event in SCOPES_OF_EVENTS}

    assert _scopes(manifest) <= by_methods | by_events | {"commands"}
    assert by_events <= _scopes(manifest)


async def test_the_local_slack_grants_just_these_scopes(
    house: House, manifest: dict[str, Any]
) -> None:
    (installed,) = house.slack.world.installations

    assert _scopes(manifest) == installed.scopes


def test_every_scope_and_event_has_its_reason() -> None:
    lines = (ROOT / "app_manifest.yml").read_text(encoding="utf-8").splitlines()
    reasons = [line for line in lines if re.match(r"\s+- [a-z_:]+ # \w+", line)]
    manifest = yaml.safe_load("\n".join(lines))
    events = manifest["settings"]["event_subscriptions"]["bot_events"]

    optional = manifest["oauth_config"]["scopes"]["bot_optional"]
    assert len(reasons) == len(_scopes(manifest)) + len(optional) + len(events)
