import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.problem import Cents, Wishes
from shuttle.solver.timetable.loads import AFTER_ALL, BEFORE_ALL, Counter

Counted = tuple[int, int, int, int, int]


def wishes(after: list[int], by: list[int]) -> Wishes:
    counts = [np.bincount(minutes, minlength=LAST_MINUTE + 1) for minutes in (after, by)]
    return Wishes(*(count.astype(np.int64) for count in counts))


def counted(counter: Counter, departures: tuple[int, int], arrivals: tuple[int, int]) -> Counted:
    """Boarding, making, waiting, early and beyond of one arc."""
    pairs = [(np.array([one]), np.array([other])) for one, other in (departures, arrivals)]
    found = counter.loads(pairs[0], pairs[1])
    fields = found.boarding, found.making, found.waiting, found.early, found.beyond
    boarding, making, waiting, early, beyond = (int(field[0]) for field in fields)
    return boarding, making, waiting, early, beyond


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (480, (0, 0, 0, 0, 0)),  # it takes the earlier bus
        (481, (0, 0, 0, 0, 1)),  # it would wait 59 minutes, of 30 at most
        (509, (0, 0, 0, 0, 1)),
        (510, (1, 0, 30, 0, 0)),
        (540, (1, 0, 0, 0, 0)),
        (541, (0, 0, 0, 0, 0)),
    ],
)
def test_who_leaves_after_a_wish_takes_the_next_bus_within_her_patience(
    wish: int, expected: Counted
) -> None:
    counter = Counter(wishes([wish], []), 30, 60)
    assert counted(counter, (480, 540), (510, 570)) == expected


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (509, (0, 0, 0, 0, 0)),
        (510, (0, 1, 0, 0, 0)),
        (530, (0, 1, 0, 20, 0)),
        (531, (0, 0, 0, 0, 1)),
        (569, (0, 0, 0, 0, 1)),
        (570, (0, 0, 0, 0, 0)),  # it takes the later bus
    ],
)
def test_who_arrives_by_a_wish_takes_the_last_bus_that_is_not_too_early(
    wish: int, expected: Counted
) -> None:
    counter = Counter(wishes([], [wish]), 60, 20)
    assert counted(counter, (480, 540), (510, 570)) == expected


def test_the_first_and_the_last_arc_leave_behind_whom_no_bus_serves() -> None:
    counter = Counter(wishes([400, 480, 500], [505, 520, 600]), 60, 60)
    assert counted(counter, (BEFORE_ALL, 480), (BEFORE_ALL, 510)) == (1, 0, 0, 0, 2)
    assert counted(counter, (480, AFTER_ALL), (510, AFTER_ALL)) == (0, 1, 0, 10, 2)
    assert counted(counter, (BEFORE_ALL, AFTER_ALL), (BEFORE_ALL, AFTER_ALL)) == (0, 0, 0, 0, 6)


def test_minutes_and_lost_riders_are_priced() -> None:
    counter = Counter(wishes([470, 300], [520]), 60, 60)
    found = counter.loads(
        (np.array([BEFORE_ALL, 480]), np.array([480, AFTER_ALL])),
        (np.array([BEFORE_ALL, 510]), np.array([510, AFTER_ALL])),
    )
    prices = Cents(3, 5, 1000, (0,), (0,), (None,), (None,))
    assert found.cents(prices).tolist() == [10 * 3 + 1000, 10 * 5]


def naive(after: list[int], by: list[int], buses: list[tuple[int, int]], patience: int) -> Counted:
    """The same sums by asking every rider, over a whole day of buses that do not overtake."""
    boarding = making = waiting = early = beyond = 0
    for wish in after:
        waits = [departure - wish for departure, _ in buses if departure >= wish]
        if waits and min(waits) <= patience:
            boarding, waiting = boarding + 1, waiting + min(waits)
        else:
            beyond += 1
    for wish in by:
        spare = [wish - arrival for _, arrival in buses if arrival <= wish]
        if spare and min(spare) <= patience:
            making, early = making + 1, early + min(spare)
        else:
            beyond += 1
    return boarding, making, waiting, early, beyond


MINUTES = st.lists(st.integers(0, LAST_MINUTE) | st.integers(470, 560), max_size=12)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    after=MINUTES,
    by=MINUTES,
    departures=st.sets(st.integers(480, 540) | st.integers(0, LAST_MINUTE - 30), max_size=4),
    patience=st.sampled_from((1, 10, 60)),
)
def test_the_arcs_of_a_day_sum_to_what_its_riders_say(
    after: list[int], by: list[int], departures: set[int], patience: int
) -> None:
    buses = [(departure, departure + 30) for departure in sorted(departures)]
    ends = [(BEFORE_ALL, BEFORE_ALL), *buses, (AFTER_ALL, AFTER_ALL)]
    day = np.array(ends)
    counter = Counter(wishes(after, by), patience, patience)
    found = counter.loads((day[:-1, 0], day[1:, 0]), (day[:-1, 1], day[1:, 1]))
    fields = found.boarding, found.making, found.waiting, found.early, found.beyond
    assert tuple(int(field.sum()) for field in fields) == naive(after, by, buses, patience)
