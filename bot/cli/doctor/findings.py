"""What the doctor found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and in a few words what was found; never a secret."""

    what: str
    told: str
    is_well: bool = True
