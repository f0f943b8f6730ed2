"""Validate a form, field by field, before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from commerce.port import Commerce
from domain.forms import Field, FormRefused, Problem
from domain.marketplaces import Marketplace, is_marketplace, marketplace
from domain.names import clean, is_too_long
from domain.stores import AttributeMapping, NewStore, ProductIdType, Website

_ATTRIBUTES_LIKE_IT = 20


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The values of the fields; an empty one is an empty string."""

    values: Mapping[Field, str]

    def __getitem__(self, field: Field) -> str:
        return clean(self.values.get(field, ""))


@dataclass(frozen=True)
class CheckForms:
    """Validates the store form. `commerce` is None where website and attribute are typed."""

    commerce: Commerce | None

    async def check(self, form: FilledForm) -> NewStore:
        """Return the store that the form describes, or raise `FormRefused` with all problems."""
        problems = {field: Problem.MISSING for field in _REQUIRED if not form[field]}
        problems |= _email_problems(form) | _name_problems(form) | _people_problems(form)
        problems |= _mapping_problems(form) | await self._attribute_problems(form)
        website = await self._website(form[Field.WEBSITE])
        if website is None:
            problems.setdefault(Field.WEBSITE, Problem.WEBSITE_UNKNOWN)
        if not is_marketplace(form[Field.MARKETPLACE]):
            problems[Field.MARKETPLACE] = Problem.MISSING
        if problems or website is None:
            raise FormRefused(problems)
        return _new_store(form, website, marketplace(form[Field.MARKETPLACE]))

    async def _website(self, value: str) -> Website | None:
        if self.commerce is None:
            return Website("", value, value) if value else None
        offers = await self.commerce.websites()
        return next((o.website for o in offers if website_value(o.website) == value), None)

    async def _attribute_problems(self, form: FilledForm) -> dict[Field, Problem]:
        code = form[Field.ATTRIBUTE]
        if self.commerce is None or not code:
            return {}
        found = await self.commerce.attributes(code, _ATTRIBUTES_LIKE_IT)
        known = any(attribute.code == code for attribute in found)
        return {} if known else {Field.ATTRIBUTE: Problem.ATTRIBUTE_UNKNOWN}


def website_value(website: Website) -> str:
    """Return a website's value in the form: its code within its connection."""
    return f"{website.code}/{website.connection}"


_REQUIRED = (Field.WEBSITE, Field.EMAIL, Field.MARKETPLACE, Field.CHANNEL, Field.OWNER)


def _new_store(form: FilledForm, website: Website, place: Marketplace) -> NewStore:
    code = form[Field.ATTRIBUTE]
    mapping = AttributeMapping(ProductIdType(form[Field.PRODUCT_ID_TYPE]), code) if code else None
    return NewStore(
        website=website,
        email=form[Field.EMAIL],
        name=form[Field.NAME] or place.store_name,
        marketplace=place,
        mapping=mapping,
        channel=form[Field.CHANNEL],
        owner=form[Field.OWNER],
        backup=form[Field.BACKUP] or None,
    )


def _email_problems(form: FilledForm) -> dict[Field, Problem]:
    email = form[Field.EMAIL]
    if not email:
        return {}
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return {Field.EMAIL: Problem.EMAIL_MALFORMED}
    return {}


def _name_problems(form: FilledForm) -> dict[Field, Problem]:
    too_long = is_too_long(form[Field.NAME])
    return {Field.NAME: Problem.NAME_TOO_LONG} if too_long else {}


def _people_problems(form: FilledForm) -> dict[Field, Problem]:
    same = form[Field.BACKUP] and form[Field.BACKUP] == form[Field.OWNER]
    return {Field.BACKUP: Problem.SAME_PERSON} if same else {}


def _mapping_problems(form: FilledForm) -> dict[Field, Problem]:
    id_type, attribute = form[Field.PRODUCT_ID_TYPE], form[Field.ATTRIBUTE]
    if id_type and not attribute:
        return {Field.ATTRIBUTE: Problem.MAPPING_NEEDS_ATTRIBUTE}
    if attribute and id_type not in set(ProductIdType):
        return {Field.PRODUCT_ID_TYPE: Problem.MAPPING_NEEDS_ID_TYPE}
    return {}
