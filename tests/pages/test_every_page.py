"""Rules for every page, whatever it shows, in every language."""

import re
from itertools import pairwise

import pytest

from tests.pages.reading import Element, read
from tests.pages.shown import HOSTILE, SHOWN, Show, named_pages, pages
from views.language import Translator, Translators

LANGUAGES = list(Translators.read("en"))
PAGES = pages()
SMALL = 30_000
"""Bytes; one page comes whole with the first packets of a connection."""

each_page = pytest.mark.parametrize("show", SHOWN.values(), ids=list(SHOWN))
each_language = pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.tag)


@each_language
@each_page
def test_every_page_can_be_read_and_used_by_everybody(show: Show, t: Translator) -> None:
    html = show(PAGES, t)
    page = read(html)
    assert_well_formed_and_small(html)
    assert_says_its_language_and_names_the_others(page, t)
    assert_landmarks_and_headings_in_order(page)
    assert_can_be_entered_past_its_head(page)
    assert_without_script_and_inline_style(page)
    assert_fields_have_labels_and_references_an_end(page)
    assert_what_is_pressed_has_a_name_and_leads_somewhere(page)
    assert_drawings_are_silent(page)


def assert_well_formed_and_small(html: str) -> None:
    assert html.startswith("<!doctype html>")
    assert read(html).one("main").text
    assert len(html.encode()) < SMALL


def assert_says_its_language_and_names_the_others(page: Element, t: Translator) -> None:
    assert page.one("html").attributes["lang"] == t.tag
    for link in page.all("a"):
        if "hreflang" in link.attributes:
            assert link.attributes["lang"] == link.attributes["hreflang"] != t.tag


def assert_landmarks_and_headings_in_order(page: Element) -> None:
    for landmark in ("header", "main", "footer", "h1", "title"):
        assert page.one(landmark).text
    levels = [int(heading.tag[1]) for heading in page.one("main").all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def assert_can_be_entered_past_its_head(page: Element) -> None:
    first, *_ = page.all("a", "button", "input")

    assert first.attributes["href"] == f"#{page.one('main').attributes['id']}"


def assert_without_script_and_inline_style(page: Element) -> None:
    assert page.all("script", "link", "img", "iframe", "object", "base") == []
    assert len(page.all("style")) == 1
    for element in page:
        assert "style" not in element.attributes
        assert not any(name.startswith("on") for name in element.attributes)


def assert_fields_have_labels_and_references_an_end(page: Element) -> None:
    ids = [element.attributes["id"] for element in page if "id" in element.attributes]
    labelled = {label.attributes["for"] for label in page.all("label")}

    assert len(ids) == len(set(ids))
    for field in page.all("input", "textarea", "select"):
        assert field.attributes.get("type") == "hidden" or field.attributes["id"] in labelled
    for element in page:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(name, "").split()) <= set(ids)


def assert_what_is_pressed_has_a_name_and_leads_somewhere(page: Element) -> None:
    for element in page.all("a", "button", "summary"):
        assert element.text
    for link in page.all("a"):
        href = link.attributes["href"]
        assert re.match(r"#|/|\?lang=|https://|mailto:", href)
        assert "noreferrer" in link.attributes.get("rel", "") or href[0] in "#/?"


def assert_drawings_are_silent(page: Element) -> None:
    for drawing in page.all("svg"):
        assert drawing.attributes["aria-hidden"] == "true"


@each_language
@pytest.mark.parametrize("page", named_pages("").keys())
def test_names_from_outside_are_text_and_nothing_else(page: str, t: Translator) -> None:
    hostile = named_pages(HOSTILE)[page]
    shown = read(hostile(pages(application=HOSTILE), t))

    assert shown.all("script", "b") == []
    tags = [element.tag for element in shown]
    assert tags == [element.tag for element in read(named_pages("Fjord")[page](pages(), t))]


@pytest.mark.parametrize("page", ["connect", "private", "closed", "succeeded", "wrong_account"])
def test_direction_marks_in_names_turn_nothing_around(page: str) -> None:
    show = named_pages("Fjord \u202e Trading")[page]

    shown = read(show(PAGES, LANGUAGES[0]))

    assert "Fjord Trading" in shown.one("main").text
    assert "\u202e" not in shown.one("h1").text
