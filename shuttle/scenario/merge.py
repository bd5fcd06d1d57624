"""Shared facts laid under a scenario's own tables, remembering which file each value stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shuttle.scenario.files import read_toml
from shuttle.scenario.places import Findings, Place
from shuttle.scenario.shared import SHARED_FILES


@dataclass(slots=True)
class Merged:
    """A scenario's tables with shared facts merged in.

    Attributes:
        file: the scenario's own file.
        own: its tables as written.
        tables: its tables, each laid over the shared fact of the same id.
        shared: the shared facts used, by kind and id: file and table.
    """

    file: str
    own: dict[str, Any]
    tables: dict[str, Any]
    shared: dict[tuple[str, str], tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def file_of(self, place: Place) -> str:
        """The file in which the value of a place stands, or should."""
        if len(place) > 1 and (fact := self.shared.get((str(place[0]), str(place[1])))):
            file, table = fact
            if _depth({place[0]: {place[1]: table}}, place) > _depth(self.own, place):
                return file
        return self.file


def _depth(tables: Any, place: Place) -> int:
    """How many parts of a place are keys that exist; a list counts as one with its members."""
    for depth, part in enumerate(place):
        if not isinstance(tables, dict) or part not in tables:
            return depth
        tables = tables[str(part)]
    return len(place)


def merge_shared(file: str, own: dict[str, Any], config: Path, findings: Findings) -> Merged:
    """Lay the scenario's tables over the shared facts that its `[use]` names.

    Tables merge key by key; lists and plain values replace. Raises InputError where a file of
    shared facts cannot be read; unknown ids are noted in `findings`.
    """
    merged = Merged(file, own, dict(own))
    use = own.get("use")
    wanted = use if isinstance(use, dict) else {}
    for kind, name in SHARED_FILES.items():
        ids = wanted.get(kind)
        if isinstance(ids, list) and all(isinstance(wish, str) for wish in ids):
            _merge_kind(merged, kind, config / name, findings)
    return merged


def _merge_kind(merged: Merged, kind: str, path: Path, findings: Findings) -> None:
    facts = read_toml(path).get(kind, {})
    shown = f"config/{path.name}"
    own = merged.own.get(kind, {})
    if not isinstance(own, dict) or not isinstance(facts, dict):
        return
    result: dict[str, Any] = {}
    for number, name in enumerate(merged.own["use"][kind]):
        if name not in facts:
            known = ", ".join(facts) or "nothing"
            findings.add(("use", kind, number), f'"{name}" is not in {shown}, which has: {known}')
            continue
        merged.shared[kind, name] = (shown, facts[name])
        result[name] = _laid_over(facts[name], own.get(name, {}))
    merged.tables[kind] = {**result, **{key: own[key] for key in own if key not in result}}


def _laid_over(under: Any, over: Any) -> Any:
    if not isinstance(under, Mapping) or not isinstance(over, Mapping):
        return over
    merged = dict(under)
    for key, value in over.items():
        merged[key] = _laid_over(under[key], value) if key in under else value
    return merged
