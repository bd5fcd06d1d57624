"""A planner's folder to a Scenario, or every reason why not."""

import hashlib
import json
from pathlib import Path

from shuttle.domain.calendar import DayOverride
from shuttle.domain.demand import DemandBin
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario.closed_days import check_closed_days
from shuttle.scenario.demand import read_demand
from shuttle.scenario.draft import Draft, read_draft
from shuttle.scenario.files import is_folder, read_toml
from shuttle.scenario.fleet import check_fleet
from shuttle.scenario.former import check_former
from shuttle.scenario.merge import merge_shared
from shuttle.scenario.network import check_network
from shuttle.scenario.overlaps import check_overlaps
from shuttle.scenario.places import Findings
from shuttle.scenario.plain import json_ready
from shuttle.scenario.references import check_references
from shuttle.scenario.sense import bin_problems, check_days, check_policies
from shuttle.scenario.shared import shared_root

_CHECKS = (
    check_network,
    check_former,
    check_fleet,
    check_overlaps,
    check_days,
    check_policies,
    check_closed_days,
)


def load_scenario(path: Path, config: Path | None = None) -> Scenario:
    """Read a scenario folder, or its `scenario.toml`, with shared facts merged in.

    Args:
        path: the folder or the file.
        config: folder of shared facts; the shipped one where not given.

    Raises:
        InputError: with everything that is wrong, each by file, key, value and mend.
    """
    file = path / "scenario.toml" if is_folder(path) else path
    findings = Findings(lambda _: str(file))
    merged = merge_shared(str(file), read_toml(file), config or shared_root() / "config", findings)
    findings.file_of = merged.file_of
    tables = json_ready(merged.tables, (), findings)
    draft = read_draft(tables, findings)
    check_references(tables, findings)
    _read_bins(draft, file.parent, findings)
    for check in _CHECKS:
        check(draft, findings)
    findings.stop_if_any()
    return _scenario(draft, findings)


def _read_bins(draft: Draft, folder: Path, findings: Findings) -> None:
    if draft.demand_file is None:
        return
    path = folder / draft.demand_file.file
    rows: list[Problem] = []
    try:
        draft.demand.update(read_demand(path, draft.demand_file.bin_minutes, rows))
    except InputError as error:
        rows.extend(error.problems)
    for number, found in draft.demand.items():
        for column, message in bin_problems(found, draft):
            rows.append(Problem(str(path), f"row {number}, {column}", message))
    findings.problems.extend(rows)


def _scenario(draft: Draft, findings: Findings) -> Scenario:
    head, drivers, policies = draft.head, draft.drivers, draft.policies
    if head is None or drivers is None or policies is None:
        raise InputError(findings.problems)
    found = Scenario(
        name=head.name,
        title=head.title,
        service=head.service,
        reference_date=head.reference_date,
        contact=head.contact,
        booking=head.booking,
        parks=draft.parks,
        stops=draft.stops,
        ports=draft.ports,
        legs=tuple(draft.legs.values()),
        routes=draft.routes,
        calendars=draft.calendars,
        day_types=tuple(draft.day_types.values()),
        overrides=_by_date(draft),
        demand=_in_file_order(draft),
        depots=draft.depots,
        vehicle_types=draft.vehicle_types,
        driver_rules=draft.driver_rules,
        drivers=drivers,
        policies=policies,
        variation=draft.variation,
    )
    return found.model_copy(update={"sha256": fingerprint(found)})


def _by_date(draft: Draft) -> tuple[DayOverride, ...]:
    return tuple(sorted(draft.overrides.values(), key=lambda override: override.date))


def _in_file_order(draft: Draft) -> tuple[DemandBin, ...]:
    return tuple(draft.demand[row] for row in sorted(draft.demand))


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of a scenario's canonical JSON, its own `sha256` left out."""
    values = scenario.model_dump(mode="json", by_alias=True, exclude={"sha256"})
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
