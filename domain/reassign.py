"""Who looks after stores, and who takes over."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.forms import Field, Problem
from domain.permissions import Action
from domain.stores import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAfter:
    """How many stores a person looks after as owner and as backup, and the first one's name."""

    slack_user_id: str
    has_left: bool
    owned: int
    backed: int
    stores: Sequence[Store]

    @property
    def total(self) -> int:
        return self.owned + self.backed

    @property
    def handing_over(self) -> Action:
        """The action of reassigning these stores."""
        return Action.RELIEVE if self.has_left else Action.REASSIGN


@dataclass(frozen=True, slots=True)
class Successors:
    """Who takes over as owner and as backup; None where nobody was chosen."""

    owner: str | None
    backup: str | None

    def problems(self, person: str, owned: int) -> dict[Field, Problem]:
        """Return what keeps them from taking over, by field."""
        problems: dict[Field, Problem] = {}
        if owned and self.owner is None:
            problems[Field.OWNER] = Problem.MISSING
        if self.backup is not None and self.backup == self.owner:
            problems[Field.BACKUP] = Problem.SAME_PERSON
        chosen = {Field.OWNER: self.owner, Field.BACKUP: self.backup}
        return problems | {f: Problem.THEIRS_ALREADY for f, who in chosen.items() if who == person}

    def after(self, person: str, owner: str, backup: str | None) -> tuple[str, str | None]:
        """Return a store's owner and backup after the change.

        The chosen backup fills in where there would be none. Nobody is both: then there is no
        backup.
        """
        owns = self.owner if owner == person and self.owner else owner
        backs = self.backup if backup in {person, owns, None} else backup
        return owns, None if backs == owns else backs
