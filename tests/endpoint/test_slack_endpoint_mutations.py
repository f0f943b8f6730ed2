"""Whatever reaches the Slack endpoint, signed or not, never makes the bot fail."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.slack.bot_line import FORM
from tests.endpoint.sender import COMMAND, JSON, SIGNATURE, TIMESTAMP, Sender
from tests.harness.bot import House

MANY = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
HEADERS = st.dictionaries(
    st.sampled_from([TIMESTAMP, SIGNATURE, "Content-Type", "Content-Encoding"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80),
)


@st.composite
def mutated(draw: st.DrawFn, tree: Any) -> Any:
    """A tree of JSON in which one place was taken away or became something else."""
    if not isinstance(tree, (dict, list)) or not tree or draw(st.integers(0, 5)) == 0:
        return draw(ANYTHING)
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = draw(st.sampled_from(keys))
    copy = tree.copy()
    if draw(st.integers(0, 3)) == 0:
        del copy[key]
    else:
        copy[key] = draw(mutated(tree[key]))
    return copy


@pytest.fixture
async def sent(house: House, sender: Sender) -> list[Any]:
    """One of each kind of request, as the local Slack has sent them."""
    anna = house.slack.person("Anna")
    await anna.command("/amazon-store add", channel="amazon")
    task = anna.modal
    assert task is not None
    await anna.choose(task, "vat/tick_task", "done")
    await anna.submit()
    form = anna.modal
    assert form is not None
    await anna.choose(form, "Commerce website", "Nordic Outlet")
    await anna.type(form, "E-mail address", "anna@nordic.example")
    await anna.submit()
    await house.slack.events.user_change(anna.id, locale="sv-SE")
    return sender.payloads()


@MANY
@given(body=st.binary(max_size=300), headers=HEADERS)
async def test_bytes_that_nobody_signed_never_make_it_stumble(
    sender: Sender, body: bytes, headers: dict[str, str]
) -> None:
    assert (await sender.send(body, headers)).status in {400, 401}


@MANY
@given(data=st.data(), content_type=st.sampled_from([FORM, JSON]))
async def test_a_signed_command_with_mangled_bytes_never_makes_it_stumble(
    sender: Sender, data: st.DataObject, content_type: str
) -> None:
    body = bytearray(urlencode(COMMAND).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    assert (await sender.send_signed(bytes(body), content_type)).status in {200, 400, 404}


@MANY
@given(data=st.data())
async def test_a_signed_request_with_one_place_changed_never_makes_it_stumble(
    sender: Sender, sent: list[Any], data: st.DataObject
) -> None:
    request = data.draw(st.sampled_from(sent))
    changed = data.draw(mutated(request))
    sender.house.clock.move(seconds=1)
    if "event" in request:
        answer = await sender.send_signed(json.dumps(changed).encode(), JSON)
    elif "command" in request and isinstance(changed, dict):
        fields = {str(name): str(value) for name, value in changed.items()}
        answer = await sender.send_signed(urlencode(fields, errors="ignore").encode())
    else:
        answer = await sender.interact(changed)

    assert answer.status < 500, answer.text
