"""How Slack's user objects become people."""

from uuid import UUID

import pytest

from domain.workspaces import Workspace
from handlers.slack.directory import as_person

OURS = Workspace(
    id=UUID(int=1),
    slack_team_id="T0NORDIC01",
    name="Nordic Shop",
    url="https://nordic-shop.slack.com/",
    language="en",
    bot_id="B0AMZBOT01",
    bot_user_id="U0AMZBOT01",
)


def test_a_member_of_the_workspace_is_a_member() -> None:
    assert as_person(OURS, {"id": "U1", "team_id": "T0NORDIC01"}).is_member


@pytest.mark.parametrize(
    "fact",
    [
        {"team_id": "T0FJORDT01"},
        {"is_stranger": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_bot": True},
        {"deleted": True},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_whoever_is_not_of_the_workspace_is_no_member(fact: dict[str, object]) -> None:
    assert not as_person(OURS, {"id": "U1", **fact}).is_member
