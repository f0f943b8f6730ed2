"""The base of every table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, MetaData, Uuid, text
from sqlalchemy.orm import DeclarativeBase

from storage.tables.types import UtcDateTime

SLACK_ID = 32
"""Characters; Slack's ids have about 11 and may grow."""


class Base(DeclarativeBase):
    """The declarative base; its metadata is what Alembic migrates."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: UtcDateTime,
        UUID: Uuid(),
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Declare an index of the rows matching `where`, in SQL that both databases know."""
    chosen = text(where)
    return Index(name, *columns, unique=unique, postgresql_where=chosen, sqlite_where=chosen)
