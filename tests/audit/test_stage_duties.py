"""The audit of stage answers: each rule on both sides of its limit."""

from typing import Any

import pytest

from shuttle.audit.stage_duties import check_duties
from shuttle.domain.driver_rules import RestAfterDriving, WorkingRules
from shuttle.domain.duty_stage import DutyAnswer, DutyStage, DutyTask, StageDuty
from shuttle.domain.time import TimeBand
from tests.plans import proof

PASSIVE = {"places": ["east", "west"], "matrix": [[0, 10], [None, 0]]}
# One driver: 60 minutes, a gap of 40 in which she rides for 10, then 60 minutes again.
PIECES = [
    {"id": "p1", "vehicle": "a", "from": "west", "to": "east", "start": 500, "end": 560},
    {"id": "p2", "vehicle": "b", "from": "west", "to": "east", "start": 600, "end": 660},
]


def answer(*duties: tuple[str, ...], objective: float = 10_180) -> DutyAnswer:
    named = tuple(StageDuty(id=f"d{n}", pieces=duty) for n, duty in enumerate(duties))
    return DutyAnswer(duties=named, objective=objective, proof=proof())


def broken(made: DutyAnswer, sides: bool = True, **limits: Any) -> list[str]:  # noqa: FBT001, FBT002 - a case
    wide: dict[str, Any] = {
        "max_duty_minutes": 180,
        "max_driving_minutes": 120,
        "max_continuous_driving_minutes": 120,
        "break_minutes": 31,
        "sign_on_minutes": 15,
        "sign_off_minutes": 5,
        "returns_home": True,
    }
    rules = WorkingRules(**{**wide, **limits})
    stage = DutyStage.model_validate(
        {
            "format": 1,
            "pieces": PIECES,
            "passive_minutes": PASSIVE,
            "rule_profile": rules,
            "sides": dict.fromkeys(("east", "west"), "here") if sides else {},
        }
    )
    return [violation.rule for violation in check_duties(DutyTask(stage=stage, rules=rules), made)]


ONE = answer(("p1", "p2"))


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, []),
        ({"max_duty_minutes": 179}, ["duty-length"]),
        ({"min_duty_minutes": 180}, []),
        ({"min_duty_minutes": 181, "max_duty_minutes": 181}, ["duty-min-length"]),
        ({"min_gap_minutes": 40}, []),
        ({"min_gap_minutes": 41}, ["duty-gap"]),
        ({"max_driving_minutes": 119}, ["duty-driving"]),
        ({"max_continuous_driving_minutes": 119}, ["duty-continuous-driving"]),
        ({"max_continuous_driving_minutes": 60, "break_minutes": 30}, []),
        ({"max_continuous_driving_minutes": 60}, ["duty-continuous-driving"]),
        (
            {
                "max_continuous_night_driving_minutes": 119,
                "night": TimeBand(start=659, end=700),
            },
            ["duty-continuous-driving"],
        ),
        ({"max_continuous_night_driving_minutes": 119, "night": TimeBand(start=660, end=700)}, []),
        (
            {"rest_after_driving": RestAfterDriving(driving_minutes=119, rest_minutes=30)},
            ["duty-rest"],
        ),
        (
            {
                "rest_after_driving": RestAfterDriving(driving_minutes=119, rest_minutes=30),
                "break_minutes": 30,
            },
            [],
        ),
        (
            # The first piece alone is too long, whatever rest comes after it.
            {
                "rest_after_driving": RestAfterDriving(driving_minutes=59, rest_minutes=30),
                "break_minutes": 30,
            },
            ["duty-rest"],
        ),
        ({"sides": False}, ["duty-continuity"]),
        ({"sides": False, "returns_home": False}, []),
    ],
)
def test_each_rule_holds_to_its_limit(limits: dict[str, Any], found: list[str]) -> None:
    assert broken(ONE, **limits) == found


def test_every_piece_is_in_one_duty() -> None:
    assert broken(answer(("p1",), ("p1", "p2"))) == ["duty-cover"]
    assert broken(answer(("p1",))) == ["duty-cover"]
    assert broken(answer(("p1", "p2", "p3"))) == ["duty-cover"]


def test_a_duty_has_a_piece_and_goes_forward() -> None:
    assert broken(answer(("p1", "p2"), ())) == ["duty-continuity"]
    assert "duty-continuity" in broken(answer(("p2", "p1")), min_duty_minutes=0)


@pytest.mark.parametrize(
    ("places", "vehicle", "found"),
    [
        (None, "a", []),
        (["here"], "a", []),
        ([], "a", ["duty-hand-over"] * 2),
        (["there"], "a", ["duty-hand-over"] * 2),
        ([], "b", []),  # each vehicle has but one piece
    ],
)
def test_a_vehicle_changes_drivers_only_where_it_may(
    places: list[str] | None, vehicle: str, found: list[str]
) -> None:
    pieces = [
        {"id": "p1", "vehicle": "a", "from": "there", "to": "here", "start": 500, "end": 560},
        {"id": "p2", "vehicle": vehicle, "from": "here", "to": "there", "start": 600, "end": 660},
    ]
    wide = {"max_duty_minutes": 180, "max_driving_minutes": 120, "break_minutes": 31}
    rules = WorkingRules(max_continuous_driving_minutes=120, returns_home=False, **wide)
    stated = {"format": 1, "pieces": pieces, "rule_profile": rules, "hand_over_places": places}
    task = DutyTask(stage=DutyStage.model_validate(stated), rules=rules)
    two = answer(("p1",), ("p2",), objective=20_120)

    assert [violation.rule for violation in check_duties(task, two)] == found
    assert check_duties(task, answer(("p1", "p2"), objective=10_160)) == ()


@pytest.mark.parametrize(("places", "found"), [(["here"], []), ([], ["duty-hand-over"] * 2)])
def test_a_driver_does_not_leave_her_vehicle_for_another_in_between(
    places: list[str], found: list[str]
) -> None:
    pieces = [
        {"id": "p1", "vehicle": "a", "from": "there", "to": "here", "start": 500, "end": 520},
        {"id": "p2", "vehicle": "b", "from": "here", "to": "here", "start": 530, "end": 550},
        {"id": "p3", "vehicle": "a", "from": "here", "to": "there", "start": 560, "end": 580},
    ]
    wide = {"max_duty_minutes": 180, "max_driving_minutes": 120, "break_minutes": 31}
    rules = WorkingRules(max_continuous_driving_minutes=120, **wide)
    stated = {"format": 1, "pieces": pieces, "rule_profile": rules, "hand_over_places": places}
    task = DutyTask(stage=DutyStage.model_validate(stated), rules=rules)
    one = answer(("p1", "p2", "p3"), objective=10_080)

    assert [violation.rule for violation in check_duties(task, one)] == found


def test_the_stated_cost_is_that_of_the_duties() -> None:
    assert broken(answer(("p1", "p2"), objective=10_179)) == ["objective-value"]
