"""Random scenarios, most of them too tight: what is told of them against trying everything.

A core must clash when every other rule is taken out of the scenario; what is said to mend it must
do so when it is written into the scenario. Each relaxation was planned and audited besides.
"""

from functools import reduce

from hypothesis import given
from pydantic import BaseModel

from shuttle.domain.explanation import Explanation
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.explanation import explain
from shuttle.services.planning.day_plan import PlanRequest
from shuttle.solver.explain import find_core
from shuttle.solver.explain.edit import Edit, path_of, value_at
from shuttle.solver.optimise import Options
from shuttle.solver.problem import build_problem
from tests.builders import TUESDAY, WORKDAY, text
from tests.properties.broken import broken_scenarios, stripped
from tests.properties.brute_force import best
from tests.properties.judging import SLOW

_REQUEST = PlanRequest(day_type=WORKDAY, day=TUESDAY, options=Options(gap=0.05))


@given(place=broken_scenarios())
@SLOW
def test_a_core_clashes_by_itself_and_is_found_exactly_where_nothing_can_be_planned(
    place: Scenario,
) -> None:
    check_core(place)


@given(place=broken_scenarios())
@SLOW
def test_what_is_said_to_mend_a_clash_mends_it(place: Scenario) -> None:
    check_relaxations(place)


def check_core(place: Scenario) -> int:
    """How many rules the core has; none where the scenario can be planned."""
    core = find_core(build_problem(place, WORKDAY, TUESDAY), "normal")
    feasible = best(place, WORKDAY, TUESDAY) is not None
    assert core.answer == ("hold" if feasible else "clash")
    if not feasible:
        assert core.rules
        assert core.minimal
        assert best(stripped(place, core.rules), WORKDAY, TUESDAY) is None
    return len(core.rules)


def check_relaxations(place: Scenario) -> int:
    """How many relaxations were named; each is tried by brute force."""
    found = explain(place, _REQUEST, "quick", lambda _: None)
    named = [relaxation for relaxation in found.relaxations if relaxation.kind == "change"]
    for relaxation in named:
        edits = [_edit(place, edit.key, edit.value) for edit in relaxation.edits]
        mended = reduce(lambda scenario, edit: edit.made_in(scenario), edits, place)
        least = best(mended, WORKDAY, TUESDAY)
        assert least is not None, relaxation
        assert relaxation.price.bound <= least[0] <= relaxation.price.total
    _keeps_its_word(place, found)
    return len(named)


def _keeps_its_word(place: Scenario, found: Explanation) -> None:
    feasible = best(place, WORKDAY, TUESDAY) is not None
    assert found.outcome == ("feasible" if feasible else "infeasible")
    if found.plan is not None:
        least = best(place, WORKDAY, TUESDAY)
        assert least is not None
        assert found.plan.bound <= least[0] <= found.plan.total


def _edit(place: Scenario, key: str, literal: str) -> Edit:
    """The edit of a line as a planner would write it."""
    names = {"from": "start", "to": "end"}
    path = tuple(names.get(str(part), part) for part in path_of(key))
    owner = value_at(place, path[:-1])
    if isinstance(owner, BaseModel):
        value = type(owner).model_validate(
            {**owner.model_dump(by_alias=False), path[-1]: _read(literal)}
        )
        return Edit(path, getattr(value, str(path[-1])), text(""))
    return Edit(path, _read(literal), text(""))


def _read(literal: str) -> object:
    if literal.startswith("["):
        return tuple(map(int, literal[1:-1].split(", ")))
    return literal.strip('"') if literal.startswith('"') else int(literal)
