"""Contrast by WCAG 2.2: computed from the stylesheet itself, light and dark."""

import re
from importlib.resources import files

import pytest

CSS = files("shuttle.web").joinpath("static", "board.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
PAIRS = [
    ("ink", "ground"),
    ("ink", "sheet"),
    ("soft", "ground"),
    ("soft", "sheet"),
    ("link", "ground"),
    ("link", "sheet"),
    ("late", "late-sheet"),
    ("bad", "bad-sheet"),
    ("on-brand", "brand"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "sheet"), PAIRS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str, ink: str, sheet: str) -> None:
    colours = LIGHT if scheme == "light" else {**LIGHT, **DARK}
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[sheet])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
