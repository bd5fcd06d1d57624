from datetime import date
from typing import Any

import numpy as np
import pytest

from shuttle.domain.port import Port
from shuttle.simulate.gates import Closure, closures, let_in
from shuttle.simulate.pace import Begins
from tests.builders import TUESDAY, WORKDAY, hours, port


def shut(gate: Port, day: date = TUESDAY) -> list[tuple[int, int]]:
    return [(c.after, c.until) for c in closures(gate, "to_sz", day, WORKDAY)]


def test_a_port_is_shut_before_it_opens_and_after_it_closes_on_both_days() -> None:
    assert shut(port()) == [(-1, 420), (1320, 1860), (2760, 2880)]


def test_a_port_that_never_closes_is_never_shut() -> None:
    assert shut(port(hours=(hours("00:00", "24:00"),))) == []


def test_hours_that_touch_are_one_opening() -> None:
    both = hours("06:00", "12:00"), hours("12:00", "24:00")
    assert shut(port(hours=both)) == [(-1, 360), (1440, 1800)]


def test_the_road_to_the_port_closes_before_the_port() -> None:
    early = port(hours=(hours("07:00", "22:00", approach_closes_minutes=30),))
    assert shut(early)[1] == (1290, 1860)


def test_a_port_without_hours_that_hold_is_always_shut() -> None:
    other_way = port(hours=(hours(direction="to_hk"),))
    assert shut(other_way) == [(-1, 2880)]


@pytest.mark.parametrize(
    ("reached", "enters"), [(400, 420), (420, 420), (1320, 1320), (1320.5, 1860), (2800, 2880)]
)
def test_a_bus_is_let_in_when_the_port_is_open(reached: float, enters: float) -> None:
    times, _ = let_in(DAY, 600, at(reached))
    assert times[0] == enters


def at(*minutes: float) -> Begins:
    return Begins.of(np.array(minutes, dtype=np.float32))


DAY: Any = (Closure(-1, 420), Closure(1320, 1860), Closure(2760, 2880))


def test_only_whoever_comes_after_the_closing_is_late() -> None:
    _, early = let_in(DAY, 425, at(400, 430))
    assert early is None
    _, late = let_in(DAY, 1315, at(1310, 1325))
    assert late is not None
    assert list(late) == [False, True]
