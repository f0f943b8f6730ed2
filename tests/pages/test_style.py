"""The colours of the style sheet, measured as WCAG 2.2 measures them."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "views" / "templates" / "style.css").read_text("utf-8")
TEXT, SHAPE = 4.5, 3.0
"""The contrast that text needs, and that edges and marks need."""

PAIRS = {
    ("ink", "paper"): TEXT,
    ("ink", "back"): TEXT,
    ("ink", "wait-back"): TEXT,
    ("ink", "bad-back"): TEXT,
    ("quiet", "paper"): TEXT,
    ("quiet", "back"): TEXT,
    ("accent", "paper"): TEXT,
    ("accent", "back"): TEXT,
    ("accent-hover", "paper"): TEXT,
    ("accent-hover", "back"): TEXT,
    ("on-accent", "accent"): TEXT,
    ("on-accent", "accent-hover"): TEXT,
    ("good", "paper"): TEXT,
    ("good", "good-back"): TEXT,
    ("wait", "paper"): TEXT,
    ("wait", "wait-back"): TEXT,
    ("bad", "paper"): TEXT,
    ("bad", "bad-back"): TEXT,
    ("focus", "paper"): SHAPE,
    ("focus", "back"): SHAPE,
}
"""What stands on what."""


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", style))


_LIGHT, _DARK = STYLE.split("prefers-color-scheme: dark", 1)
SCHEMES = {"light": colours(_LIGHT), "dark": colours(_DARK)}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def used(properties: str) -> set[str]:
    """Find the colours that any rule uses for these properties."""
    declared = re.findall(rf"(?<![a-z-])(?:{properties}):([^;]*);", STYLE)
    return {name for value in declared for name in re.findall(r"var\(--([a-z-]+)\)", value)}


def test_the_measure_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("over", "under"), PAIRS, ids="-on-".join)
def test_what_is_to_be_read_can_be_read(scheme: str, over: str, under: str) -> None:
    measured = contrast(SCHEMES[scheme][over], SCHEMES[scheme][under])

    assert measured >= PAIRS[over, under], f"{over} on {under}: {measured:.2f}"


def test_both_schemes_have_the_same_colours_and_each_is_measured() -> None:
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()
    assert used("color") <= {over for over, _ in PAIRS}
    assert used("background") <= {colour for pair in PAIRS for colour in pair}


def test_no_rule_names_a_colour_of_its_own() -> None:
    assert len(re.findall(r"#[0-9a-fA-F]{3,8}\b", STYLE)) == 2 * len(SCHEMES["light"])


def test_the_style_sheet_fetches_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "@font-face" not in STYLE
