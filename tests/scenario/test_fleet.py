"""Electric buses in a planner's file, over the tiny seed."""

from pathlib import Path

from shuttle.scenario import load_scenario
from tests.scenario.builders import change, copy_tiny, problems_after


def battery(place: str, depots: str = "") -> tuple[str, str]:
    """The battery of the first bus type, with its charger at a place."""
    fields = 'usable_kwh = 200, step_kwh = 25, drive_wh_per_minute = 900, source = "test", '
    added = (
        f'battery = {{ {fields}as_of = 2026-01-01, chargers = [{{ place = "{place}", kw = 90 }}] }}'
    )
    return "cost_per_trip = 20", f"cost_per_trip = 20\n{added}\n{depots}"


def test_an_electric_bus_type_is_read(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "scenario.toml", *battery("south"))
    kind = next(iter(load_scenario(tiny).vehicle_types.values()))

    assert kind.battery is not None
    assert (kind.battery.steps, kind.battery.chargers[0].kw) == (8, 90)


def test_a_charger_stands_at_a_place_that_exists(tmp_path: Path) -> None:
    found = problems_after(tmp_path, battery("nowhere"))

    assert any("no stop or depot" in words for _, _, words in found)


def test_an_electric_bus_needs_a_charger_for_the_night(tmp_path: Path) -> None:
    ((_, key, words),) = problems_after(tmp_path, battery("south", 'depots = ["north"]'))

    assert key.endswith("battery.chargers")
    assert "stay overnight" in words
