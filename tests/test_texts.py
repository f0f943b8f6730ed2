"""The check of the catalogs finds what it is there to find."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.texts import path_of, problems, read, tags, template, update


def _said() -> Catalog:
    said = Catalog()
    said.add("Hello {name}")
    said.add(("{n} store", "{n} stores"))
    return said


def _swedish(
    hello: str = "Hej {name}", stores: tuple[str, str] = ("{n} butik", "{n} butiker")
) -> Catalog:
    catalog = Catalog(locale="sv")
    catalog.add("Hello {name}", hello)
    catalog.add(("{n} store", "{n} stores"), stores)
    return catalog


def test_a_whole_catalog_has_no_fault() -> None:
    assert list(problems(_swedish(), _said())) == []


@pytest.mark.parametrize("hello", ["", "Hej", "Hej {namn}", "Hej {name} {other}", "Hej {name"])
def test_a_text_that_lacks_or_changes_something_is_a_fault(hello: str) -> None:
    (fault,) = problems(_swedish(hello), _said())
    assert "Hello {name}" in fault


def test_a_plural_form_that_is_missing_is_a_fault() -> None:
    (fault,) = problems(_swedish(stores=("{n} butik", "")), _said())
    assert fault == "not translated: {n} store | {n} stores"


def test_a_fuzzy_text_is_a_fault() -> None:
    catalog = _swedish()
    catalog["Hello {name}"].flags.add("fuzzy")
    assert list(problems(catalog, _said())) == ["fuzzy: Hello {name}"]


def test_a_text_that_nobody_says_is_a_fault() -> None:
    catalog = _swedish()
    catalog.add("Goodbye", "Hej då")
    assert list(problems(catalog, _said())) == ["nobody says this any more: Goodbye"]


def test_the_code_and_the_templates_are_both_read() -> None:
    said = template()
    for text in ("Add Amazon store", "Taking you to Amazon Seller Central…"):
        assert text in said
    plural = said.get("{n} store")
    assert plural is not None
    assert plural.pluralizable


def test_an_update_begins_a_catalog_and_keeps_what_is_translated(tmp_path: Path) -> None:
    update("sv", tmp_path)
    assert tags(tmp_path) == ["sv"]
    begun = path_of("sv", tmp_path).read_text(encoding="utf-8")
    text = begun.replace(
        'msgid "Add Amazon store"\nmsgstr ""', 'msgid "Add Amazon store"\nmsgstr "Ny"'
    )
    path_of("sv", tmp_path).write_text(text, encoding="utf-8")
    update("sv", tmp_path)

    kept = read("sv", tmp_path).get("Add Amazon store")
    assert kept is not None
    assert kept.string == "Ny"
    assert path_of("sv", tmp_path).read_text(encoding="utf-8") == text
