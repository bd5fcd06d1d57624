"""Random runs and driver rules, so tight that each rule binds now and then."""

from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, RestAfterDriving
from shuttle.domain.plan import Block
from shuttle.domain.time import TimeBand
from tests.solver.duties.builders import Run, blocks, rules

_ENDS = ("south", "north")


@st.composite
def _bus(draw: st.DrawFn, most: int) -> list[Run]:
    """Runs there and back with pauses that are breaks, or a rest, or neither."""
    minute = 300 + 10 * draw(st.integers(0, 12))
    start = draw(st.integers(0, 1))
    runs: list[Run] = []
    for number in range(start, start + draw(st.integers(1, most))):
        arrival = minute + 10 * draw(st.integers(2, 6))
        runs.append((_ENDS[number % 2], _ENDS[1 - number % 2], minute, arrival))
        minute = arrival + 10 * draw(st.integers(0, 4))
    return runs


def some_blocks(most: int) -> st.SearchStrategy[tuple[Block, ...]]:
    """Two buses whose drivers may change over, with `most` runs in all."""
    buses = st.tuples(_bus(most - most // 2), _bus(most // 2))
    return buses.map(lambda runs: blocks(*runs, clearance_minutes=10))


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
