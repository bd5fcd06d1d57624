"""The nearest legal timetable to wished departures."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.solver.baselines.line import Line
from shuttle.solver.baselines.repair import nearest_legal
from tests.solver.baselines.builders import line, room

GRID = range(480, 601, 10)


def nearest(direction: Line, wishes: Sequence[int]) -> list[int] | None:
    runs = nearest_legal(direction, wishes, room())
    return None if runs is None else [run.departure for run in runs]


def test_wishes_on_allowed_minutes_stay() -> None:
    assert nearest(line(GRID, (10, 60)), [480, 500, 540]) == [480, 500, 540]


def test_a_wish_between_allowed_minutes_goes_to_the_nearer_one() -> None:
    assert nearest(line(GRID, (10, 60)), [482, 507]) == [480, 510]


def test_wishes_too_close_are_moved_apart() -> None:
    assert nearest(line(GRID, (20, 60)), [500, 510]) in ([500, 520], [490, 510])


def test_a_departure_is_added_where_the_gap_would_be_too_long() -> None:
    [first, between, last] = nearest(line(GRID, (10, 60)), [480, 600]) or [0, 0, 0]
    assert (first, last) == (480, 600)
    assert between == 540


def test_wishes_are_left_out_where_there_is_no_room() -> None:
    assert nearest(line(range(480, 501, 10), (20, 60)), [480, 485, 490, 495, 500]) == [480, 500]


def test_the_first_and_the_last_departure_keep_their_windows() -> None:
    direction = line(GRID, (10, 60), first=range(480, 491), last=range(590, 601))
    assert nearest(direction, [500, 550, 570]) == [490, 550, 590]


def test_a_direction_that_must_run_runs_without_any_wish() -> None:
    direction = line(GRID, (10, 60), first=range(480, 481), last=range(540, 541))
    assert nearest(direction, []) == [480, 540]


def test_a_direction_that_may_be_empty_stays_empty_without_any_wish() -> None:
    assert nearest(line(GRID, (10, 60)), []) == []


def test_there_is_no_timetable_where_no_headway_fits() -> None:
    direction = line((480, 600), (10, 60), first=range(480, 481), last=range(600, 601))
    assert nearest(direction, [480, 600]) is None


def test_of_two_runs_at_a_minute_the_faster_is_taken() -> None:
    direction = line((480, 480, 500, 500), (10, 60))
    runs = nearest_legal(direction, [480, 500], room()) or ()
    assert [run.arrival - run.departure for run in runs] == [60, 60]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(470, 610), max_size=12),
    st.integers(1, 4),
    st.integers(0, 6),
    st.sets(st.sampled_from(GRID), min_size=4),
)
def test_whatever_is_wished_the_timetable_is_legal(
    wishes: list[int], least: int, more: int, slots: set[int]
) -> None:
    headways = 10 * least, 10 * (least + more)
    found = nearest(line(sorted(slots), headways, first=range(480, 521)), sorted(wishes))
    if found is not None:
        assert set(found) <= slots
        assert found[0] <= 520
        gaps = [b - a for a, b in pairwise(found)]
        assert all(headways[0] <= gap <= headways[1] for gap in gaps)
