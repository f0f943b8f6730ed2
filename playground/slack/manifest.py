"""The app as its manifest describes it.

Source: docs.slack.dev/reference/app-manifest. What a manifest leaves out is off.
"""

from pathlib import Path

import yaml

from playground.slack.wire import Json
from playground.slack.world import Command, SlackApp

APP_ID = "A0AMZSTORE"


def read_manifest(path: Path) -> SlackApp:
    """Read the app from a manifest in YAML."""
    return app_of(yaml.safe_load(path.read_text(encoding="utf-8")))


def app_of(manifest: Json) -> SlackApp:
    features, home = manifest["features"], manifest["features"].get("app_home", {})
    subscribed = manifest["settings"].get("event_subscriptions", {})
    return SlackApp(
        id=APP_ID,
        name=features["bot_user"]["display_name"],
        commands=tuple(_command(command) for command in features.get("slash_commands", [])),
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(subscribed.get("bot_events", [])),
        has_home=home.get("home_tab_enabled", False),
        has_messages=home.get("messages_tab_enabled", False),
        listens_to_messages=not home.get("messages_tab_read_only_enabled", False),
    )


def _command(command: Json) -> Command:
    return Command(command["command"], command["description"], command.get("usage_hint", ""))
