"""Reads calendar bytes into lines and components, without the library that wrote them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_HEAD = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_BEGIN_EVENT, _END_EVENT, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"
_FOLD = re.compile(r"\n[ \t]")


class Line(NamedTuple):
    """A content line, unfolded: name, parameters, and the value as it is written."""

    name: str
    parameters: Mapping[str, str]
    value: str


class Component:
    """What stands between a BEGIN and its END.

    Attributes:
        properties: its lines by name, in order.
    """

    __slots__ = ("children", "name", "properties")

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: dict[str, list[Line]] = {}
        self.children: list[Component] = []

    def all(self, name: str) -> list[Line]:
        """Its lines of one name, in order."""
        return self.properties.get(name, [])

    def value(self, name: str) -> str | None:
        """The value of its first line of that name."""
        found = self.properties.get(name)
        return found[0].value if found else None


class ContentError(ValueError):
    """Bytes that are no well-formed calendar."""


def physical_lines(body: bytes) -> list[bytes]:
    """Lines as they are on the wire, without their CRLF."""
    return body.removesuffix(b"\r\n").split(b"\r\n")


def unfolded(body: bytes) -> Iterator[Line]:
    """Content lines; raises ContentError for one without name and value."""
    text = body.decode("utf-8", errors="replace").replace("\r\n", "\n").removesuffix("\n")
    for line in _FOLD.sub("", text).split("\n"):
        head, colon, value = line.partition(":")
        if not colon or '"' in head:
            head, value = _split(line)
        name, parameters = _head(head)
        yield Line(name, parameters, value)


def component(body: bytes, name: str) -> Component:
    """The one component that the bytes are.

    Raises:
        ContentError: a BEGIN has no END, or it is not one component of that name.
    """
    root = Component("")
    stack = [root]
    for line in unfolded(body):
        if line.name == "BEGIN":
            stack.append(Component(line.value))
        elif line.name == "END":
            _close(stack, line.value)
        else:
            stack[-1].properties.setdefault(line.name, []).append(line)
    only_that = [child.name for child in root.children] == [name]
    if len(stack) > 1 or not only_that or root.properties:
        msg = f"is not one {name} with an END for each BEGIN"
        raise ContentError(msg)
    return root.children[0]


def apart(body: bytes) -> tuple[bytes, list[bytes]]:
    """A calendar without its events, and the bytes of each event in order.

    Raises:
        ContentError: something stands among the events or after them.
    """
    head, begun, rest = body.partition(b"\r\n" + _BEGIN_EVENT)
    if not begun:
        return body, []
    *events, tail = (_BEGIN_EVENT + rest).split(b"\r\n" + _END_EVENT)
    if tail != _END or not all(event.startswith(_BEGIN_EVENT) for event in events):
        msg = "lacks an END, or has something after an event that is none, as a late VTIMEZONE"
        raise ContentError(msg)
    return head + b"\r\n" + tail, [event + b"\r\n" + _END_EVENT for event in events]


def _close(stack: list[Component], name: str) -> None:
    if stack[-1].name != name:
        msg = f"END:{name} closes BEGIN:{stack[-1].name}"
        raise ContentError(msg)
    finished = stack.pop()
    stack[-1].children.append(finished)


def _split(line: str) -> tuple[str, str]:
    """Name with parameters, and value: a quoted parameter may have a colon of its own."""
    found = _HEAD.match(line)
    if not found:
        raise _no_property(line)
    return line[: found.end() - 1], line[found.end() :]


@lru_cache(maxsize=1024)
def _head(head: str) -> tuple[str, Mapping[str, str]]:
    """Name and parameters; a feed has few different ones, and thousands of lines of each."""
    found = _HEAD.fullmatch(head + ":")
    if not found:
        raise _no_property(head)
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
    return found[1].upper(), parameters


def _no_property(line: str) -> ContentError:
    return ContentError(f"has a line that is no property: {line[:40]!r}")
