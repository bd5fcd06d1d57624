"""`duties` stage files: JSON in, a task for the solver or every reason why not out."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuttle.domain.driver_rules import DriverRules, WorkingRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from shuttle.domain.time import format_minute
from shuttle.errors import InputError
from shuttle.scenario.files import read_text, read_toml
from shuttle.scenario.messages import note, printable_list
from shuttle.scenario.places import Findings, value_text
from shuttle.scenario.shared import SHARED_FILES, shared_root

_MOST_NAMED = 20


def load_duty_stage(path: Path) -> DutyTask:
    """Read a stage file, with the rule profile that it names.

    Raises:
        InputError: with everything that is wrong in it.
    """
    findings = Findings(lambda _: str(path))
    try:
        stage = DutyStage.model_validate_json(
            read_text(path), strict=True, by_name=False, by_alias=True
        )
    except ValidationError as error:
        note(error, "duties", (), findings)
        raise InputError(findings.problems) from None
    _check_ids(stage, findings)
    _check_places(stage, findings)
    _check_hand_overs(stage, findings)
    rules = _rules(stage, findings)
    if findings.problems or rules is None:
        raise InputError(findings.problems)
    return DutyTask(stage=stage, rules=rules)


def _check_ids(stage: DutyStage, findings: Findings) -> None:
    times = Counter(piece.id for piece in stage.pieces)
    for number, piece in enumerate(stage.pieces):
        if times[piece.id] > 1:
            message = f'"{piece.id}" is the id of {times[piece.id]} pieces; give each its own'
            findings.add(("pieces", number, "id"), message)


def _check_places(stage: DutyStage, findings: Findings) -> None:
    """Places that are named where times are given must be all that pieces need."""
    named = set(stage.passive_minutes.places) if stage.passive_minutes else set(stage.places())
    for number, piece in enumerate(stage.pieces):
        for key, place in (("from", piece.origin), ("to", piece.destination)):
            if place not in named:
                message = f'"{place}" is not among passive_minutes.places; add it there'
                findings.add(("pieces", number, key), message)
    for field in ("sign_on_minutes", "sign_off_minutes", "change_minutes"):
        _check_work(stage, field, findings)


def _check_hand_overs(stage: DutyStage, findings: Findings) -> None:
    """Places must exist, and each vehicle be one that goes from piece to piece."""
    if stage.hand_over_places is None:
        return
    rides = stage.passive_minutes.places if stage.passive_minutes else ()
    known = sorted({*stage.places(), *rides})
    for number, place in enumerate(stage.hand_over_places):
        if place not in known:
            some = printable_list(known[:_MOST_NAMED])
            message = f"there is no place {value_text(place)}; known are {some}"
            findings.add(("hand_over_places", number), message)
    numbers = {piece.id: number for number, piece in enumerate(stage.pieces)}
    for pieces in stage.vehicles().values():
        for earlier, later in pairwise(pieces):
            if later.start < earlier.end or later.origin != earlier.destination:
                message = (
                    f"{value_text(later.vehicle)} cannot do this piece after "
                    f"{value_text(earlier.id)}, which ends at {value_text(earlier.destination)} at "
                    f"{format_minute(earlier.end)}; where hand_over_places are given, name each "
                    "vehicle and state its empty runs as pieces"
                )
                findings.add(("pieces", numbers[later.id], "vehicle"), message)


def _check_work(stage: DutyStage, field: str, findings: Findings) -> None:
    work: Any = getattr(stage, field)
    if work is None or isinstance(work, int):
        return
    missing = [place for place in stage.places() if place not in work]
    if missing:
        some = ", ".join(missing[:_MOST_NAMED])
        findings.add((field,), f"has no minutes for {some}; give them for every place")


def _rules(stage: DutyStage, findings: Findings) -> WorkingRules | None:
    if isinstance(stage.rule_profile, WorkingRules):
        return stage.rule_profile
    facts = read_toml(shared_root() / "config" / SHARED_FILES["driver_rules"])["driver_rules"]
    name = stage.rule_profile
    if name not in facts:
        message = f'"{name}" is not a profile of config/driver_rules.toml, which has: '
        findings.add(("rule_profile",), message + ", ".join(facts))
        return None
    return DriverRules.model_validate({"id": name, **facts[name]})
