"""Members of enums in columns, and what another version of the program wrote there."""

from enum import StrEnum

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select, text

from domain.attempts import GrantStatus
from storage.database.transactions import Database
from storage.tables.types import StoredEnum, known


class Answer(StrEnum):
    APPLIED = "applied"
    """As one of `GrantStatus`."""
    NO = "no"


ROWS = Table(
    "rows_of_a_test",
    MetaData(),
    Column("status", StoredEnum(GrantStatus, 16)),
    Column("answer", StoredEnum(Answer, 16)),
)


async def test_a_member_is_stored_by_its_value_and_read_as_a_member(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(ROWS.create)
        await connection.execute(insert(ROWS).values(status=GrantStatus.APPLIED))
        assert (await connection.scalar(text("SELECT status FROM rows_of_a_test"))) == "applied"
        read = await connection.scalar(select(ROWS.c.status).where(ROWS.c.answer.is_(None)))
        await connection.run_sync(ROWS.drop)
    assert read is GrantStatus.APPLIED


async def test_columns_of_two_enums_are_each_read_as_their_own(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(ROWS.create)
        await connection.execute(insert(ROWS).values(status="applied", answer="applied"))
        read = [await connection.scalar(select(column.label("it"))) for column in ROWS.c]
        await connection.run_sync(ROWS.drop)
    assert read[0] is GrantStatus.APPLIED
    assert read[1] is Answer.APPLIED


async def test_a_value_of_a_newer_program_leaves_the_other_rows_alone(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(ROWS.create)
        await connection.execute(insert(ROWS), [{"answer": "no"}, {"answer": "perhaps"}])
        read = (await connection.scalars(select(ROWS.c.answer).order_by(ROWS.c.answer))).all()
        await connection.run_sync(ROWS.drop)
    assert read == [Answer.NO, "perhaps"]
    assert read[1] not in list(Answer)


def test_where_it_matters_a_value_of_a_newer_program_is_refused() -> None:
    assert known(Answer.NO) is Answer.NO
    assert known(None) is None
    with pytest.raises(ValueError, match="perhaps"):
        known("perhaps")  # type: ignore[type-var]
