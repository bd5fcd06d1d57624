import numpy as np
import pytest

from shuttle.simulate.operation import operation
from shuttle.simulate.overruns import overruns
from shuttle.simulate.propagate import Played
from tests.builders import driver_rules, plan, trip
from tests.simulate.test_knock_on import floats
from tests.simulate.world import minutes, one_side, variation

RULES = driver_rules(
    max_duty_minutes=100, max_driving_minutes=70, sign_on_minutes=10, sign_off_minutes=5
)


@pytest.mark.parametrize(
    ("home_at", "driving", "over"),
    [(565, 60, 0), (566, 60, 1), (560, 70, 0), (560, 72, 2), (570, 75, 10)],
)
def test_a_duty_is_over_by_what_it_is_too_long_and_what_is_driven_too_much(
    home_at: float, driving: float, over: float
) -> None:
    """Sign-on is at 07:50, so 100 minutes end at 09:30: five minutes after 09:25, minute 565."""
    place = one_side(minutes(30, 38, 48), driver_rules=(RULES,))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:30")])
    played = Played(
        departures=[floats(480), floats(510)],
        arrivals=[floats(510), floats(home_at)],
        driving=[floats(driving / 2), floats(driving / 2)],
    )
    ((shift, minutes_over),) = overruns(operation(place, made, variation()), played)
    assert shift.duty.id == "duty-bus-1"
    assert np.array_equal(minutes_over, floats(over))
