"""Messages about webhooks, usual and nasty."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.webhooks import Disabled
from tests.surfaces.data import NASTY, longest
from views.slack.block_kit import Message
from views.slack.webhooks import webhook_disabled

FACTS = {
    "endpoint": "0b1f6f0e-6a0c-4a52-9d51-6a5f3f6f1d11",
    "host": "sync.nordic.example",
    "since": "2027-01-11T09:30:00Z",
}
SHOWN: Sequence[tuple[str, Callable[..., Message], tuple[Any, ...], dict[str, Any]]] = [
    ("failing", webhook_disabled, (FACTS | {"because": Disabled.FAILING},), {}),
    ("unreadable", webhook_disabled, (FACTS | {"because": Disabled.UNREADABLE},), {}),
    (
        "nasty",
        webhook_disabled,
        (FACTS | {"because": Disabled.GONE, "host": longest(NASTY, 255)},),
        {},
    ),
]
