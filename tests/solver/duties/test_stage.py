"""Duties of stage files against trying everything, each duty judged by the audit alone."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit.stage_duties import check_duties, cost_in_cents
from shuttle.domain.driver_rules import RestAfterDriving, WorkingRules
from shuttle.domain.duty_stage import DutyAnswer, DutyStage, DutyTask, StageDuty
from shuttle.errors import InfeasibleError
from shuttle.solver.duties.stage import solve_duties

PLACES = ("east", "west")
WIDE: dict[str, Any] = {
    "max_duty_minutes": 2000,
    "max_driving_minutes": 2000,
    "max_continuous_driving_minutes": 2000,
    "break_minutes": 20,
    "returns_home": False,
}


def task(runs: list[tuple[str, str, int, int]], rules: WorkingRules, **more: Any) -> DutyTask:
    pieces = [
        {"id": f"p{n}", "vehicle": f"bus-{n % 2}", "from": a, "to": b, "start": start, "end": end}
        for n, (a, b, start, end) in enumerate(runs)
    ]
    stage = DutyStage.model_validate(
        {"format": 1, "pieces": pieces, "rule_profile": rules, **more}, by_alias=True
    )
    return DutyTask(stage=stage, rules=rules)


def cheapest(asked: DutyTask, proof: Any) -> int | None:
    """Least cost of every way to cover each piece once; None where there is none."""
    pieces = sorted(asked.stage.pieces, key=lambda piece: (piece.start, piece.end, piece.id))
    duties = []
    for size in range(1, len(pieces) + 1):
        for chosen in combinations(range(len(pieces)), size):
            duty = StageDuty(id="duty", pieces=tuple(pieces[index].id for index in chosen))
            answer = DutyAnswer(duties=(duty,), objective=0, proof=proof)
            broken = {violation.rule for violation in check_duties(asked, answer)}
            if broken <= {"duty-cover", "objective-value"}:
                mask = sum(1 << index for index in chosen)
                duties.append((mask, cost_in_cents(asked, [pieces[i] for i in chosen])))
    least: list[int | None] = [0] + [None] * ((1 << len(pieces)) - 1)
    for covered in range(1, len(least)):
        ways = [
            before + cost
            for mask, cost in duties
            if mask & covered == mask and mask & covered & -covered
            if (before := least[covered ^ mask]) is not None
        ]
        least[covered] = min(ways, default=None)
    return least[-1]


def limit(least: int, most: int) -> st.SearchStrategy[int]:
    return st.one_of(st.just(2000), st.integers(least, most).map(lambda tens: 10 * tens))


@st.composite
def tasks(draw: st.DrawFn) -> DutyTask:
    runs = []
    for _ in range(draw(st.integers(2, 7))):
        start = 10 * draw(st.integers(30, 60))
        length = 10 * draw(st.integers(1, 6))
        runs.append(
            (draw(st.sampled_from(PLACES)), draw(st.sampled_from(PLACES)), start, start + length)
        )
    rest = RestAfterDriving(driving_minutes=10 * draw(st.integers(3, 8)), rest_minutes=30)
    rules = WorkingRules(
        max_duty_minutes=draw(limit(8, 25)),
        min_duty_minutes=draw(st.sampled_from((0, 0, 40, 80))),
        max_driving_minutes=draw(limit(6, 16)),
        max_continuous_driving_minutes=draw(limit(6, 10)),
        break_minutes=draw(st.sampled_from((10, 20))),
        min_gap_minutes=draw(st.sampled_from((0, 10))),
        rest_after_driving=draw(st.sampled_from((None, rest))),
        returns_home=draw(st.booleans()),
    )
    ride = draw(st.sampled_from((None, 0, 10, 30)))
    work = st.fixed_dictionaries({place: st.sampled_from((0, 5, 20)) for place in PLACES})
    prices = st.sampled_from((0, 0.5, 1, 7))
    return task(
        runs,
        rules,
        passive_minutes={"places": PLACES, "matrix": [[0, ride], [ride, 0]]},
        sign_on_minutes=draw(work),
        sign_off_minutes=draw(work),
        sides=draw(st.sampled_from(({}, dict.fromkeys(PLACES, "one")))),
        costs={
            "duty": draw(st.sampled_from((0, 30, 1000))),
            "duty_minute": draw(prices),
            "gap_minute": draw(prices),
            "passive_minute": draw(prices),
            "vehicle_change": draw(prices),
        },
    )


PROOF: dict[str, Any] = {
    "proves": "x",
    "status": "feasible",
    "objective": 0,
    "bound": 0,
    "gap": 0,
    "solver": "x",
    "version": "x",
    "seed": 0,
    "workers": 1,
    "deterministic_time": 0,
    "wall_seconds": 0,
    "cpu_seconds": 0,
}


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_on_tiny_stages_the_cost_is_that_of_trying_everything(asked: DutyTask) -> None:
    least = cheapest(asked, PROOF)
    if least is None:
        with pytest.raises(InfeasibleError) as caught:
            solve_duties(asked)
        assert caught.value.proved
        return
    answer = solve_duties(asked)
    assert check_duties(asked, answer) == ()
    assert round(answer.objective * 100) == least
    assert round(answer.proof.bound * 100) == least
    assert answer.proof.status == "optimal"


def shared_run(count: int) -> list[tuple[str, str, int, int]]:
    return [("east", "east", 300 + 37 * n, 300 + 37 * n + 30 + 5 * (n % 4)) for n in range(count)]


def test_the_same_stage_gives_the_same_duties_in_any_order() -> None:
    rules = WorkingRules(**{**WIDE, "max_duty_minutes": 300, "min_gap_minutes": 2})
    asked = task(shared_run(20), rules)
    turned = asked.stage.model_copy(update={"pieces": asked.stage.pieces[::-1]})
    answers = [solve_duties(asked), solve_duties(asked.model_copy(update={"stage": turned}))]
    assert answers[0].duties == answers[1].duties
    assert answers[0].proof.deterministic_time == answers[1].proof.deterministic_time
    assert answers[0].proof.status == "optimal"


@pytest.mark.parametrize(("ride", "duties"), [(20, 1), (21, 2), (None, 2)])
def test_a_driver_rides_to_the_next_piece_where_there_is_time(
    ride: int | None, duties: int
) -> None:
    runs = [("east", "west", 300, 330), ("east", "west", 350, 380)]
    passive = {"places": PLACES, "matrix": [[0, ride], [ride, 0]]}
    assert len(solve_duties(task(runs, WorkingRules(**WIDE), passive_minutes=passive)).duties) == (
        duties
    )


@pytest.mark.parametrize(("ride", "duties"), [(10, 1), (11, 2)])
def test_minutes_of_riding_are_no_break(ride: int, duties: int) -> None:
    runs = [("east", "west", 300, 330), ("east", "west", 360, 390)]
    rules = WorkingRules(**{**WIDE, "max_continuous_driving_minutes": 30})
    passive = {"places": PLACES, "matrix": [[0, ride], [ride, 0]]}
    assert len(solve_duties(task(runs, rules, passive_minutes=passive)).duties) == duties


def test_a_piece_that_no_driver_may_do_names_the_rule() -> None:
    rules = WorkingRules(**{**WIDE, "max_driving_minutes": 29})
    with pytest.raises(InfeasibleError) as caught:
        solve_duties(task([("east", "west", 300, 330)], rules))
    assert [conflict.rule for conflict in caught.value.conflicts] == ["duty-driving"]
