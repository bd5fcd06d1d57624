from typing import Any

import numpy as np
import pytest

from shuttle.audit.case import Case
from shuttle.audit.slots import ServiceDay
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.simulate.boarding import Boarded, board
from shuttle.simulate.chance import Days, Streams, poisson_counts
from shuttle.simulate.operation import operation
from shuttle.simulate.wishes import lines
from tests.builders import TUESDAY, WORKDAY, plan, policies, riders, scenario, trip, vehicle_type
from tests.simulate.world import variation

DAYS = 400
CLOCK = ("07:30", "08:00", "08:10", "08:40", "09:20")


def world(**changes: Any) -> Scenario:
    """Five small buses to b and riders of both kinds for more seats than there are."""
    default: dict[str, Any] = {
        "vehicle_types": (vehicle_type(seats=12),),
        "policies": policies(max_wait_minutes=45, max_early_minutes=50),
        "demand": (
            riders(9, "07:15"),
            riders(17, "07:45"),
            riders(8, "08:15"),
            riders(7, "08:30", wish="arrive_by"),
            riders(9, "09:00", wish="arrive_by"),
            riders(3, "21:00"),
        ),
    }
    return scenario(**{**default, **changes})


def morning(place: Scenario) -> Plan:
    return plan(place, [trip("to-b", at, block=f"bus-{at[:2]}{at[3:]}") for at in CLOCK])


def boarded(place: Scenario, kind: Any, days: int = DAYS) -> Boarded:
    planned = operation(place, morning(place), variation())
    return board(lines(planned), Days(Streams(2), 0, days), kind)


def test_riders_as_planned_take_seats_as_the_audit_counts_them_under_carry_over() -> None:
    place = world()
    place = place.model_copy(
        update={"policies": place.policies.model_copy(update={"semantics": "carry-over"})}
    )
    made = morning(place)
    count = Case(place, made, ServiceDay(TUESDAY, WORKDAY)).count
    found = boarded(place, "fixed", days=4)
    loads = [int(found.loads[run][0]) for run in range(len(CLOCK))]
    assert loads == [count.loads[entry.id] for entry in made.trips]
    assert found.rebooked[0] == count.demand.carried
    lost = sum(int(denied[0]) for denied in found.denied.values()) - int(found.rebooked[0])
    assert lost + int(found.without[0]) == count.unserved
    assert int(found.rebooked[0]) > 0
    assert lost > 0


def test_every_day_is_as_rider_after_rider_has_it() -> None:
    place = world()
    found = boarded(place, "poisson")
    parties = lines(operation(place, morning(place), variation()))[0].parties
    drawn = Days(Streams(2), 0, DAYS)
    crowd = {
        party.name: poisson_counts(float(party.riders)).take(drawn.levels(party.name))
        for party in parties
    }
    for day in range(DAYS):
        today = StopOfOneDay()
        for party in parties:
            today.come(party.kind, [party.choices] * int(crowd[party.name][day]))
        today.run()
        assert [12 - int(found.loads[run][day]) for run in range(len(CLOCK))] == today.free
        assert int(found.rebooked[day]) == today.rebooked
        assert sum(int(refused[day]) for refused in found.denied.values()) == today.denied


class StopOfOneDay:
    """Riders one by one: those who come to the stop queue, then the others choose a bus."""

    def __init__(self) -> None:
        self.free = [12] * len(CLOCK)
        self.denied = self.rebooked = 0
        self.people: dict[str, list[tuple[int, ...]]] = {"depart_after": [], "arrive_by": []}

    def come(self, kind: str, riders: list[tuple[int, ...]]) -> None:
        self.people[kind] += riders

    def run(self) -> None:
        queue: list[tuple[int, ...]] = []
        for bus in range(len(CLOCK)):
            queue += [choices for choices in self.people["depart_after"] if choices[0] == bus]
            queue = [
                choices for choices in queue if bus in choices and not self._seat(choices, bus)
            ]
        for choices in self.people["arrive_by"]:
            any(self._seat(choices, bus) for bus in choices)

    def _seat(self, choices: tuple[int, ...], bus: int) -> bool:
        """Whether she gets a seat on the bus."""
        seated = self.free[bus] > 0
        self.free[bus] -= seated
        first = choices[0] == bus
        self.denied += first and not seated
        self.rebooked += seated and not first
        return seated


def test_no_bus_takes_more_riders_than_it_has_seats() -> None:
    loads = boarded(world(), "poisson").loads.values()
    assert max(int(load.max()) for load in loads) == 12
    assert min(int(load.min()) for load in loads) >= 0


def test_riders_vary_around_the_plans() -> None:
    found = boarded(world(), "poisson", days=20_000)
    assert found.riders.mean() == pytest.approx(53, rel=0.01)
    assert np.var(found.riders) == pytest.approx(53, rel=0.04)
    assert found.without.mean() == pytest.approx(3, rel=0.05)
