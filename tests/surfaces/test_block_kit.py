"""What Slack is sent is what Slack takes: by its own models, and by its published limits."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from playground.slack.block_kit import problems
from tests.surfaces.samples import SAMPLES, Sample, all_views, kind, payload
from views.language import Translator, Translators
from views.slack.block_kit import Message

LANGUAGES = list(Translators.read("en"))
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
each_language = pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.tag)


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


@each_language
@each_sample
def test_slacks_own_models_find_nothing_wrong(sample: Sample, t: Translator) -> None:
    surface = sample.show(t)
    found = list(_objects(surface.blocks))
    if isinstance(surface, View):
        found.append(surface)
    for one in found:
        one.validate_json()
    assert found


@each_language
@each_sample
def test_what_is_sent_reads_back_as_it_was(sample: Sample, t: Translator) -> None:
    surface = sample.show(t)
    sent = payload(surface)
    if isinstance(surface, Message):
        assert [block.to_dict() for block in Block.parse_all(sent["blocks"])] == sent["blocks"]
    else:
        assert View(**sent).to_dict() == sent


@each_language
@each_sample
def test_slacks_published_limits_are_kept(sample: Sample, t: Translator) -> None:
    surface = sample.show(t)

    assert list(problems(kind(surface), payload(surface))) == []


@each_language
@each_sample
def test_a_message_has_a_text_for_those_who_see_no_blocks(sample: Sample, t: Translator) -> None:
    surface = sample.show(t)
    if isinstance(surface, Message):
        assert surface.text.strip()
        assert len(surface.text) <= 4000


@each_language
@each_sample
def test_nothing_that_people_gave_becomes_a_mention(sample: Sample, t: Translator) -> None:
    sent = payload(sample.show(t))

    assert "<!channel" not in "".join(_mrkdwn(sent)) + str(sent.get("text") or "")


def _mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from _mrkdwn(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _mrkdwn(inner)
