"""The interface of a Commerce connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.stores import Website


@dataclass(frozen=True, slots=True)
class WebsiteOffer:
    """A website, and the Commerce store into which its Amazon orders go."""

    website: Website
    orders_go_into: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A product attribute: its `attribute_code` and its label in Commerce's admin."""

    code: str
    label: str


class Commerce(Protocol):
    """A catalog. It has at most a few thousand websites and attributes."""

    async def websites(self) -> Sequence[WebsiteOffer]:
        """Return every website, grouped by connection."""
        ...

    async def attributes(self, query: str, limit: int) -> Sequence[Attribute]:
        """Return the attributes whose code or label contains `query`, best match first."""
        ...
