from dataclasses import replace

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.simulate.report import Simulation
from shuttle.simulate.run import Experiment, simulate
from tests.builders import driver_rules, plan, riders, trip
from tests.simulate.test_propagate import ASSUMED, morning, world
from tests.simulate.world import minutes, one_side, variation


def busy() -> tuple[Scenario, Plan]:
    place = world(demand=(riders(60, "07:20"), riders(50, "10:00", "b-a")))
    return place, morning(place)


POISSON = ASSUMED.model_copy(update={"riders": "poisson"})


@pytest.mark.parametrize("at_once", [4, 64, 1000])
def test_the_same_seed_gives_the_same_figures_however_many_days_are_played_at_once(
    at_once: int,
) -> None:
    whole = Experiment(POISSON, days=1003, seed=5)
    assert simulate(*busy(), replace(whole, days_at_once=at_once)) == simulate(*busy(), whole)


def test_another_seed_gives_other_days() -> None:
    one, other = (simulate(*busy(), Experiment(POISSON, 500, seed)) for seed in (1, 2))
    assert one.departure_delay != other.departure_delay


def test_trips_are_listed_the_worst_first() -> None:
    found = simulate(*busy(), Experiment(POISSON, 1000, 1))
    shares = [trip.departs_within_3.value for trip in found.by_trip]
    assert shares == sorted(shares)
    assert len(shares) == found.trips == 7
    assert shares[0] < 1


def test_figures_of_trips_and_hours_add_up_to_those_of_the_day() -> None:
    found = simulate(*busy(), Experiment(POISSON, 1000, 1))
    three = found.departures[1].share.value
    of_trips = [trip.departs_within_3.value for trip in found.by_trip]
    of_hours = [hour.trips * hour.departs_within_3.value for hour in found.by_hour]
    assert sum(of_trips) / 7 == pytest.approx(three, abs=1e-4)
    assert sum(of_hours) / 7 == pytest.approx(three, abs=1e-4)
    delays = sum(trip.departure_delay for trip in found.by_trip)
    assert delays / 7 == pytest.approx(found.departure_delay.value, abs=1e-3)
    assert delays == pytest.approx(found.knock_on.value, rel=0.01)
    assert sum(trip.denied for trip in found.by_trip) == pytest.approx(
        found.riders.denied.value, abs=0.01
    )


def test_later_minutes_count_more_trips_as_in_time() -> None:
    shares = [entry.share.value for entry in figures_of(10).departures]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def figures_of(days: int) -> Simulation:
    return simulate(*busy(), Experiment(POISSON, max(days, 30), 1))


def test_a_driver_who_comes_home_late_is_over_her_limits() -> None:
    rules = driver_rules(max_duty_minutes=65, max_driving_minutes=62, break_minutes=60)
    place = one_side(minutes(30, 38, 48), driver_rules=(rules,))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:32")])
    duties = simulate(place, made, Experiment(variation(), 4000, 1)).duties
    assert 0.2 < duties.share_over.value < 0.6
    assert duties.longest == "duty-bus-1"
    assert duties.minutes_over.value > 1


def test_a_plan_without_trips_has_nothing_to_tell() -> None:
    place = one_side(minutes(30, 38, 48))
    empty = plan(place, [])
    found = simulate(place, empty, Experiment(variation(), 30, 1))
    assert (found.trips, found.by_trip, found.by_hour) == (0, (), ())
    assert found.departure_delay.value == 0
