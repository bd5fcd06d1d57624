"""The shipped facts, compared with sources of their own."""

import tomllib
from datetime import date
from typing import Any

import holidays
import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest

from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, schema, shared_root

CONFIG = shared_root() / "config"


def config(name: str) -> dict[str, Any]:
    return tomllib.loads((CONFIG / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(shared_root() / "seeds" / "pilot-2023")


def test_hong_kong_has_the_general_holidays_of_two_years(scenario: Scenario) -> None:
    expected = holidays.country_holidays("HK", years=[2026, 2027], categories=("optional",))
    dates = {holiday.date for holiday in scenario.calendars["hk"].holidays}
    assert dates == set(expected)
    assert len([day for day in dates if day.year == 2026]) == 17
    assert len([day for day in dates if day.year == 2027]) == 17
    assert {date(2026, 4, 3), date(2026, 4, 4), date(2027, 3, 26)} <= dates


def test_the_mainland_has_every_announced_day_off_of_2026(scenario: Scenario) -> None:
    expected = holidays.country_holidays("CN", years=2026)
    calendar = scenario.calendars["sz"]
    dates = {holiday.date for holiday in calendar.holidays}
    assert set(expected) <= dates
    assert all(day.isoweekday() > 5 for day in dates - set(expected))
    assert {day.year for day in dates} == {2026}


def test_the_mainland_has_the_make_up_days_of_2026(scenario: Scenario) -> None:
    expected = holidays.country_holidays("CN", years=2026).weekend_workdays
    made_up = set(scenario.calendars["sz"].makeup_days)
    assert made_up == {day for day in expected if day.year == 2026}
    assert len(made_up) == 6


def test_no_year_is_claimed_that_no_government_has_announced(scenario: Scenario) -> None:
    assert scenario.calendars["sz"].announced_through == date(2026, 12, 31)
    assert scenario.calendars["hk"].announced_through == date(2027, 12, 31)


def test_huanggang_changes_its_rules_on_12_october_2026() -> None:
    port = load_scenario(shared_root() / "seeds" / "hetao-2026").ports["huanggang"]
    old, new = date(2026, 10, 11), date(2026, 10, 12)
    for day, mode, code, minutes in ((old, "two_stop", "LMC", 10), (new, "co_located", "HGP", 7)):
        assert [dwell.mode for dwell in port.dwell if dwell.holds_on(day)] == [mode]
        assert [name.code for name in port.feed_codes if name.holds_on(day)] == [code]
        bands = (band for band in port.clearance if band.governs(480, day, "working-day"))
        assert [band.minutes.p50 for band in bands] == [minutes]


def test_the_strictest_profile_takes_the_stricter_number_of_both_sides() -> None:
    profiles = config("driver_rules.toml")["driver_rules"]
    limits = [key for key in profiles["strictest"] if key.startswith("max_")]
    for key in limits:
        both = [profiles[side][key] for side in ("hk", "mainland") if key in profiles[side]]
        assert profiles["strictest"][key] == min(both)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("ports", "ports.toml"),
        ("sites", "sites.toml"),
        ("calendars", "calendars.toml"),
        ("driver_rules", "driver_rules.toml"),
    ],
)
def test_the_shipped_facts_satisfy_their_schema(kind: str, name: str) -> None:
    jsonschema.validate(in_json(config(name)), schema(kind))


def in_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: in_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def test_every_shipped_port_can_be_used() -> None:
    ports = config("ports.toml")["ports"]
    assert list(ports) == ["huanggang", "shenzhen-bay", "heung-yuen-wai", "man-kam-to"]
