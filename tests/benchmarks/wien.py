"""The bus driver scheduling collection of TU Wien as stages, with its rules as data.

Rules after L. Kletzander and N. Musliu, Solving Large Real-Life Bus Driver Scheduling Problems with
Complex Break Constraints, ICAPS 2020; where the paper leaves room, after the collection's own
validator (tommanmaz.github.io): an hour of rest is asked for from 360 minutes of work on, the
break of driving is the whole time between two legs, a change of vehicle in place takes as long as
the matrix says from the place to itself.
"""

import json
from pathlib import Path
from typing import Any

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask

NOBODY_CAN = 10_000

RULES: dict[str, Any] = {
    "max_duty_minutes": 840,
    "max_driving_minutes": 540,
    "max_continuous_driving_minutes": 240,
    "break_minutes": 30,
    "shorter_breaks": [{"count": 2, "minutes": 20}, {"count": 3, "minutes": 15}],
    "riding_is_break": True,
    "max_working_minutes": 600,
    "splits": {"from_minutes": 180, "most": 2},
    "rest_breaks": {
        "pause_minutes": 15,
        "main_minutes": 30,
        "first_within_minutes": 360,
        "needed": [
            {"from_work_minutes": 360, "rest_minutes": 30},
            {"from_work_minutes": 541, "rest_minutes": 45},
        ],
        "unpaid": {
            "edge_minutes": 120,
            "most_minutes": 60,
            "central": {"edge_minutes": 180, "pause_minutes": 30, "most_minutes": 90},
        },
    },
    "returns_home": False,
}
COSTS = {
    "duty": 0,
    "duty_minute": 1,
    "passive_minute": 1,
    "vehicle_change": 30,
    "work_minute": 2,
    "least_paid_minutes": 390,
    "split": 180,
}


def read(path: Path) -> DutyTask:
    """An instance of the collection as a stage."""
    told = json.loads(path.read_text(encoding="utf-8"))
    places = sorted(told["distances"], key=int)
    matrix = [[_ride(told["distances"][a][b], here=a == b) for b in places] for a in places]
    legs = sorted(told["legs"], key=lambda leg: (leg["start"], leg["end"], leg["tour"]))
    stage = {
        "format": 1,
        "pieces": [_piece(number, leg) for number, leg in enumerate(legs)],
        "passive_minutes": {"places": places, "matrix": matrix},
        "sign_on_minutes": {place: told["extra"][place]["startWork"] for place in places},
        "sign_off_minutes": {place: told["extra"][place]["endWork"] for place in places},
        "change_minutes": {place: int(told["distances"][place][place]) for place in places},
        "rule_profile": RULES,
        "costs": COSTS,
    }
    return DutyTask(stage=DutyStage.model_validate(stage), rules=StageRules.model_validate(RULES))


def _ride(minutes: float, *, here: bool) -> int | None:
    if here:
        return 0
    return None if minutes >= NOBODY_CAN else int(minutes)


def _piece(number: int, leg: dict[str, int]) -> dict[str, Any]:
    return {
        "id": f"leg-{number:04d}",
        "vehicle": f"tour-{leg['tour']}",
        "from": str(leg["startPos"]),
        "to": str(leg["endPos"]),
        "start": leg["start"],
        "end": leg["end"],
    }
