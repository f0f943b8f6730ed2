"""What we send is what Slack accepts, by its own models and published limits."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from playground.slack.block_kit import problems
from tests.surfaces.samples import SAMPLES, Sample, Surface, all_views, kind, payload
from views.language import Translators

LANGUAGES = list(Translators.read("en"))
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def _objects(part: Any) -> Iterator[JsonObject]:
    """Find all of Slack's models inside one."""
    if isinstance(part, JsonObject):
        yield part
        for inner in vars(part).values():
            yield from _objects(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from _objects(inner)


def test_every_view_has_its_samples() -> None:
    assert {sample.view for sample in SAMPLES} == all_views()


def test_no_two_samples_have_one_name() -> None:
    names = [sample.name for sample in SAMPLES]
    assert len(set(names)) == len(names)


@each_sample
def test_slack_takes_it_and_reads_it_as_it_was_meant(sample: Sample) -> None:
    for t in LANGUAGES:
        surface = sample.show(t)
        sent = payload(surface)
        assert_slacks_models_find_nothing_wrong(surface)
        assert_it_reads_back_as_it_was(surface, sent)
        assert list(problems(kind(surface), sent)) == [], t.tag
        assert "<!channel" not in "".join(_mrkdwn(sent)) + str(sent.get("text") or ""), t.tag


def assert_slacks_models_find_nothing_wrong(surface: Surface) -> None:
    found = list(_objects(surface.blocks))
    if isinstance(surface, View):
        found.append(surface)
    for one in found:
        one.validate_json()
    assert found


def assert_it_reads_back_as_it_was(surface: Surface, sent: dict[str, Any]) -> None:
    """A message has a text besides, for those who see no blocks."""
    if isinstance(surface, View):
        assert View(**sent).to_dict() == sent
        return
    assert [block.to_dict() for block in Block.parse_all(sent["blocks"])] == sent["blocks"]
    assert 0 < len(surface.text.strip()) <= len(surface.text) <= 4000


def _mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from _mrkdwn(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _mrkdwn(inner)
