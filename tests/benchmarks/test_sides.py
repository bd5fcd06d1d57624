"""How much a model grows by what lies within the sides: yards, drives, permits, batteries.

Run with `pytest -m benchmark -s`. One line a case; CPU-seconds to the bound where it is made.
"""

import time

import pytest

from shuttle.domain.scenario import Scenario
from shuttle.solver.highs import solve_lp
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import build_model
from tests.benchmarks.generator import DAY_TYPE, generate


def with_electric(place: Scenario, **changes: object) -> Scenario:
    """The scenario with its electric buses changed."""
    electric = place.vehicle_types["electric"].model_copy(update=changes)
    fleet = {**place.vehicle_types, "electric": electric}
    return place.model_copy(update={"vehicle_types": fleet})


def test_sides_add_yards_drives_and_electric_buses_to_the_same_network() -> None:
    plain, sides = generate("n100"), generate("n100", same_side=True)
    assert sides.demand == plain.demand
    assert sides.legs[: len(plain.legs)] == plain.legs
    assert set(sides.places()) - set(plain.places()) == {"hk-yard", "sz-yard"}
    assert {(leg.origin, leg.destination) for leg in sides.legs[len(plain.legs) :]} == {
        *(("hk-1", "hk-yard"), ("hk-yard", "hk-1")),
        *(
            (a, b)
            for a in ("sz-1", "sz-2", "sz-yard")
            for b in ("sz-1", "sz-2", "sz-yard")
            if a != b
        ),
    }
    assert [name for name, kind in sides.vehicle_types.items() if kind.battery] == ["electric"]


@pytest.mark.benchmark
def test_a_model_with_sides_has_a_bound() -> None:
    whole = generate("n100", same_side=True)
    cases = {
        "today's": (generate("n100"), True),
        "drives and yards": (with_electric(whole, battery=None, permits=()), True),
        "and permits": (with_electric(whole, battery=None), True),
        "and batteries": (with_electric(whole, permits=()), False),
        "and both": (whole, False),
    }
    for name, (place, bounded) in cases.items():
        linear = build_model(build_problem(place, DAY_TYPE, place.reference_date)).linear
        row = f"{name} | columns {len(linear.cost)} | rows {len(linear.row_lower)}"
        if bounded:
            started = time.process_time()
            duals = solve_lp(linear, 900, corner=False).duals
            assert duals is not None
            row += f" | bound {linear.dual_bound(duals) / 100:.0f}"
            row += f" | CPU-seconds {time.process_time() - started:.1f}"
        print(row)  # noqa: T201 - the table
