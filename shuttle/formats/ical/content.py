"""Reads calendar bytes into lines and components, without the library that wrote them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_NAME = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A content line, unfolded: name, parameters, and the value as it is written."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Its lines of one name, in order."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str | None:
        """The value of its first line of that name."""
        return next((line.value for line in self.all(name)), None)


class ContentError(ValueError):
    """Bytes that are no well-formed calendar."""


def physical_lines(body: bytes) -> list[bytes]:
    """Lines as they are on the wire, without their CRLF."""
    return body.removesuffix(b"\r\n").split(b"\r\n")


def unfolded(body: bytes) -> Iterator[Line]:
    """Content lines; raises ContentError for one without name and value."""
    text = body.decode("utf-8", errors="replace").replace("\r\n", "\n")
    for line in text.replace("\n ", "").replace("\n\t", "").splitlines():
        yield _line(line)


def component(body: bytes) -> Component:
    """The calendar; raises ContentError unless each BEGIN has its END and nothing is outside."""
    root = Component("")
    stack = [root]
    for line in unfolded(body):
        if line.name == "BEGIN":
            stack.append(Component(line.value))
        elif line.name == "END":
            _close(stack, line.value)
        else:
            stack[-1].lines.append(line)
    only_calendar = [child.name for child in root.children] == ["VCALENDAR"]
    if len(stack) > 1 or not only_calendar or root.lines:
        msg = "is not one VCALENDAR with an END for each BEGIN"
        raise ContentError(msg)
    return root.children[0]


def _close(stack: list[Component], name: str) -> None:
    if stack[-1].name != name:
        msg = f"END:{name} closes BEGIN:{stack[-1].name}"
        raise ContentError(msg)
    finished = stack.pop()
    stack[-1].children.append(finished)


def _line(text: str) -> Line:
    name = _NAME.match(text)
    at = name.end() if name else 0
    parameters = {}
    while found := _PARAMETER.match(text, at):
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    if not name or text[at : at + 1] != ":":
        msg = f"has a line that is no property: {text[:40]!r}"
        raise ContentError(msg)
    return Line(name[0].upper(), parameters, text[at + 1 :])
