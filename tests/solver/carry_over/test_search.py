import pytest

from shuttle.solver.carry_over import search as carry_over
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import silent
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.timetable.readout import Found
from shuttle.solver.timetable.search import Progress, SearchLimits
from tests.builders import TUESDAY, WORKDAY, band, policies, riders, scenario, vehicle_type


def crowded() -> Problem:
    """Six riders at 08:00 and one bus of four seats, which is back at 09:20.

    Two of them, or all, would wait for it; a rider who stays behind costs 100.
    """
    place = scenario(
        demand=(riders(6, "08:00", minutes=1),),
        vehicle_types=(vehicle_type(seats=4, count=1, cost_per_day=50, cost_per_trip=5),),
        policies=policies(
            semantics="carry-over",
            grid_minutes=20,
            span=band("08:00", "10:20"),
            max_wait_minutes=90,
        ),
    )
    return build_problem(place, WORKDAY, TUESDAY)


def found(report: list[Progress] | None = None) -> Found:
    limits = SearchLimits(0.0, Deadline(60), seed=0)
    tell = silent if report is None else report.append
    return carry_over.search(crowded(), limits, tell)


def test_riders_who_are_carried_change_the_timetable_and_its_price() -> None:
    answer = found()
    # Out at 08:00, back at 08:40, out at 09:20 and back at 10:00: two riders wait 80 minutes.
    assert answer.answer is not None
    assert sum(answer.answer.terms.values()) == answer.bound == 5000 + 4 * 500 + 2 * 8000
    assert [trip.departure for trip in answer.answer.trips] == [480, 520, 560, 600]
    # Under the seat guarantee nobody else would ride at 09:20; two stay behind.
    assert answer.seat_guarantee_cents == 5000 + 2 * 500 + 2 * 10000


def test_a_seat_guarantee_timetable_is_waited_for_even_if_its_share_of_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carry_over, "_START_SHARE", 1e9)
    assert found().seat_guarantee_cents is not None


def test_a_timetable_of_the_seat_guarantee_is_told_as_an_answer_by_the_count_of_riders() -> None:
    steps: list[Progress] = []
    answer = found(steps)
    before = [step for step in steps if step.stage.startswith("seat guarantee first")]
    assert before[-1].incumbent == answer.seat_guarantee_cents
    assert before[-1].answer is not None
    assert sum(before[-1].answer().terms.values()) == answer.seat_guarantee_cents


def test_a_run_stopped_after_the_seat_guarantee_answers_with_its_timetable() -> None:
    steps: list[Progress] = []

    def has_any() -> bool:
        return any(step.incumbent is not None for step in steps)

    limits = SearchLimits(0.0, Deadline(60, has_any), seed=0)
    answer = carry_over.search(crowded(), limits, steps.append)
    assert answer.answer is not None
    assert sum(answer.answer.terms.values()) == answer.seat_guarantee_cents
    assert 0 <= answer.bound <= 5000 + 4 * 500 + 2 * 8000


def test_no_step_tells_a_bound_above_the_best_or_below_an_earlier_one() -> None:
    steps: list[Progress] = []
    answer = found(steps)
    bounds = [step.bound for step in steps]
    assert bounds == sorted(bounds)
    assert all(step.incumbent is None or step.bound <= step.incumbent for step in steps)
    assert answer.bound >= bounds[-1]
