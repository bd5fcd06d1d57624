"""Cases in which a cheaper label must not drop another, since rest to come is paid in the one.

Rest of at least 10 minutes is unpaid from 100 minutes after sign-on until 100 before sign-off.
"""

from typing import Any

import numpy as np
import pytest

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from shuttle.solver.duties.stage import stage_pieces, work_facts
from shuttle.solver.duties.worked.search import WorkEffort, duties_below

Times = tuple[int, int]
REST: dict[str, Any] = {
    "pause_minutes": 10,
    "main_minutes": 10,
    "first_within_minutes": 1000,
    "unpaid": {"edge_minutes": 100, "most_minutes": 60},
}


def cheapest(times: dict[str, Times], worth: dict[str, int], **rest: Any) -> list[str]:
    rules = StageRules.model_validate(
        {
            "max_duty_minutes": 1000,
            "max_driving_minutes": 1000,
            "max_continuous_driving_minutes": 1000,
            "break_minutes": 30,
            "rest_breaks": REST | rest,
            "returns_home": False,
        }
    )
    pieces = [
        {"id": name, "from": "a", "to": "a", "start": start, "end": end}
        for name, (start, end) in times.items()
    ]
    stage = {
        "format": 1,
        "pieces": pieces,
        "rule_profile": rules,
        "costs": {"duty": 0, "duty_minute": 0, "work_minute": 1},
    }
    asked = DutyTask(stage=DutyStage.model_validate(stage), rules=rules)
    made = stage_pieces(asked)
    worths = np.array([float(worth.get(name, 2000)) for name in made.ids])
    found = duties_below(0.0, work_facts(asked, made), worths, WorkEffort())
    return [made.ids[piece] for piece in found.duties[0]]


def test_rest_that_was_paid_does_not_stand_for_rest_that_was_not() -> None:
    # By "early" the pause is from 50 to 90 and paid; by "late" it is 25 unpaid minutes.
    times = {
        "first": (0, 50),
        "late": (55, 110),
        "early": (90, 130),
        "then": (135, 160),
        "last": (165, 400),
    }
    assert cheapest(times, {"early": 1005, "late": 1000}) == ["first", "late", "then", "last"]
    assert cheapest(times, {"early": 1026, "late": 1000}) == ["first", "early", "then", "last"]


def test_a_duty_that_began_later_has_its_paid_minutes_later() -> None:
    # From 100 to 139 there is a pause: 39 minutes unpaid after a start at 0; after one at 30 only
    # the 9 from 130 on would be, which are too few.
    times = {"soon": (0, 50), "later": (30, 50), "then": (55, 100), "last": (139, 400)}
    assert cheapest(times, {"soon": 1000, "later": 1000}) == ["soon", "then", "last"]
    assert cheapest(times, {"soon": 1000, "later": 1010}) == ["later", "then", "last"]


@pytest.mark.parametrize(("end", "way"), [(290, "late"), (235, "early")])
def test_what_the_duty_s_end_takes_differs_with_the_pauses(end: int, way: str) -> None:
    # "early" leaves 15 unpaid minutes from 100 on, "late" 30 that end at 190: of them remains what
    # lies 100 minutes before the end.
    times = {
        "first": (0, 100),
        "late": (102, 160),
        "early": (115, 185),
        "then": (190, 210),
        "last": (212, end),
    }
    assert cheapest(times, {"early": 1000, "late": 1000})[1] == way
