"""Working time in stages, by hand: the shift of a bus driver under rules with splits and rest.

The day: 06:00 sign-on, legs 06:15-08:15, 09:00-11:00, 11:20-13:20, off at 13:30. Pauses of 45 and
20 minutes; span 450. The first pause begins after two hours, the second ends before the last two.
"""

from typing import Any

import pytest

from shuttle.audit.stage_duties import check_duties, cost_in_cents
from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyAnswer, DutyStage, DutyTask, StageDuty
from tests.plans import proof

LEGS = ((375, 495), (540, 660), (680, 800))
REST: dict[str, Any] = {
    "pause_minutes": 15,
    "main_minutes": 30,
    "first_within_minutes": 360,
    "unpaid": {
        "edge_minutes": 120,
        "most_minutes": 60,
        "central": {"edge_minutes": 180, "pause_minutes": 30, "most_minutes": 90},
    },
}


def task(legs: tuple[tuple[int, int], ...] = LEGS, **stated: Any) -> DutyTask:
    wide: dict[str, Any] = {
        "max_duty_minutes": 2000,
        "max_driving_minutes": 2000,
        "max_continuous_driving_minutes": 2000,
        "break_minutes": 30,
        "rest_breaks": REST,
        "returns_home": False,
    }
    pieces = [
        {"id": f"p{n}", "vehicle": f"bus-{n // 2}", "from": "a", "to": "a", "start": s, "end": e}
        for n, (s, e) in enumerate(legs)
    ]
    rules = StageRules.model_validate(wide | stated)
    stage = {
        "format": 1,
        "pieces": pieces,
        "sign_on_minutes": 15,
        "sign_off_minutes": 10,
        "rule_profile": rules,
        "costs": {"duty": 0, "duty_minute": 0, "work_minute": 1, "split": 1000},
    }
    return DutyTask(stage=DutyStage.model_validate(stage), rules=rules)


def broken(asked: DutyTask) -> list[str]:
    duty = StageDuty(id="d", pieces=tuple(piece.id for piece in asked.stage.pieces))
    objective = cost_in_cents(asked, asked.stage.pieces) / 100
    answer = DutyAnswer(duties=(duty,), objective=objective, proof=proof())
    return [violation.rule for violation in check_duties(asked, answer)]


def work(asked: DutyTask) -> float:
    return cost_in_cents(asked, asked.stage.pieces) / 100


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in REST.items() if key not in keys}


def test_both_pauses_are_unpaid_up_to_the_most() -> None:
    # Unpaid would be 45 + 20; no pause has 30 minutes in the middle (09:00 to 10:30).
    assert work(task()) == 450 - 60


def test_a_central_pause_leaves_more_unpaid() -> None:
    # The pause from 540 to 585 is central: sign-on 360, so the middle begins at 540.
    legs = ((375, 540), (585, 700), (720, 840))
    assert work(task(legs)) == (850 - 360) - 65


@pytest.mark.parametrize(
    ("legs", "unpaid"),
    [
        (((375, 465), (500, 800)), 20),  # from 480 on, two hours after sign-on
        (((375, 465), (494, 800)), 0),  # 14 minutes after it are too few
        (((375, 500), (535, 660)), 35),  # off at 670: until 550
        (((375, 500), (535, 640)), 30),  # off at 650: until 530
        (((375, 500), (535, 624)), 0),  # off at 634: until 514, which leaves 14
    ],
)
def test_rest_in_the_first_and_last_minutes_is_paid(
    legs: tuple[tuple[int, int], ...], unpaid: int
) -> None:
    rest = without() | {"main_minutes": 15}
    assert work(task(legs, rest_breaks=rest)) == legs[-1][1] + 10 - 360 - unpaid


@pytest.mark.parametrize(("main", "unpaid"), [(45, 60), (46, 0)])
def test_without_a_main_rest_nothing_is_unpaid(main: int, unpaid: int) -> None:
    assert work(task(rest_breaks=without() | {"main_minutes": main})) == 450 - unpaid


@pytest.mark.parametrize(("within", "unpaid"), [(135, 60), (134, 0)])
def test_the_first_rest_must_begin_in_time(within: int, unpaid: int) -> None:
    rest = without() | {"first_within_minutes": within}
    assert work(task(rest_breaks=rest)) == 450 - unpaid


@pytest.mark.parametrize(("from_minutes", "split"), [(45, True), (46, False)])
def test_a_pause_long_enough_is_a_split_and_no_rest(from_minutes: int, *, split: bool) -> None:
    splits = {"from_minutes": from_minutes, "most": 1}
    asked = task(splits=splits, rest_breaks=without() | {"main_minutes": 15})
    assert work(asked) == (1000 + 450 - 45 - 20 if split else 450 - 60)


@pytest.mark.parametrize(("most", "found"), [(1, ["duty-length"]), (2, [])])
def test_no_more_splits_than_allowed(most: int, found: list[str]) -> None:
    assert broken(task(splits={"from_minutes": 20, "most": most})) == found


@pytest.mark.parametrize(("most", "found"), [(389, ["duty-length"]), (390, [])])
def test_working_time_is_limited(most: int, found: list[str]) -> None:
    assert broken(task(max_working_minutes=most)) == found


@pytest.mark.parametrize(
    ("from_work", "rest", "found"),
    [(390, 65, []), (390, 66, ["duty-rest"]), (391, 66, [])],
)
def test_long_work_asks_for_rest(from_work: int, rest: int, found: list[str]) -> None:
    needed = [{"from_work_minutes": from_work, "rest_minutes": rest}]
    assert broken(task(rest_breaks=without() | {"needed": needed})) == found


@pytest.mark.parametrize(("most", "found"), [(359, ["duty-continuous-driving"]), (360, [])])
@pytest.mark.parametrize("count", [2, 3])
def test_shorter_breaks_end_driving_once_there_are_enough(
    most: int, count: int, found: list[str]
) -> None:
    asked = task(
        break_minutes=50,
        max_continuous_driving_minutes=most - 120 * (count == 2),
        shorter_breaks=[{"count": count, "minutes": 20}],
    )
    assert broken(asked) == found


@pytest.mark.parametrize(("paid", "cost"), [(390, 390), (391, 391)])
def test_a_short_duty_is_paid_for_the_least_time(paid: int, cost: int) -> None:
    asked = task()
    costs = asked.stage.costs.model_copy(update={"least_paid_minutes": paid})
    stage = asked.stage.model_copy(update={"costs": costs})
    assert work(DutyTask(stage=stage, rules=asked.rules)) == cost


@pytest.mark.parametrize(("minutes", "found"), [(20, []), (21, ["duty-gap"])])
def test_a_change_of_vehicle_takes_its_time(minutes: int, found: list[str]) -> None:
    asked = task()
    stage = asked.stage.model_copy(update={"change_minutes": minutes})
    assert broken(DutyTask(stage=stage, rules=asked.rules)) == found


@pytest.mark.parametrize(("within", "unpaid"), [(180, 40), (179, 0)])
def test_splits_do_not_count_before_the_first_rest(within: int, unpaid: int) -> None:
    # Sign-on at 360, a split of 200 minutes, a rest of 40 that begins at 740.
    legs = ((375, 400), (600, 740), (780, 960))
    splits = {"from_minutes": 180, "most": 1}
    asked = task(legs, splits=splits, rest_breaks=without() | {"first_within_minutes": within})
    assert work(asked) == 1000 + (970 - 360) - 200 - unpaid
