"""Findings of the doctor."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One check and its result in a few words, never a secret."""

    what: str
    told: str
    is_well: bool = True
