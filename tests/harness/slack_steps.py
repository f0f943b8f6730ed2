"""What people often do in Slack, and what they read there."""

from collections.abc import Iterator
from typing import Any

from playground.slack.person import Person
from tests.harness.bot import House

LABELS = {
    "website": "Commerce website",
    "email": "E-mail address",
    "country": "Amazon marketplace country",
    "name": "Store name",
    "product_id": "Product ID on the Amazon market",
    "attribute": "Commerce attribute to map",
    "channel": "Slack channel",
    "owner": "Owner",
    "backup": "Backup",
}
"""The form's fields, as they are labelled."""

USUAL = {
    "website": "Nordic Shop International",
    "email": "anna@nordic.example",
    "country": "🇺🇸 United States",
}
"""What has to be filled in."""


async def open_form(person: Person, channel: str = "amazon") -> dict[str, Any]:
    """Ask for the form, going on through the tasks where they come first."""
    await person.command("/amazon-store add", channel=channel)
    if title(person) == "Before you begin":
        await person.submit()
    return modal(person)


async def fill_in(person: Person, **fields: str | None) -> None:
    """Fill in fields of the open form; None leaves one as it is."""
    for field, text in fields.items():
        if text is None:
            continue
        form, label = modal(person), LABELS[field]
        kind = element(form, label)["type"]
        enter = person.type if kind.endswith("text_input") else person.choose
        await enter(form, label, text)


async def submit(person: Person) -> dict[str, str]:
    """Submit the open form; the errors by their fields."""
    errors = await person.submit()
    return {block_id.partition(":")[0]: text for block_id, text in errors.items()}


async def add_store(
    house: House, person: Person, channel: str = "amazon", **fields: str | None
) -> dict[str, Any]:
    """Add a store by the form; the card, once it stands in its Slack channel."""
    await open_form(person, channel)
    await fill_in(person, **USUAL | fields)
    assert await submit(person) == {}, person.notices
    return await house.slack.next_message(channel)


def modal(person: Person) -> dict[str, Any]:
    """See the open modal; there has to be one."""
    shown = person.modal
    assert shown is not None, person.notices
    return shown


def title(person: Person) -> str:
    return str(modal(person)["title"]["text"])


def block(view: dict[str, Any], label: str) -> dict[str, Any]:
    """Find a field's block by its label."""
    found: list[dict[str, Any]] = [
        block for block in view["blocks"] if block.get("label", {}).get("text") == label
    ]
    assert len(found) == 1, [block.get("label") for block in view["blocks"]]
    return found[0]


def element(view: dict[str, Any], label: str) -> dict[str, Any]:
    found: dict[str, Any] = block(view, label)["element"]
    return found


def entered(view: dict[str, Any], label: str) -> Any:
    """Read what stands in a field: its text, or what is chosen in it."""
    (state,) = view["state"]["values"][block(view, label)["block_id"]].values()
    chosen = state.get("selected_option")
    if chosen:
        return chosen["text"]["text"]
    keys = ("value", "selected_user", "selected_conversation")
    return next((state[key] for key in keys if state.get(key)), None)


def texts(part: Any) -> list[str]:
    """Read all texts of a message or view, in their order."""
    return list(_texts(part))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and "type" in part:
            yield part["text"]
        for name, inner in part.items():
            if name != "state":
                yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)


def mrkdwn(part: Any) -> str:
    """Read only those texts in which Slack looks for mentions and links."""
    return "\n".join(_mrkdwn(part))


def _mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for name, inner in part.items():
            if name != "state":
                yield from _mrkdwn(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _mrkdwn(inner)


def said(part: Any) -> str:
    """Read a message or view as one text."""
    shown = part["blocks"] if isinstance(part, dict) and part.get("blocks") else part
    return "\n".join(texts(shown))


def answer(message: dict[str, Any] | None) -> str:
    """Read the answer to a command; there has to be one."""
    assert message is not None
    return said(message)


def url_of(message: dict[str, Any], button: str) -> str:
    """Read where a link button leads."""
    (url,) = [
        str(element["url"])
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element.get("text", {}) and "url" in element and element["text"]["text"] == button
    ]
    return url
