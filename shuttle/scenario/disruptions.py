"""A file that tells of a disruption to a Disruption, or every reason why not."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuttle.domain.base import Value
from shuttle.domain.disruption import (
    ENTRY_KINDS,
    ApproachRoadClosed,
    BusMissing,
    Disruption,
    DriverMissing,
    Entry,
    NoService,
    PortClosed,
    Slower,
    Surge,
)
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError
from shuttle.scenario.files import read_text, read_toml
from shuttle.scenario.messages import complaint, note, printable_list
from shuttle.scenario.places import Findings, Place, value_text
from shuttle.scenario.plain import json_ready

_JSON = ".json"


def load_disruption(path: Path, scenario: Scenario, plan: Plan) -> Disruption:
    """Read what goes wrong on a day of a plan, from TOML or JSON.

    Raises:
        InputError: with everything that is wrong, each by key, value and mend.
    """
    findings = Findings(lambda _: str(path))
    values = json_ready(_values(path, findings), (), findings)
    findings.stop_if_any()
    _check_entries(values.get("entries"), findings)
    found = _read({**values, "entries": values.get("entries") or []}, findings)
    findings.stop_if_any()
    if found is None:  # what could not be read is among the findings
        raise InputError(findings.problems)
    _check_names(found, scenario, plan, findings)
    findings.stop_if_any()
    return found


def _values(path: Path, findings: Findings) -> dict[str, Any]:
    if path.suffix != _JSON:
        return read_toml(path)
    try:
        values = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        findings.add((), f"is not JSON: {error}")
        return {}
    if not isinstance(values, dict):
        findings.add((), "is not a table; write { … }")
        return {}
    return values


def _check_entries(listed: Any, findings: Findings) -> None:
    """Read each entry as what it says to be, so that messages name its own keys."""
    if not isinstance(listed, list) or not listed:
        return
    for number, value in enumerate(listed):
        place: Place = ("entries", number)
        kind = value.get("kind") if isinstance(value, dict) else None
        model = ENTRY_KINDS.get(kind) if isinstance(kind, str) else None
        if model is None:
            known = printable_list(list(ENTRY_KINDS))
            shown = f"{value_text(kind)} is not a kind" if kind is not None else "is missing"
            findings.add((*place, "kind"), f"{shown}; known are {known}")
        else:
            _check_entry(model, value, place, findings)


def _check_entry(model: type[Value], value: Any, place: Place, findings: Findings) -> None:
    try:
        model.model_validate_json(json.dumps(value), strict=True, by_name=False, by_alias=True)
    except ValidationError as error:
        keys = {field.alias or name for name, field in model.model_fields.items()}
        for detail in error.errors(include_url=False):
            words = complaint(detail)
            if detail["type"] == "extra_forbidden":
                words = f"is not a key here; known are {printable_list(sorted(keys))}"
            elif detail["type"] == "missing":
                words = "is missing; add it"
            findings.add((*place, *detail["loc"]), words)


def _read(values: dict[str, Any], findings: Findings) -> Disruption | None:
    try:
        return Disruption.model_validate_json(
            json.dumps(values), strict=True, by_name=False, by_alias=True
        )
    except ValidationError as error:
        if not findings.problems or any(d["loc"][:1] != ("entries",) for d in error.errors()):
            _note_head(error, findings)
        return None


def _note_head(error: ValidationError, findings: Findings) -> None:
    """What is wrong outside the entries, which have been spoken of."""
    spoken = {problem.key.split("[")[0] for problem in findings.problems}
    if "entries" not in spoken:
        note(error, "disruption", (), findings)
        return
    for detail in error.errors(include_url=False):
        if detail["loc"][:1] != ("entries",):
            words = "is missing; add it" if detail["type"] == "missing" else complaint(detail)
            findings.add(tuple(detail["loc"]), words)


def _check_names(found: Disruption, scenario: Scenario, plan: Plan, findings: Findings) -> None:
    """Note names that neither the scenario nor the plan knows."""
    for number, entry in enumerate(found.entries):
        for key, name, known in _names(entry, scenario, plan):
            if name is not None and name not in known:
                words = f'"{name}" is not known; known are {printable_list(list(known))}'
                findings.add(("entries", number, key), words)
    day = found.on or plan.reference_date
    if not plan.effective.holds_on(day):
        words = f"{day} is not among the dates of the plan, which holds"
        holds = f"{plan.effective.valid_from or 'ever'} to {plan.effective.valid_to or 'ever'}"
        findings.add(("date",), f"{words} from {holds}")


def _names(
    entry: Entry, scenario: Scenario, plan: Plan
) -> list[tuple[str, str | None, Iterable[str]]]:
    """Key, name (None where not given), and what it may be."""
    found: list[tuple[str, str | None, Iterable[str]]] = []
    match entry:
        case PortClosed() | ApproachRoadClosed():
            found = [("port", entry.port, scenario.ports)]
        case NoService():
            found = [("routes", name, scenario.routes) for name in entry.routes]
        case BusMissing():
            blocks = [block.id for block in plan.blocks]
            types = scenario.vehicle_types
            found = [("block", entry.block, blocks), ("vehicle_type", entry.vehicle_type, types)]
        case DriverMissing():
            found = [("duty", entry.duty, [duty.id for duty in plan.duties])]
        case Slower():
            places = [*scenario.places(), *scenario.ports]
            found = [("places", name, places) for name in entry.places]
        case Surge():
            stops = scenario.stops
            found = [("from_stop", entry.origin, stops), ("to_stop", entry.destination, stops)]
    return found
