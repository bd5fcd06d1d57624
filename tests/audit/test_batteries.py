"""A trip drives 20 minutes and uses 2 steps of 10 kWh; `a` charges one in 10 minutes."""

import pytest

from shuttle.domain.fleet import Charger
from tests.audit.verdict import broken, words
from tests.builders import plan, scenario, trip
from tests.electric import battery, electric

THERE_AND_BACK = (trip("to-b", "08:00"), trip("to-a", "08:40"))


def battery_rule(usable_kwh: int, *clocks: str, **changes: object) -> list[str]:
    """What the audit says of one bus that leaves at those times, there and back in turn."""
    kind = electric(battery=battery(usable_kwh, **changes))
    place = scenario(vehicle_types=(kind,))
    ways = ("to-b", "to-a")
    runs = [trip(ways[n % 2], clock, block="bus") for n, clock in enumerate(clocks)]
    return words(place, plan(place, runs), "battery")


@pytest.mark.parametrize(("usable_kwh", "lasts"), [(39, False), (40, True), (49, True)])
def test_a_full_battery_lasts_for_its_whole_steps(usable_kwh: int, *, lasts: bool) -> None:
    assert (battery_rule(usable_kwh, "08:00", "08:40") == []) is lasts


@pytest.mark.parametrize(
    ("watt_hours", "lasts"), [(1000, True), (1001, False), (500, True), (501, True)]
)
def test_a_run_uses_whole_steps(watt_hours: int, *, lasts: bool) -> None:
    # 20 minutes at 1000 Wh are 2 steps, a little more are 3; at 500 one, at 501 two.
    found = battery_rule(40, "08:00", "08:40", drive_wh_per_minute=watt_hours)

    assert (found == []) is lasts


@pytest.mark.parametrize(("watt_hours", "lasts"), [(0, True), (1, False)])
def test_clearance_uses_energy_too(watt_hours: int, *, lasts: bool) -> None:
    found = battery_rule(40, "08:00", "08:40", clearance_wh_per_minute=watt_hours)

    assert (found == []) is lasts


@pytest.mark.parametrize(
    ("clock", "lasts"), [("09:20", False), ("09:30", False), ("09:35", False), ("09:40", True)]
)
def test_a_stand_charges_after_its_layover_in_whole_steps(clock: str, *, lasts: bool) -> None:
    # Back at `a` at 09:10 with nothing left; the layover ends at 09:20, two steps at 09:40.
    assert (battery_rule(40, "08:00", "08:40", clock) == []) is lasts


def test_a_battery_is_never_more_than_full() -> None:
    # Six steps at most, however long it stands at `a`: three trips there and back need more.
    assert battery_rule(40, "08:00", "08:40", "13:00", "13:40") == []
    assert len(battery_rule(40, "08:00", "08:40", "13:00", "13:40", "14:20")) == 1


def test_what_is_missing_is_told() -> None:
    assert battery_rule(40, "08:00", "08:40", "09:30") == [
        "Block bus needs 2 steps of 10 kWh for to-b-0930 at 09:30; 1 are left."
    ]


def test_a_slow_charger_takes_its_minutes_rounded_up() -> None:
    # 10 kWh at 59 kW take 10.2 minutes, so 11: two steps last until 09:42.
    slow = (Charger(place="a", kw=59), Charger(place="b", kw=1))

    assert battery_rule(40, "08:00", "08:40", "09:40", chargers=slow) != []
    assert battery_rule(40, "08:00", "08:40", "09:45", chargers=slow) == []


def test_an_electric_bus_sleeps_where_it_can_charge() -> None:
    kind = electric(battery=battery(chargers=(Charger(place="b", kw=60),)))
    place = scenario(vehicle_types=(kind,))

    assert words(place, plan(place, THERE_AND_BACK), "battery") == [
        "Block bus-1 stays overnight at depot yard-a, where there is no charger for it."
    ]


def test_other_buses_need_no_energy() -> None:
    assert broken(scenario(), plan(scenario(), THERE_AND_BACK)) == []
