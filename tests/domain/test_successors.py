"""Who looks after a store once somebody has taken over: pure rules."""

from itertools import product

import pytest

from domain.forms import Field, Problem
from domain.reassign import Successors

DANA, BEN, SVEN, ANNA = "dana", "ben", "sven", "anna"


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        ((DANA, None), (BEN, None), (BEN, None)),
        ((DANA, SVEN), (BEN, None), (BEN, SVEN)),
        ((DANA, SVEN), (BEN, ANNA), (BEN, SVEN)),
        ((DANA, None), (BEN, ANNA), (BEN, ANNA)),
        ((DANA, BEN), (BEN, None), (BEN, None)),
        ((DANA, BEN), (BEN, ANNA), (BEN, ANNA)),
        ((SVEN, DANA), (BEN, None), (SVEN, None)),
        ((SVEN, DANA), (BEN, ANNA), (SVEN, ANNA)),
        ((SVEN, DANA), (BEN, SVEN), (SVEN, None)),
        ((SVEN, DANA), (None, ANNA), (SVEN, ANNA)),
    ],
)
def test_places_are_taken_where_the_person_stood(
    before: tuple[str, str | None], to: tuple[str | None, str | None], after: tuple[str, str | None]
) -> None:
    assert Successors(*to).after(DANA, *before) == after


def test_the_person_is_gone_and_nobody_is_owner_and_backup_at_once() -> None:
    stores = [(DANA, other) for other in (None, BEN, SVEN)] + [(s, DANA) for s in (BEN, SVEN)]
    for store, owner, backup in product(stores, (BEN, ANNA), (None, BEN, SVEN)):
        owns, backs = Successors(owner, backup).after(DANA, *store)
        assert DANA not in (owns, backs)
        assert owns != backs


@pytest.mark.parametrize(
    ("to", "owned", "problems"),
    [
        ((BEN, None), 1, {}),
        ((None, BEN), 0, {}),
        ((None, None), 1, {Field.OWNER: Problem.MISSING}),
        ((BEN, BEN), 1, {Field.BACKUP: Problem.SAME_PERSON}),
        ((DANA, BEN), 1, {Field.OWNER: Problem.THEIRS_ALREADY}),
        ((BEN, DANA), 1, {Field.BACKUP: Problem.THEIRS_ALREADY}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    to: tuple[str | None, str | None], owned: int, problems: dict[Field, Problem]
) -> None:
    assert Successors(*to).problems(DANA, owned) == problems
