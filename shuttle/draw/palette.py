"""Colours that can be told apart by people who see few of them, on light and on dark paper.

Each has a contrast of at least 3 to 1 with its paper, words of at least 4.5 to 1. No meaning
hangs on colour alone: lines are dashed, signs and labels stand beside them.
"""

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#14181c"),
    "ink": ("#1b1f24", "#e6e9ec"),
    "quiet": ("#5b6570", "#a3adb8"),
    "grid": ("#dfe3e7", "#2c333a"),
    "axis": ("#8a939c", "#78828c"),
    "band": ("#fdf1d3", "#3a3322"),
    "gap": ("#c9cfd5", "#4a535c"),
    "on-colour": ("#ffffff", "#14181c"),
    "added": ("#00735c", "#3fd0a8"),
    "dropped": ("#b34700", "#ff9d5c"),
    "moved": ("#005ea2", "#6cb4ff"),
    "riders": ("#005ea2", "#6cb4ff"),
    "left-behind": ("#b34700", "#ff9d5c"),
    "hue-0": ("#005ea2", "#6cb4ff"),
    "hue-1": ("#b34700", "#ff9d5c"),
    "hue-2": ("#00735c", "#3fd0a8"),
    "hue-3": ("#a03a7d", "#f08cc8"),
    "hue-4": ("#6b5b00", "#d6c24a"),
    "hue-5": ("#4f4a9e", "#b0acf7"),
}
"""By role: the colour on light paper, and on dark."""

FONT = (
    "system-ui, 'Segoe UI', 'PingFang TC', 'PingFang SC', 'Microsoft JhengHei', "
    "'Microsoft YaHei', 'Noto Sans CJK TC', 'Noto Sans CJK SC', sans-serif"
)
"""Fonts that people have: none is fetched."""

HUES = 6
"""Colours that things are told apart by."""

_DASHES = ("", "7 3", "2 3", "9 3 2 3")


def fill(role: str) -> dict[str, str]:
    """Attributes that fill a shape or words."""
    return {"class_": f"f-{role}", "fill": COLOURS[role][0]}


def stroke(role: str) -> dict[str, str]:
    """Attributes that draw a line."""
    return {"class_": f"s-{role}", "stroke": COLOURS[role][0]}


def outlined(role: str, ground: str) -> dict[str, str]:
    """Attributes of a shape of one colour with an outline of another."""
    line, area = stroke(role), fill(ground)
    return {**line, **area, "class_": f"{area['class_']} {line['class_']}"}


def hue(place: int) -> str:
    """The role of the so many-th of several things; it comes again after six."""
    return f"hue-{place % HUES}"


def dash(place: int) -> dict[str, str]:
    """How a line of the so many-th thing is dashed: another way when its colour comes again."""
    pattern = _DASHES[place // HUES % len(_DASHES)]
    return {"stroke_dasharray": pattern} if pattern else {}


def dark_style() -> str:
    """The style sheet for dark paper."""
    rules = "".join(
        f".f-{role}{{fill:{dark}}}.s-{role}{{stroke:{dark}}}" for role, (_, dark) in COLOURS.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
