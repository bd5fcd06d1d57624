"""`duties` stage files: JSON in, a task for the solver or every reason why not out."""

from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuttle.domain.driver_rules import DriverRules, WorkingRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from shuttle.errors import InputError
from shuttle.scenario.files import read_text, read_toml
from shuttle.scenario.messages import note
from shuttle.scenario.places import Findings
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
