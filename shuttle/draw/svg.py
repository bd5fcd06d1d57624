"""SVG as text: elements with escaped words and attributes, the same bytes each time.

Pictures stand alone: no script, no font or file from elsewhere. Colours are presentation
attributes, which a strict content security policy leaves alone; dark colours come on top by one
style sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NewType
from unicodedata import east_asian_width

from shuttle.domain.base import Language
from shuttle.draw.palette import FONT, dark_style, fill

Markup = NewType("Markup", str)
Attributes = dict[str, str | float]

_NARROW, _WIDE = 0.56, 1.0
_LANG: dict[Language, str] = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture before it is written.

    Attributes:
        name: prefix of the ids within it, so that several stand in one page.
        title: its name, for people and screen readers.
        description: what it shows, for those who cannot see it.
    """

    name: str
    title: str
    description: str
    language: Language
    width: float
    height: float
    parts: Sequence[Markup]

    def svg(self) -> str:
        """The whole document."""
        labels = f"{self.name}-title {self.name}-description"
        return (
            element(
                "svg",
                (
                    element("title", (words(self.title),), id=f"{self.name}-title"),
                    element("desc", (words(self.description),), id=f"{self.name}-description"),
                    element("style", (words(dark_style()),)),
                    element("rect", width=self.width, height=self.height, **fill("paper")),
                    *self.parts,
                ),
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {number(self.width)} {number(self.height)}",
                width=self.width,
                height=self.height,
                role="img",
                lang=_LANG[self.language],
                aria_labelledby=labels,
                font_family=FONT,
                font_size=12,
            )
            + "\n"
        )


def words(text: str) -> Markup:
    """Text as it may stand in an element."""
    return Markup(escape(text, quote=False))


def element(name: str, children: Iterable[Markup] = (), /, **attributes: str | float) -> Markup:
    """An element; `font_size` is written as `font-size`, `class_` as `class`."""
    written = "".join(
        f' {_attribute(key)}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
    )
    inside = "".join(children)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _attribute(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def number(value: float) -> str:
    """At most one decimal, and no more characters than needed."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def group(title: str, *children: Markup) -> Markup:
    """Shapes that belong together, with words that show when one points at them."""
    return element("g", (element("title", (words(title),)), *children))


def polyline(points: Iterable[tuple[float, float]], /, **attributes: str | float) -> Markup:
    """A line through points."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=path, fill="none", **attributes)


def polygon(points: Iterable[tuple[float, float]], /, **attributes: str | float) -> Markup:
    """A closed shape."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"
    return element("path", d=path, **attributes)


def label(text: str, x: float, y: float, role: str = "ink", /, **attributes: str | float) -> Markup:
    """Words on the picture."""
    return element("text", (words(text),), x=x, y=y, **fill(role), **attributes)


def text_width(text: str, size: float) -> float:
    """About how wide words are, in pixels; Chinese characters are as wide as high."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return size * (wide * _WIDE + (len(text) - wide) * _NARROW)
