"""The solver's count of groups against the audit's of single riders."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit.passengers import Departure, count_riders
from shuttle.domain.scenario import Scenario
from shuttle.solver.carry_over.count import count_line
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.timetable.vehicles import RunColumn
from tests.builders import TUESDAY, WORKDAY
from tests.properties.crowded import crowded_scenarios


@settings(max_examples=200, deadline=None, derandomize=True)
@given(scenario=crowded_scenarios(), data=st.data())
def test_any_trips_are_counted_as_the_audit_counts_them(
    scenario: Scenario, data: st.DataObject
) -> None:
    problem = build_problem(scenario, WORKDAY, TUESDAY)
    trips = data.draw(some_trips(problem))
    found = count_riders(scenario, WORKDAY, [as_riders_see(problem, trip) for trip in trips])
    lines = [
        count_line(problem, index, [trip for trip in trips if trip.run.direction == index])
        for index in range(len(problem.directions))
    ]
    assert sum(line.waiting for line in lines) == found.waiting_minutes
    assert sum(line.early for line in lines) == found.early_minutes
    assert sum(line.unserved for line in lines) == found.unserved
    for index, line in enumerate(lines):
        mine = [trip for trip in trips if trip.run.direction == index]
        assert line.loads.tolist() == [found.loads[key(problem, trip)] for trip in mine]


def some_trips(problem: Problem) -> st.SearchStrategy[list[RunColumn]]:
    """At most one trip a minute and direction, in order of departure."""
    chosen = st.lists(
        st.sampled_from(problem.trips), unique_by=lambda run: (run.direction, run.departure)
    )
    return chosen.map(
        lambda runs: [
            RunColumn(run, run.types[-1], column=0)
            for run in sorted(runs, key=lambda run: (run.departure, run.direction))
        ]
    )


def key(problem: Problem, trip: RunColumn) -> str:
    return f"{problem.directions[trip.run.direction].id} {trip.run.departure}"


def as_riders_see(problem: Problem, trip: RunColumn) -> Departure:
    way = problem.directions[trip.run.direction]
    seats = problem.types[trip.vehicle_type].seats
    run = trip.run
    return Departure(
        way.origin, way.destination, run.departure, run.arrival, seats, key(problem, trip)
    )
