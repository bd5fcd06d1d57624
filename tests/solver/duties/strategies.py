"""Random runs and driver rules, so tight that each rule binds now and then."""

from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, RestAfterDriving
from shuttle.domain.plan import Block
from shuttle.domain.time import TimeBand
from tests.solver.duties.builders import Run, blocks, rules

_ENDS = st.sampled_from((("south", "north"), ("north", "south")))


@st.composite
def runs(draw: st.DrawFn) -> Run:
    origin, destination = draw(_ENDS)
    departure = 300 + 10 * draw(st.integers(0, 40))
    return origin, destination, departure, departure + 10 * draw(st.integers(2, 6))


def some_blocks(most: int) -> st.SearchStrategy[tuple[Block, ...]]:
    """One bus for each run: which bus makes it is nothing to the driver."""
    return st.lists(runs(), min_size=1, max_size=most).map(
        lambda found: blocks(*([run] for run in found), clearance_minutes=10)
    )


@st.composite
def profiles(draw: st.DrawFn) -> DriverRules:
    rest = RestAfterDriving(
        driving_minutes=10 * draw(st.integers(8, 14)),
        rest_minutes=draw(st.sampled_from((20, 30, 40, 50))),
    )
    night_start = 10 * draw(st.integers(30, 80))
    return rules(
        max_duty_minutes=10 * draw(st.integers(15, 50)),
        max_driving_minutes=10 * draw(st.integers(10, 30)),
        max_continuous_driving_minutes=10 * draw(st.integers(6, 12)),
        max_continuous_night_driving_minutes=10 * draw(st.integers(5, 13)),
        night=TimeBand(start=night_start, end=night_start + 10 * draw(st.integers(1, 20))),
        break_minutes=draw(st.sampled_from((10, 20, 30))),
        rest_after_driving=draw(st.sampled_from((None, rest))),
        sign_on_minutes=draw(st.sampled_from((0, 15))),
        sign_off_minutes=draw(st.sampled_from((0, 10))),
        clearance_is_driving=draw(st.booleans()),
        returns_home=draw(st.booleans()),
    )
