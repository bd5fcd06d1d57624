"""What docstrings in Google's style say of a class and of its attributes."""

import re
from inspect import cleandoc

_SECTION = re.compile(r"^(Attributes|Args|Raises|Returns):$", re.MULTILINE)
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_ATTRIBUTE = re.compile(r"^    (\w+): ")


def summary(doc: str) -> str:
    """The text before the first section, a line for each paragraph."""
    return _LINE_END.sub(" ", _SECTION.split(cleandoc(doc), maxsplit=1)[0].strip())


def attributes(doc: str) -> dict[str, str]:
    """Each attribute's words on one line."""
    parts = _SECTION.split(cleandoc(doc))
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    found: dict[str, str] = {}
    name = ""
    for line in sections.get("Attributes", "").splitlines():
        start = _ATTRIBUTE.match(line)
        if start is not None:
            name = start[1]
            found[name] = line[start.end() :]
        elif name and line.strip():
            found[name] += f" {line.strip()}"
    return found
