"""Points of the frontier are what trying every timetable finds at their settings."""

from collections.abc import Iterable, Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from shuttle.domain.frontier import FrontierPoint
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.frontier import FrontierRequest, TracedFrontier, trace_frontier
from shuttle.solver.frontier import CENTRE, Point, Setting, Tracer
from shuttle.solver.optimise import Options
from shuttle.solver.problem import build_problem
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best
from tests.properties.judging import SLOW
from tests.properties.strategies import tiny_scenarios

WEIGHTS = (0.5, 2.0)
OPERATOR = ("buses", "trips", "deadheads")


def weighing(scenario: Scenario, weight: float) -> Scenario:
    """The scenario with riders' prices so many times as high."""
    policies = scenario.policies
    prices = policies.prices
    heavier = prices.model_copy(
        update={
            name: round(getattr(prices, name) * weight, 2)
            for name in ("waiting_per_minute", "early_per_minute", "unserved_per_rider")
        }
    )
    return scenario.model_copy(update={"policies": policies.model_copy(update={"prices": heavier})})


def with_buses(scenario: Scenario, count: int) -> Scenario:
    """The scenario with at most so many buses of its one type."""
    (name, kind), *_ = scenario.vehicle_types.items()
    fewer = kind.model_copy(update={"count": count})
    return scenario.model_copy(update={"vehicle_types": {name: fewer}})


def found(scenario: Scenario, *settings: Setting) -> tuple[Point, ...]:
    tracer = Tracer(build_problem(scenario, WORKDAY, TUESDAY), Options())
    assume(tracer.centre().answer is not None)
    return tracer.trace([settings])


def traced(scenario: Scenario, *settings: Setting) -> dict[Setting, Point]:
    """Each setting's own point."""
    return {p.setting: p for p in found(scenario, *settings) if not p.by_the_way}


@SLOW
@given(tiny_scenarios())
def test_each_weight_has_the_cheapest_day_by_its_own_prices(scenario: Scenario) -> None:
    points = traced(scenario, *(Setting(weight) for weight in WEIGHTS))
    for weight in (1.0, *WEIGHTS):
        point, expected = (
            points[Setting(weight)],
            best(weighing(scenario, weight), WORKDAY, TUESDAY),
        )
        assert expected is not None
        assert point.cents == round(expected[0] * 100)
        assert point.bound == point.cents


@SLOW
@given(tiny_scenarios(), st.integers(1, 3))
def test_no_day_with_so_many_buses_is_cheaper_than_the_best_of_up_to_as_many(
    scenario: Scenario, most: int
) -> None:
    assume(len(scenario.vehicle_types) == 1)
    points = traced(scenario, *(Setting(buses=count) for count in range(most + 1)))
    upto = [points[Setting(buses=count)] for count in range(most + 1)]
    expected = best(with_buses(scenario, most), WORKDAY, TUESDAY)
    known = [point.cents for point in upto if point.cents is not None]
    assert all(point.infeasible for point in upto if point.cents is None)
    if expected is None or most > next(iter(scenario.vehicle_types.values())).count:
        return
    assert min(known) == round(expected[0] * 100)


@SLOW
@given(tiny_scenarios())
def test_every_point_lies_above_the_line_of_every_weight(scenario: Scenario) -> None:
    weights = [Setting(weight) for weight in WEIGHTS]
    points = found(scenario, *weights, *(Setting(buses=count) for count in range(4)))
    own = {point.setting: point for point in points if not point.by_the_way}
    lines = {setting.riders_weight: own[setting].bound for setting in (CENTRE, *weights)}
    for operator, riders in sides(points):
        for weight, bound in lines.items():
            assert operator + weight * riders >= bound - 1


def sides(points: Iterable[Point]) -> Iterator[tuple[int, int]]:
    """Cents of operator and riders of each plan."""
    for point in points:
        if point.answer is not None:
            operator = sum(point.answer.terms[name] for name in OPERATOR)
            yield operator, sum(point.answer.terms.values()) - operator


@SLOW
@given(tiny_scenarios())
def test_of_the_points_that_stay_none_beats_another(scenario: Scenario) -> None:
    assume(best(scenario, WORKDAY, TUESDAY) is not None)
    request = FrontierRequest(day_type=WORKDAY, options=Options(gap=0.0))
    whole: TracedFrontier = trace_frontier(scenario, request)
    stays = [p for p in whole.frontier.points if p.cost is not None and p.dominated_by is None]
    for one in stays:
        assert not any(no_worse(other, one) for other in stays if other is not one)
    assert set(whole.plans) <= {point.id for point in stays}


def no_worse(one: FrontierPoint, other: FrontierPoint) -> bool:
    """Whether a point has no more buses, and no more cost for operator and riders."""
    names = ("buses", "operator_cost", "riders_cost")
    return all(getattr(one, name) <= getattr(other, name) for name in names)
