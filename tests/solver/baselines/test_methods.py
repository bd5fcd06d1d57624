"""What planners wish for, before any rule is looked at."""

from shuttle.solver.baselines import even_headway, even_load
from tests.solver.baselines.builders import line, minutes

GRID = range(480, 601, 10)


def test_even_headways_run_over_the_longest_day() -> None:
    wished = dict(even_headway.wished(line(GRID, (10, 60))))
    assert wished["every 60 min, long day"] == [480, 540, 600]


def test_even_headways_may_run_from_the_first_rider_to_the_last() -> None:
    direction = line(GRID, (10, 60), after_wishes=minutes(500), by_wishes=minutes(635))
    wished = dict(even_headway.wished(direction))
    # To arrive by 635 one leaves at 570 and is there at 630.
    assert wished["every 30 min, riders' day"] == [500, 530, 560]


def test_the_riders_day_keeps_the_windows() -> None:
    direction = line(GRID, (10, 60), range(480, 491), range(590, 601), after_wishes=minutes(540))
    wished = dict(even_headway.wished(direction))
    assert wished["every 60 min, riders' day"] == [490, 550]


def test_a_direction_without_allowed_minutes_has_no_wishes() -> None:
    empty = line((), (10, 60))
    assert all(wishes == [] for _, wishes in even_headway.wished(empty))
    assert all(wishes == [] for _, wishes in even_load.wished(empty, 10))


def test_even_loads_leave_when_so_many_riders_have_come() -> None:
    riders = minutes(481, 482, 490, 491, 510, 511, 560)
    direction = line(GRID, (10, 60), after_wishes=riders)
    wished = dict(even_load.wished(direction, 4))
    assert wished["100% of 4 seats"] == [481, 491, 560]
    assert wished["60% of 4 seats"] == [481, 482, 491, 511, 560]


def test_a_wish_to_arrive_counts_when_one_must_leave() -> None:
    direction = line(GRID, (10, 60), by_wishes=minutes(545, 560, 539))
    # 545 leaves at 480, 560 at 500; nobody arrives by 539.
    assert direction.wished_departures() == [480, 500]
