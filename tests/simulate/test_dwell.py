import numpy as np
import pytest

from shuttle.domain.port import DwellByLoad, LoadStep
from shuttle.domain.slowest import slowest_minutes
from shuttle.simulate.dwell import dwell
from tests.builders import FACT
from tests.simulate.world import minutes

ONE = minutes(8, 12, 16)
RECKONED = DwellByLoad(one_rider=ONE, riders_up_to=(10, 40), **FACT)
STEPS = DwellByLoad(
    steps=(
        LoadStep(riders_up_to=10, extra_minutes=minutes(2, 3, 4)),
        LoadStep(riders_up_to=40, extra_minutes=minutes(5, 8, 12)),
    ),
    **FACT,
)
Z95 = 1.6448536


def extra(band: DwellByLoad, load: int, score: float) -> float:
    found = dwell(band, 40, 3, 10)
    one = np.array([load], dtype=np.int16), np.array([score], dtype=np.float32)
    return float(found.minutes(*one)[0])


@pytest.mark.parametrize(
    ("load", "score", "expected"), [(1, 0, 2), (10, Z95, 4), (11, 0, 5), (40, Z95, 12)]
)
def test_the_step_that_has_room_for_the_riders_gives_the_minutes(
    load: int, score: float, expected: float
) -> None:
    assert extra(STEPS, load, score) == pytest.approx(expected, abs=0.1)


def test_nobody_on_board_makes_nobody_wait() -> None:
    assert extra(STEPS, 0, 3) == 0
    assert extra(RECKONED, 0, 3) == 0


def test_the_slowest_of_the_riders_actually_on_board_is_reckoned() -> None:
    for load in (2, 25):
        expected = slowest_minutes(ONE, load, 0.95) - slowest_minutes(ONE, 1, 0.95)
        assert extra(RECKONED, load, Z95) == pytest.approx(expected, abs=0.15)
    assert extra(RECKONED, 1, 2) == pytest.approx(0, abs=1e-3)


def test_more_riders_never_take_less_time() -> None:
    found = [extra(RECKONED, load, 0.7) for load in range(1, 41)]
    assert found == sorted(found)


def test_one_of_many_is_likelier_through_than_all_of_them() -> None:
    whole = dwell(STEPS, 40, 3, 10)
    assert whole.passed(20, 8) == pytest.approx(0.85 ** (1 / 20), abs=0.01)
    assert whole.passed(20, 12) > whole.passed(20, 8)
