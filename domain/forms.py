"""What can be wrong with a form, field by field."""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """The fields of the form; also the prefixes of their block ids in Slack."""

    WEBSITE = "website"
    EMAIL = "email"
    NAME = "name"
    MARKETPLACE = "marketplace"
    PRODUCT_ID_TYPE = "product_id_type"
    ATTRIBUTE = "attribute"
    CHANNEL = "channel"
    OWNER = "owner"
    BACKUP = "backup"


class Problem(StrEnum):
    """What is wrong with a field; `views.words` has the sentence for each."""

    MISSING = "missing"
    EMAIL_MALFORMED = "email_malformed"
    NAME_TAKEN = "name_taken"
    NAME_TOO_LONG = "name_too_long"
    WEBSITE_SELLS_THERE = "website_sells_there"
    MAPPING_NEEDS_ATTRIBUTE = "mapping_needs_attribute"
    MAPPING_NEEDS_ID_TYPE = "mapping_needs_id_type"
    ATTRIBUTE_UNKNOWN = "attribute_unknown"
    WEBSITE_UNKNOWN = "website_unknown"
    SAME_PERSON = "same_person"
    NOT_A_MEMBER = "not_a_member"
    THEIRS_ALREADY = "theirs_already"


class FormRefused(Exception):
    """The form is invalid; nothing was changed."""

    def __init__(self, problems: Mapping[Field, Problem]) -> None:
        super().__init__(", ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)
