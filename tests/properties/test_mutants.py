"""Faults put into the solver by hand, each of which the cross-checks must find.

A check that no fault makes fail proves nothing. These are the faults that are easy to make in a
bound, on the same random cases and with the same judges as the other properties.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shuttle.errors import CheckError
from shuttle.solver.carry_over.caps import Way, forwards
from shuttle.solver.integrated import together
from shuttle.solver.integrated.candidates import Candidates, candidates_of
from shuttle.solver.integrated.master import Master
from shuttle.solver.linear import LinearModel
from shuttle.solver.progress import Progress
from shuttle.solver.timetable import attempt, branch, model, search
from shuttle.solver.timetable.branch import Branch
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.path import Arcs, Path
from tests.properties.busy import busy_scenarios
from tests.properties.crowded import crowded_scenarios
from tests.properties.judging import SLOW, agrees
from tests.properties.test_together import cheapest_with_drivers, priced_scenarios
from tests.solver.models import cheapest, small_models
from tests.solver.timetable.test_search import unlimited, with_buses

_ROUNDING = 1e-6
LIMITS = settings(SLOW, max_examples=500, phases=[Phase.generate], report_multiple_bugs=False)


def found(judge: Callable[..., None], *cases: st.SearchStrategy[Any]) -> None:
    """The judge objects to one of the cases at least."""
    with pytest.raises((AssertionError, CheckError)):
        LIMITS(given(st.tuples(*cases))(lambda case: judge(*case)))()


def proves_the_least(linear: LinearModel, buses: int) -> None:
    """The search finds and proves what trying every value finds."""
    told: list[Progress] = []
    result = search.Search(with_buses(linear, buses), unlimited(), told.append).run()
    best = cheapest(linear)
    assert all(progress.bound <= best + _ROUNDING for progress in told)
    assert result.infeasible == (best == math.inf)
    assert result.infeasible or (result.cost, result.bound) == (best, best)


class NobodyLeftBehind(Path):
    """A path with one cut too many: on no arc used are there more riders than seats."""

    def _make_room(self, arcs: Arcs) -> None:
        super()._make_room(arcs)
        boarding, real = self.network.loads.boarding[arcs.arc], arcs.kind >= 0
        seats = self.network.limits[0].riders[arcs.head[real], arcs.kind[real]]
        full = arcs.columns[real][boarding[real] > seats]
        self.builder.entries(self.builder.rows(-np.inf, 0.0)[0], full, 1.0)


def test_a_cut_that_excludes_the_optimum_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.build_model, "__defaults__", (NobodyLeftBehind,))
    found(agrees, busy_scenarios())


@pytest.mark.parametrize(
    "rounding",
    [
        {"floor": math.floor, "ceil": lambda buses: math.ceil(buses) + 1},
        {"floor": lambda buses: math.floor(buses) - 1, "ceil": math.ceil},
    ],
    ids=["from one bus too many", "up to one bus too few"],
)
def test_a_fleet_branch_that_leaves_out_a_number_of_buses_is_found(
    monkeypatch: pytest.MonkeyPatch, rounding: dict[str, Callable[[float], int]]
) -> None:
    monkeypatch.setattr(branch, "math", SimpleNamespace(inf=math.inf, **rounding))
    found(agrees, busy_scenarios())


def changed_branches(monkeypatch: pytest.MonkeyPatch, change: Callable[..., Branch]) -> None:
    """Let every branch be changed, which is given with the model's unit of money."""
    solve = branch._solved

    def solved(mine: TimetableModel, *rest: Any, corner: bool) -> Branch | None:
        made = solve(mine, *rest, corner=corner)
        return made and change(made, attempt.unit_of_money(mine))

    monkeypatch.setattr(branch, "_solved", solved)


def test_a_bound_a_unit_of_money_too_high_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    changed_branches(monkeypatch, lambda made, unit: replace(made, proved=made.proved + unit))
    found(agrees, busy_scenarios())


def dearer(units: float, made: Branch, unit: int) -> Branch:
    """The branch whose columns seem dearer, so that some are left out below the threshold."""
    return replace(made, reduced=made.reduced + units * unit * (made.reduced > 0))


@pytest.fixture
def nothing_to_begin_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search has no first answer, which for a small model is the best one at once."""
    monkeypatch.setattr(search, "dual_priced", lambda *_: None)


@pytest.mark.usefixtures("nothing_to_begin_with")
@settings(SLOW, max_examples=500)
@given(small_models(), st.integers(0, 3))
def test_a_search_with_nothing_to_begin_with_proves_the_least(
    linear: LinearModel, buses: int
) -> None:
    proves_the_least(linear, buses)


@pytest.mark.usefixtures("nothing_to_begin_with")
@pytest.mark.parametrize("units", [2, 8])
def test_a_threshold_too_tight_by_a_few_units_of_money_is_found(
    monkeypatch: pytest.MonkeyPatch, units: int
) -> None:
    # One unit too tight would be no fault: a better answer is better by a unit at least.
    changed_branches(monkeypatch, partial(dearer, units))
    found(proves_the_least, small_models(), st.integers(0, 3))


def test_a_threshold_too_tight_for_timetables_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    changed_branches(monkeypatch, partial(dearer, 16))
    found(agrees, busy_scenarios())


def test_riders_who_may_not_be_carried_though_they_would_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fewer(*args: Any) -> Way:
        way = forwards(*args)
        return replace(way, most=np.maximum(0, way.most - 1), left=np.maximum(0, way.left - 1))

    monkeypatch.setattr("shuttle.solver.carry_over.path.forwards", fewer)
    found(agrees, crowded_scenarios())


def test_a_missing_row_between_runs_and_duties_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlinked(mine: TimetableModel) -> Candidates:
        """The last run drives itself."""
        made = candidates_of(mine)
        piece_of = made.piece_of
        return replace(made, piece_of=np.where(piece_of == piece_of.max(), -1, piece_of))

    monkeypatch.setattr(together, "candidates_of", unlinked)
    found(cheapest_with_drivers, priced_scenarios(busy_scenarios()))


def test_a_bound_that_forgets_duties_not_yet_known_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Master, "cheaper", lambda _, duals, __: duals)
    found(cheapest_with_drivers, priced_scenarios(busy_scenarios()))
