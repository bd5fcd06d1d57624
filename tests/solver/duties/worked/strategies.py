"""Random pieces under random rules that count working time, so tight that each binds at times."""

from typing import Any

from hypothesis import strategies as st

from shuttle.domain.driver_rules import StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask

_PLACES = ("east", "west")


def _or_none(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


@st.composite
def _pieces(draw: st.DrawFn, count: int) -> list[dict[str, Any]]:
    """Pieces of three vehicles; pauses of any length between them, now and then long ones."""
    found = []
    for number in range(count):
        start = 100 + 5 * draw(st.integers(0, 90))
        found.append(
            {
                "id": f"p{number}",
                "vehicle": f"v{draw(st.integers(0, 2))}",
                "from": draw(st.sampled_from(_PLACES)),
                "to": draw(st.sampled_from(_PLACES)),
                "start": start,
                "end": start + 5 * draw(st.integers(2, 10)),
            }
        )
    return found


@st.composite
def _rest(draw: st.DrawFn) -> dict[str, Any]:
    pause, main = draw(st.integers(2, 4)) * 5, draw(st.integers(4, 8)) * 5
    most = draw(st.integers(2, 10)) * 5
    central = {
        "edge_minutes": draw(st.integers(0, 20)) * 5,
        "pause_minutes": draw(st.integers(2, 6)) * 5,
        "most_minutes": most + draw(st.integers(0, 6)) * 5,
    }
    unpaid = {
        "edge_minutes": draw(st.integers(0, 20)) * 5,
        "most_minutes": most,
        "central": draw(_or_none(st.just(central))),
    }
    needed = [
        {"from_work_minutes": draw(st.integers(15, 40)) * 5, "rest_minutes": more * main}
        for more in range(1, 1 + draw(st.integers(0, 2)))
    ]
    return {
        "pause_minutes": pause,
        "main_minutes": main,
        "first_within_minutes": draw(st.integers(10, 60)) * 5,
        "needed": needed,
        "unpaid": draw(_or_none(st.just(unpaid))),
    }


@st.composite
def _rules(draw: st.DrawFn) -> StageRules:
    shorter = draw(st.sampled_from(([], [(2, 15)], [(2, 15), (3, 10)])))
    splits = {"from_minutes": draw(st.integers(8, 20)) * 5, "most": draw(st.integers(0, 2))}
    wide = st.just(2880)
    return StageRules.model_validate(
        {
            "max_duty_minutes": draw(st.one_of(wide, st.integers(30, 110).map(lambda n: 5 * n))),
            "min_duty_minutes": draw(st.sampled_from((0, 0, 60))),
            "max_driving_minutes": draw(st.one_of(wide, st.integers(15, 50).map(lambda n: 5 * n))),
            "max_continuous_driving_minutes": draw(
                st.one_of(wide, st.integers(10, 30).map(lambda n: 5 * n))
            ),
            "break_minutes": 20,
            "shorter_breaks": [{"count": count, "minutes": least} for count, least in shorter],
            "riding_is_break": draw(st.booleans()),
            "splits": draw(_or_none(st.just(splits))),
            "max_working_minutes": draw(_or_none(st.integers(20, 80).map(lambda n: 5 * n))),
            "rest_breaks": draw(_or_none(_rest())),
            "returns_home": draw(st.booleans()),
        }
    )


@st.composite
def tasks(draw: st.DrawFn, count: int) -> DutyTask:
    rules = draw(_rules())
    ride = draw(st.sampled_from((5, 15)))
    stage = {
        "format": 1,
        "pieces": draw(_pieces(count)),
        "passive_minutes": {
            "places": _PLACES,
            "matrix": [[0, ride], [draw(st.sampled_from((None, ride))), 0]],
        },
        "sign_on_minutes": {"east": 15, "west": 0},
        "sign_off_minutes": {"east": 10, "west": 0},
        "change_minutes": draw(st.sampled_from((None, 10))),
        "rule_profile": rules,
        "costs": {
            "duty": draw(st.sampled_from((0, 50))),
            "duty_minute": draw(st.sampled_from((0, 1))),
            "work_minute": draw(st.sampled_from((1, 2))),
            "least_paid_minutes": draw(st.sampled_from((0, 100))),
            "split": draw(st.sampled_from((0, 40))),
            "vehicle_change": draw(st.sampled_from((0, 30))),
            "passive_minute": 1,
        },
    }
    return DutyTask(stage=DutyStage.model_validate(stage), rules=rules)
