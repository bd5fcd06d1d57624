"""Stops, ports and vehicle types in a table, by id or by name in any language."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from shuttle.domain.base import LANGUAGES, LocalText
from shuttle.domain.scenario import Scenario
from shuttle.domain.stages import StageId
from shuttle.scenario.places import value_text
from shuttle.scenario.sheets.headings import plain

_ID: TypeAdapter[str] = TypeAdapter(StageId)


@dataclass(frozen=True, slots=True)
class Names:
    """What may stand in the columns of ids; None for anything.

    Attributes:
        by_column: ids by plain id or name, for each column.
    """

    by_column: Mapping[str, Mapping[str, set[str]]] | None

    @classmethod
    def of(cls, scenario: Scenario | None) -> "Names":
        """The names of a scenario."""
        if scenario is None:
            return cls(None)
        ends = {stop for route in scenario.routes.values() for stop in route.stops}
        stops = _lookup({stop: scenario.stops[stop].name for stop in sorted(ends)})
        ports = _lookup({port.id: port.name for port in scenario.ports.values()})
        types = _lookup({kind.id: kind.name for kind in scenario.vehicle_types.values()})
        return cls({"from": stops, "to": stops, "port": ports, "vehicle_type": types})

    def find(self, column: str, text: str) -> str:
        """The id meant; raises ValueError with the ids known."""
        if self.by_column is None or column == "id":
            return _free_id(text)
        known = self.by_column[column]
        every = sorted({name for names in known.values() for name in names})
        ids = {text} if text in every else known.get(plain(text), set())
        if len(ids) == 1:
            return next(iter(ids))
        accepted = ", ".join(every) or "none"
        reason = f"may mean {' or '.join(sorted(ids))}; write its id" if ids else "is not known"
        msg = f"{value_text(text)} {reason}; known are {accepted}"
        raise ValueError(msg)


def _lookup(names: Mapping[str, LocalText]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, name in names.items():
        for text in (key, *(name.in_language(language) for language in LANGUAGES)):
            found.setdefault(plain(text), set()).add(key)
    return found


def _free_id(text: str) -> str:
    try:
        return _ID.validate_python(text)
    except ValidationError:
        msg = f"{value_text(text)} is not plain text of 1 to 500 characters"
        raise ValueError(msg) from None
