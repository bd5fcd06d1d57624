"""Random runs and driver rules, so tight that each rule binds now and then."""

from itertools import chain

from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, RestAfterDriving
from shuttle.domain.plan import Block, BlockPiece
from shuttle.domain.time import TimeBand
from tests.solver.duties.builders import Run, blocks, rules

_ENDS = ("south", "north")


@st.composite
def _bus(draw: st.DrawFn, count: int) -> list[Run]:
    """Runs there and back with pauses that are breaks, or a rest, or neither."""
    minute = 300 + 10 * draw(st.integers(0, 6))
    start = draw(st.integers(0, 1))
    runs: list[Run] = []
    for number in range(start, start + count):
        arrival = minute + 10 * draw(st.integers(2, 5))
        runs.append((_ENDS[number % 2], _ENDS[1 - number % 2], minute, arrival))
        minute = arrival + 10 * draw(st.integers(0, 3))
    return runs


def some_blocks(count: int) -> st.SearchStrategy[tuple[Block, ...]]:
    """Three buses whose drivers may change over, with so many runs in all."""
    buses = st.tuples(*[_bus(count // 3)] * 3)
    return buses.map(lambda runs: blocks(*runs, clearance_minutes=10))


def _limit(least: int, most: int) -> st.SearchStrategy[int]:
    """A limit in tens of minutes, or one that never binds: few rules that bind do so oftener."""
    return st.one_of(st.just(2880), st.integers(least, most).map(lambda tens: 10 * tens))


@st.composite
def profiles(draw: st.DrawFn) -> DriverRules:
    rest = RestAfterDriving(
        driving_minutes=10 * draw(st.integers(3, 8)),
        rest_minutes=draw(st.sampled_from((20, 30, 40, 50))),
    )
    by_day = draw(_limit(4, 10))
    night_start = 10 * draw(st.integers(30, 60))
    return rules(
        max_duty_minutes=draw(_limit(10, 30)),
        min_duty_minutes=draw(st.sampled_from((0, 0, 60, 90))),
        min_gap_minutes=draw(st.sampled_from((0, 0, 10))),
        max_driving_minutes=draw(_limit(5, 16)),
        max_continuous_driving_minutes=by_day,
        max_continuous_night_driving_minutes=min(by_day, draw(_limit(4, 10))),
        night=TimeBand(start=night_start, end=night_start + 10 * draw(st.integers(1, 12))),
        break_minutes=draw(st.sampled_from((10, 20))),
        rest_after_driving=draw(st.sampled_from((None, rest))),
        sign_on_minutes=draw(st.sampled_from((0, 15))),
        sign_off_minutes=draw(st.sampled_from((0, 10))),
        clearance_is_driving=draw(st.booleans()),
        returns_home=draw(st.booleans()),
    )


def in_order(made: tuple[Block, ...]) -> list[BlockPiece]:
    """All pieces of the blocks, in the order of time by which they are numbered."""
    pieces = chain.from_iterable(block.pieces for block in made)
    return sorted(pieces, key=lambda piece: (piece.departure, piece.arrival, piece.id))
