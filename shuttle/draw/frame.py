"""What pictures of a day share: hours along the top, a headline, a legend."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shuttle.domain.base import Language
from shuttle.domain.time import MINUTES_PER_HOUR, format_minute
from shuttle.draw.palette import stroke
from shuttle.draw.svg import Markup, Picture, element, label, text_width

MARGIN = 16.0
HEADLINE = 64.0
"""Height of the headline, margin above it included."""

_HOUR_WIDTH = 92.0
_LEGEND_LINE = 22.0
_SAMPLE = 34.0
_BETWEEN = 22.0
_SMALL = 12.0
_LARGE = 18.0
_BOLD = 1.12


@dataclass(frozen=True, slots=True)
class Hours:
    """The time axis.

    Attributes:
        first: first whole hour shown, in minutes; `last` the last one.
        left: where the first hour is; what stands before it is for names.
    """

    first: int
    last: int
    left: float

    @classmethod
    def around(cls, minutes: Iterable[int], left: float) -> "Hours":
        """Whole hours that hold all minutes."""
        found = sorted(minutes) or [0, MINUTES_PER_HOUR]
        first = found[0] // MINUTES_PER_HOUR
        last = max(-(-found[-1] // MINUTES_PER_HOUR), first + 1)
        return cls(first * MINUTES_PER_HOUR, last * MINUTES_PER_HOUR, left)

    def x(self, minute: float) -> float:
        """Where a service minute is."""
        return self.left + (minute - self.first) * _HOUR_WIDTH / MINUTES_PER_HOUR

    @property
    def right(self) -> float:
        """Where the last hour is."""
        return self.x(self.last)

    @property
    def width(self) -> float:
        """Of the whole picture, with room for the last hour's label."""
        return self.right + MARGIN + _BETWEEN

    def marks(self, top: float, bottom: float) -> Iterator[Markup]:
        """A line for each hour, with its time above."""
        for minute in range(self.first, self.last + 1, MINUTES_PER_HOUR):
            x = self.x(minute)
            yield element("line", x1=x, y1=top, x2=x, y2=bottom, **stroke("grid"))
            yield label(format_minute(minute), x, top - 8, "quiet", text_anchor="middle")


def names_width(names: Iterable[str]) -> float:
    """Where the time axis begins, so that names fit before it."""
    return MARGIN + _BOLD * max((text_width(name, _SMALL) for name in names), default=0.0) + 14


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend.

    Attributes:
        sample: drawn in a box of 28 by 12 pixels whose left middle is the origin.
    """

    sample: Sequence[Markup]
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a picture: its name at the top, what it is of, and a legend at the bottom.

    Attributes:
        name: prefix of the ids within it.
        subtitle: what it is of.
        description: what it shows, for those who cannot see it.
    """

    name: str
    title: str
    subtitle: str
    description: str
    language: Language

    def svg(
        self, parts: Sequence[Markup], entries: Sequence[Entry], bottom: float, width: float
    ) -> str:
        """The whole picture.

        Args:
            parts: what is drawn between headline and legend.
            entries: the legend.
            bottom: where it begins.
            width: of the parts; the paper is wider where words need it.
        """
        words = (text_width(self.title, _LARGE) * _BOLD, text_width(self.subtitle, _SMALL))
        wide = max(width, 2 * MARGIN + max(*words, *map(_entry_width, entries), 0.0))
        key, height = _legend(entries, bottom, wide)
        head = (
            label(self.title, MARGIN, MARGIN + 14, font_size=_LARGE, font_weight="bold"),
            label(self.subtitle, MARGIN, MARGIN + 36, "quiet"),
        )
        return Picture(
            name=self.name,
            title=self.title,
            description=self.description,
            language=self.language,
            width=wide,
            height=height,
            parts=[*head, *parts, *key],
        ).svg()


def _entry_width(entry: Entry) -> float:
    return _SAMPLE + text_width(entry.text, _SMALL)


def _legend(entries: Sequence[Entry], top: float, width: float) -> tuple[list[Markup], float]:
    """The legend from left to right, in as many lines as it needs, and where it ends."""
    x, y = MARGIN, top + _LEGEND_LINE / 2
    parts: list[Markup] = []
    for entry in entries:
        needed = _entry_width(entry)
        if x > MARGIN and x + needed > width - MARGIN:
            x, y = MARGIN, y + _LEGEND_LINE
        parts.append(element("g", entry.sample, transform=f"translate({x:.0f} {y:.0f})"))
        parts.append(label(entry.text, x + _SAMPLE, y + 4))
        x += needed + _BETWEEN
    return parts, y + _LEGEND_LINE / 2 + MARGIN
