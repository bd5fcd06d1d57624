"""Tiny scenarios in which buses are worth their money, so that good timetables differ by little.

Nearly all have trips, and many a linear bound below the best timetable: here a fault in a bound or
in the search that closes the gap has room to show.
"""

from hypothesis import strategies as st

from shuttle.domain.demand import DemandBin
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import TimeBand, format_minute
from tests.builders import legs_over, policies, prices, riders, scenario, vehicle_type
from tests.properties.strategies import FIRST

_GRID = 10


@st.composite
def busy_scenarios(draw: st.DrawFn) -> Scenario:
    """One route over one port, up to 6 departures each way; a bus takes 2 to 6 riders."""
    kinds = ("coach", "van")[: draw(st.sampled_from((1, 2)))]
    end = FIRST + _GRID * {1: 6, 2: 5}[len(kinds)]
    return scenario(
        legs=legs_over(minutes=draw(st.sampled_from((3, 1, 5, 8)))),
        vehicle_types=tuple(
            vehicle_type(
                name,
                seats=draw(st.integers(2, 6)),
                count=draw(st.integers(2, 4)),
                cost_per_day=draw(st.sampled_from((30, 12.5, 60))),
                cost_per_trip=draw(st.sampled_from((3, 7.25, 10))),
            )
            for name in kinds
        ),
        policies=policies(
            grid_minutes=_GRID,
            max_wait_minutes=draw(st.sampled_from((60, 15))),
            max_early_minutes=draw(st.sampled_from((60, 15))),
            layover_minutes=0,
            span=TimeBand(start=FIRST, end=end),
            prices=prices(
                waiting_per_minute=draw(st.sampled_from((1, 0.25))),
                early_per_minute=draw(st.sampled_from((1, 0.1))),
                unserved_per_rider=draw(st.sampled_from((20, 12.5, 40))),
            ),
        ),
        demand=tuple(draw(st.lists(_demand(end), min_size=4, max_size=8))),
    )


@st.composite
def _demand(draw: st.DrawFn, end: int) -> DemandBin:
    arrives = draw(st.booleans())
    start = draw(st.integers(FIRST - 5, end + 30 if arrives else end))
    return riders(
        draw(st.integers(2, 9)),
        format_minute(start),
        draw(st.sampled_from(("a-b", "b-a"))),
        wish="arrive_by" if arrives else "depart_after",
        minutes=draw(st.sampled_from((1, 15, 30))),
    )
