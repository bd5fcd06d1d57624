import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuttle.domain.base import Sourced
from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, load_trips_csv, shared_root

SEEDS = shared_root() / "seeds"
NAMES = sorted(folder.name for folder in SEEDS.iterdir())


def seed(name: str) -> Scenario:
    return load_scenario(SEEDS / name)


def test_the_seeds_are_those_of_the_readme() -> None:
    assert NAMES == [
        "cuhk-shuttle",
        "hetao-2026",
        "hospital-shuttle",
        "loop-2030",
        "pilot-2023",
        "region",
        "tiny",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_is_read_without_a_problem_and_bears_its_folders_name(name: str) -> None:
    assert seed(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_scenarios_fingerprint_is_the_same_each_time(name: str) -> None:
    assert seed(name).sha256 == seed(name).sha256
    assert len(seed(name).sha256) == 64


def test_scenarios_differ_in_their_fingerprint() -> None:
    assert len({seed(name).sha256 for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_guess_says_how_it_was_guessed(name: str) -> None:
    guesses = [fact for fact in facts(seed(name)) if fact.assumed]
    words = ("Guess", "Assumed", "Made up", "assumed")
    assert all(any(word in fact.source for word in words) for fact in guesses)


def facts(value: Any) -> Iterator[Sourced]:
    if isinstance(value, Sourced):
        yield value
    parts: tuple[Any, ...] = ()
    if isinstance(value, tuple):
        parts = value
    elif isinstance(value, dict):
        parts = tuple(value.values())
    elif hasattr(value, "__iter__"):
        parts = tuple(part for pair in value for part in pair if not isinstance(part, str))
    for part in parts:
        yield from facts(part)


def test_the_pilots_published_timetable_has_its_six_trips() -> None:
    scenario = seed("pilot-2023")
    trips = load_trips_csv(SEEDS / "pilot-2023" / "published.csv", scenario)
    assert [(trip.origin, trip.departure) for trip in trips] == [
        ("hkstp-sz", 600),
        ("hksp", 675),
        ("hkstp-sz", 750),
        ("hksp", 825),
        ("hkstp-sz", 900),
        ("hksp", 975),
    ]
    assert {trip.port for trip in trips} == {"huanggang"}


def test_the_pilot_takes_45_minutes_each_way_in_2023() -> None:
    scenario = seed("pilot-2023")
    for origin, destination in (("hksp", "hkstp-sz"), ("hkstp-sz", "hksp")):
        before, after = scenario.leg(origin, "huanggang"), scenario.leg("huanggang", destination)
        assert before is not None
        assert after is not None
        clearance = scenario.ports["huanggang"].clearance[0].minutes.p50
        assert before.bands[0].minutes.p50 + clearance + after.bands[0].minutes.p50 == 45


def test_the_pilots_facts_hold_until_the_new_port_opens() -> None:
    scenario = seed("pilot-2023")
    effective = regime(scenario, scenario.reference_date)
    assert effective.valid_to == date(2026, 10, 11)


def test_the_hospital_shuttle_runs_every_half_hour_as_published() -> None:
    folder = SEEDS / "hospital-shuttle"
    trips = load_trips_csv(folder / "published.csv", load_scenario(folder))
    port = [trip.departure for trip in trips if trip.origin == "futian-port"]
    hospital = [trip.departure for trip in trips if trip.origin == "hku-szh"]
    assert port == list(range(480, 1051, 30))
    assert hospital == list(range(510, 1021, 30))


@pytest.mark.parametrize("day_type", ["mwf", "tth"])
def test_the_campus_shuttle_has_one_trip_each_way_a_day(day_type: str) -> None:
    folder = SEEDS / "cuhk-shuttle"
    trips = load_trips_csv(folder / f"published-{day_type}.csv", load_scenario(folder))
    assert [trip.departure for trip in trips] == [480, 1050]


def test_the_realistic_day_has_riders_of_both_sides_both_ways() -> None:
    scenario = seed("hetao-2026")
    riders = {
        (way, home): sum(
            found.riders for found in scenario.demand if (found.origin, found.home) == (way, home)
        )
        for way in ("hksp", "hkstp-sz")
        for home in ("hk", "sz")
    }
    assert riders == {
        ("hksp", "hk"): 270,
        ("hksp", "sz"): 300,
        ("hkstp-sz", "hk"): 280,
        ("hkstp-sz", "sz"): 290,
    }


def test_demand_files_end_their_lines_alike() -> None:
    for file in sorted(SEEDS.glob("*/*.csv")):
        content = file.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert len(list(csv.reader(content.decode("utf-8").splitlines()))) > 1


def test_a_checkout_has_its_shared_files_at_the_top() -> None:
    assert (shared_root() / "config" / "ports.toml").is_file()
    assert Path(__file__).parents[2] == shared_root()
