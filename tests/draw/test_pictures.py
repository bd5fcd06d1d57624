"""What holds for every picture: sound XML, the same bytes, safe colours, three languages."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from shuttle.domain.base import Language
from shuttle.draw.day import blocks
from shuttle.draw.demand import demand
from shuttle.draw.overlay import overlay
from shuttle.draw.palette import COLOURS
from shuttle.draw.svg import number, text_width, words
from shuttle.draw.time_space import time_space
from shuttle.services.deciding.differences import difference
from tests.builders import plan, trip
from tests.draw.pictures import LANGUAGES, SVG, day, everywhere, place, read, texts

Drawing = Callable[[Language], str]


def _overlay(language: Language) -> str:
    here = place()
    return overlay(difference(day(here), plan(here, [trip("to-b", "08:05")]), here), here, language)


DRAWINGS: dict[str, Drawing] = {
    "time-space": lambda language: time_space(day(place()), place(), language),
    "blocks": lambda language: blocks(day(place()), place(), language),
    "demand": lambda language: demand(day(place()), place(), language),
    "overlay": _overlay,
}
every_picture = pytest.mark.parametrize("drawn", DRAWINGS.values(), ids=DRAWINGS)


@every_picture
def test_a_picture_is_sound_and_says_what_it_shows(drawn: Drawing) -> None:
    root = read(drawn("en"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    names = {entry.get("id"): entry.text for entry in root if entry.get("id")}
    told = [names[name] for name in (root.get("aria-labelledby") or "").split()]
    assert len(told) == 2
    assert all(told)


@every_picture
def test_a_picture_is_the_same_bytes_each_time(drawn: Drawing) -> None:
    assert drawn("zh-Hant") == drawn("zh-Hant")


@every_picture
def test_a_picture_fetches_nothing_and_runs_nothing(drawn: Drawing) -> None:
    svg = drawn("en")
    tags = {entry.tag.removeprefix(SVG) for entry in everywhere(svg)}
    assert tags <= {
        *("svg", "title", "desc", "style", "rect", "g", "path", "line", "text"),
    }
    keys = {key for entry in everywhere(svg) for key in entry.attrib}
    assert not {key for key in keys if key.startswith("on") or key in {"href", "style", "src"}}
    assert svg.replace("http://www.w3.org/2000/svg", "").count("://") == 0
    assert "url(" not in svg


@every_picture
def test_a_picture_is_in_the_language_asked_for(drawn: Drawing) -> None:
    said = {language: texts(drawn(language)) for language in LANGUAGES}
    assert said["en"][0] != said["zh-Hant"][0] != said["zh-Hans"][0]
    assert read(drawn("zh-Hant")).get("lang") == "zh-Hant-HK"
    assert read(drawn("zh-Hans")).get("lang") == "zh-Hans-CN"


@every_picture
def test_all_that_is_drawn_lies_on_the_paper(drawn: Drawing) -> None:
    root = read(drawn("en"))
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    assert root.get("viewBox") == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    for entry in root.iter(f"{SVG}text"):
        left, right = _reach(entry)
        assert left >= 0
        assert right <= width
        assert 0 < float(entry.attrib["y"]) < height


def _reach(entry: ET.Element) -> tuple[float, float]:
    wide = text_width(entry.text or "", float(entry.get("font-size", "12")))
    x = float(entry.attrib["x"])
    start = {"middle": x - wide / 2, "end": x - wide}.get(entry.get("text-anchor", ""), x)
    return start, start + wide


@every_picture
def test_every_colour_has_a_dark_one(drawn: Drawing) -> None:
    svg = drawn("en")
    style = read(svg).findtext(f"{SVG}style") or ""
    assert style.startswith("@media (prefers-color-scheme:dark)")
    for entry in everywhere(svg):
        for key in ("fill", "stroke"):
            colour = entry.get(key, "none")
            if colour != "none":
                (name,) = (name for name in (entry.get("class") or "").split() if name[0] == key[0])
                assert f".{name}{{{key}:" in style
                assert COLOURS[name[2:]][0] == colour


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_stand_out_from_the_paper_and_from_the_band_of_the_port(theme: int) -> None:
    ground = [COLOURS[role][theme] for role in ("paper", "band")]
    quiet_roles = {"paper", "band", "grid", "gap", "on-colour", "axis"}
    for role in COLOURS.keys() - quiet_roles:
        for paper in ground:
            assert contrast(COLOURS[role][theme], paper) >= 4.5, (role, paper)
    assert contrast(COLOURS["axis"][theme], COLOURS["paper"][theme]) >= 3
    for role in ("hue-0", "hue-1", "hue-2", "hue-3", "hue-4", "hue-5"):
        assert contrast(COLOURS[role][theme], COLOURS["on-colour"][theme]) >= 4.5


def test_words_are_escaped() -> None:
    assert words('<a> & "b"') == '&lt;a&gt; &amp; "b"'
    svg = time_space(day(place()), place(), "en")
    assert '<Gate> & "Sons"' in "".join(read(svg).itertext())


def test_numbers_are_as_short_as_they_can_be() -> None:
    assert [number(value) for value in (1, 1.04, 1.26, -0.01, 100.0)] == [
        *("1", "1", "1.3", "0", "100"),
    ]


def test_an_empty_day_is_drawn_too() -> None:
    here = place().model_copy(update={"demand": ()})
    nothing = plan(here, [])
    for svg in (
        time_space(nothing, here, "en"),
        blocks(nothing, here, "en"),
        demand(nothing, here, "en"),
        overlay(difference(nothing, nothing, here), here, "en"),
    ):
        assert float(read(svg).attrib["height"]) > 0
