"""A person as `users.info` and the `user_change` event show them.

Source: docs.slack.dev/reference/objects/user-object. Of somebody deactivated Slack leaves out
language, time zone, color and roles.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from playground.slack.wire import Json
from playground.slack.world import User


def shown(user: User, team_id: str, now: datetime, *, locale: bool = False) -> Json:
    """Shape a user for an app in the workspace `team_id`."""
    return {
        "id": user.id,
        "team_id": user.shown_team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": _profile(user),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
        **({} if user.deleted else _of_the_active(user, now)),
        **({"locale": user.locale} if locale and not user.deleted else {}),
        **_enterprise(user),
        **({"is_stranger": True} if user.team_id != team_id else {}),
    }


def _enterprise(user: User) -> Json:
    if not user.enterprise_teams:
        return {}
    enterprise = {"enterprise_id": "E0NORDIC01", "enterprise_name": "Nordic Group"}
    return {"enterprise_user": {**enterprise, "id": user.id, "teams": list(user.enterprise_teams)}}


def _of_the_active(user: User, now: datetime) -> Json:
    return {
        "color": user.color,
        "real_name": user.first_name,
        **_zone(user, now),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
    }


def _zone(user: User, now: datetime) -> Json:
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def _profile(user: User) -> Json:
    names = ("real_name", "display_name", "real_name_normalized", "display_name_normalized")
    return {**dict.fromkeys(names, user.first_name), "team": user.shown_team_id}
