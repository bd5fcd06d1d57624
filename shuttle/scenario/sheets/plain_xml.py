"""XML of a foreign workbook, looked at before any tree is built of it."""

from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from shuttle.scenario.files import refuse
from shuttle.scenario.places import printable

_DEEPEST = 50
_WIDEST_ROW = 16_384  # columns of a sheet


def require_plain_xml(path: Path, name: str, body: bytes) -> None:
    """Return where a part of a workbook is no trap.

    Args:
        path: the workbook.
        name: of the part.
        body: its bytes.

    Raises:
        InputError: it declares a document type, which may hold entities that grow; its elements
            are nested more deeply, or its rows longer, than any program writes them.
        ExpatError: it is no XML.
    """
    look = _Look(path, printable(name))
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = look.declared
    parser.StartElementHandler = look.opened
    parser.EndElementHandler = look.closed
    parser.Parse(body, True)  # noqa: FBT003 - the last piece; it takes no keywords


@dataclass(slots=True)
class _Look:
    """What has been seen of a part: how deep, and how many cells in the row."""

    path: Path
    name: str
    depth: int = 0
    cells: int = 0

    def declared(self, *_: object) -> None:
        raise refuse(self.path, f"declares a document type in {self.name}; save it anew")

    def opened(self, tag: str, _: object) -> None:
        self.depth += 1
        local = tag.rpartition(":")[2]
        self.cells = 0 if local == "row" else self.cells + (local == "c")
        if self.depth > _DEEPEST or self.cells > _WIDEST_ROW:
            raise refuse(self.path, f"has deeper or wider XML than a sheet in {self.name}")

    def closed(self, _: str) -> None:
        self.depth -= 1
