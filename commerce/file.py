"""Commerce's websites and attributes from a YAML file.

connections:
  - name: Main shop
    websites:
      - {code: base, name: Main Website, orders_go_into: Default Store View}
attributes:
  - {code: asin, label: ASIN}
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from commerce.port import Attribute, WebsiteOffer
from domain.stores import Website


class CommerceFileFault(Exception):
    """The file is missing, is not YAML, or lacks what it must hold; the text says where."""


class _Website(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(min_length=1, max_length=32)
    name: str = Field(min_length=1)
    orders_go_into: str


class _Connection(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=100)
    websites: list[_Website]


class _Attribute(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,59}$")
    label: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    connections: list[_Connection]
    attributes: list[_Attribute]


class CommerceFile:
    """A `Commerce` that answers from a file read once."""

    def __init__(self, websites: Sequence[WebsiteOffer], attributes: Sequence[Attribute]) -> None:
        self._websites = tuple(websites)
        self._attributes = tuple(sorted(attributes, key=lambda attribute: attribute.code))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file, or raise `CommerceFileFault`."""
        try:
            content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
            raise CommerceFileFault(f"{path.name} cannot be read: {type(fault).__name__}") from None
        except ValidationError as fault:
            places = "; ".join(
                f"{'.'.join(str(part) for part in error['loc']) or 'the file'}: {error['msg']}"
                for error in fault.errors()
            )
            raise CommerceFileFault(f"{path.name}: {places}") from None
        return cls(_offers(content), [Attribute(a.code, a.label) for a in content.attributes])

    async def websites(self) -> Sequence[WebsiteOffer]:
        return self._websites

    async def attributes(self, query: str, limit: int) -> Sequence[Attribute]:
        words = query.casefold().strip()
        found = [
            attribute
            for attribute in self._attributes
            if words in f"{attribute.label} ({attribute.code})".casefold()
        ]
        found.sort(key=lambda attribute: not attribute.code.casefold().startswith(words))
        return found[:limit]


def _offers(content: _File) -> list[WebsiteOffer]:
    return [
        WebsiteOffer(Website(connection.name, site.code, site.name), site.orders_go_into)
        for connection in content.connections
        for site in connection.websites
    ]
