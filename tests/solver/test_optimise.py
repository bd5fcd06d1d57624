"""The published services: what is known of them must come out, and be proved."""

from datetime import date
from pathlib import Path

import pytest

from shuttle.domain.policy import Layover, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.scenario import load_scenario, load_trips_csv, shared_root
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem, fix_timetable
from shuttle.solver.result import Solution
from tests.builders import band, policies, riders, scenario
from tests.solver.timetable.builders import problem, solved

SEEDS: Path = shared_root() / "seeds"
HOSPITAL = load_scenario(SEEDS / "hospital-shuttle")
PILOT = load_scenario(SEEDS / "pilot-2023")


def with_layovers(minutes: int) -> Scenario:
    layovers = tuple(Layover(stop=stop, minutes=minutes) for stop in HOSPITAL.stops)
    changed = HOSPITAL.policies.model_copy(
        update={"layover_minutes": minutes, "layovers": layovers}
    )
    return HOSPITAL.model_copy(update={"policies": changed})


def planned(place: Scenario, *, published: bool = False) -> Solution:
    found = build_problem(place, place.day_types[0].id, place.reference_date)
    if published:
        table = load_trips_csv(SEEDS / place.name / "published.csv", place)
        found = fix_timetable(found, table)
    return optimise(found, Options())


def test_the_pilot_runs_its_six_published_trips_with_one_bus() -> None:
    solution = planned(PILOT)
    table = load_trips_csv(SEEDS / "pilot-2023" / "published.csv", PILOT)
    published = sorted((trip.departure, trip.origin) for trip in table)
    assert sorted((trip.departure, trip.origin) for trip in solution.trips) == published
    assert len(solution.blocks) == 1
    assert solution.proof.status == "optimal"


@pytest.mark.parametrize(("minutes", "buses"), [(0, 2), (1, 3)])
def test_the_hospital_needs_a_third_bus_for_one_minute_of_layover(minutes: int, buses: int) -> None:
    solution = planned(with_layovers(minutes))
    assert len(solution.blocks) == buses
    assert (solution.proof.status, solution.proof.gap) == ("optimal", 0)


@pytest.mark.parametrize(("minutes", "buses"), [(0, 2), (1, 4)])
def test_the_published_hospital_timetable_needs_two_more_for_one_minute_of_layover(
    minutes: int, buses: int
) -> None:
    # Every bus arrives as the next departure leaves: late by a minute it waits half an hour, at
    # both ends.
    solution = planned(with_layovers(minutes), published=True)
    assert len(solution.blocks) == buses
    assert solution.proof.status == "optimal"


@pytest.mark.parametrize(("day", "minutes"), [(9, 45), (13, 35)])
def test_a_timetable_over_the_change_of_port_has_each_dates_own_minutes(
    day: int, minutes: int
) -> None:
    found = build_problem(PILOT, "service", date(2026, 10, day))
    assert {trip.arrival - trip.departure for trip in optimise(found, Options()).trips} == {minutes}


def test_a_day_without_riders_or_rules_costs_nothing() -> None:
    solution = solved(scenario(policies=policies(span=band("08:00", "09:00"))))
    assert (solution.trips, solution.blocks, solution.unserved) == ((), (), 0)
    assert (solution.proof.objective, solution.proof.bound, solution.proof.gap) == (0, 0, 0)


def test_terms_sum_to_the_proved_objective() -> None:
    solution = solved(
        scenario(
            policies=policies(span=band("08:00", "10:00")),
            demand=(riders(45, "08:00", minutes=30),),
        )
    )
    assert sum(solution.terms.values()) == round(solution.proof.objective * 100)
    assert solution.proof.bound == solution.proof.objective


def test_no_time_and_no_plan_are_two_answers() -> None:
    place = scenario(demand=(riders(45, "08:00", minutes=30),))
    with pytest.raises(NoPlanError, match="No timetable was found in 0 s; allow more time"):
        optimise(problem(place), Options(time_limit_seconds=0))
    never = SpanPolicy(first=band("06:00", "06:05"))
    with pytest.raises(InfeasibleError, match="No timetable keeps every rule") as caught:
        solved(scenario(policies=policies(spans=(never,))))
    assert caught.value.proved
