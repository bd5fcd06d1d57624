"""The facts of a disrupted day."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuttle.domain.disrupted import disrupted, opening_on
from shuttle.domain.facts import governing
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from tests.builders import TUESDAY, WORKDAY, hours, port, scenario
from tests.repairs import closed, known, place

PLACE = place()


def _today(*entries: dict[str, Any], at: str = "12:00", world: Scenario = PLACE) -> Scenario:
    return disrupted(world, known(at, *entries), TUESDAY)


def _open(world: Scenario, name: str = "gate", day: date = TUESDAY) -> list[tuple[int, int]]:
    return opening_on(world.ports[name], "to_sz", day, WORKDAY)


def _clock(*spans: str) -> list[tuple[int, int]]:
    ends = (span.split("-") for span in spans)
    return [(parse_minute(start), parse_minute(end)) for start, end in ends]


def _drive(world: Scenario, at: str) -> int | None:
    leg = world.leg("a", "gate")
    band = governing(leg.bands, parse_minute(at), TUESDAY, WORKDAY) if leg else None
    return band.minutes.p85 if band else None


def test_a_closed_port_is_open_before_and_after() -> None:
    today = _today(closed("14:00", "16:00"))
    assert _open(today) == _clock("07:00-14:00", "16:00-22:00", "31:00-46:00")
    assert _open(today, "bridge") == _clock("07:00-22:00", "31:00-46:00")


def test_a_closure_holds_from_when_it_is_known() -> None:
    today = _today(closed("11:00", "16:00"))
    assert _open(today)[:2] == _clock("07:00-12:00", "16:00-22:00")


def test_a_port_that_reopens_too_late_stays_closed() -> None:
    today = _today(closed("14:00", "16:00", resume_cutoff="15:30"))
    assert _open(today) == _clock("07:00-14:00")


def test_a_closure_may_be_one_way() -> None:
    today = _today(closed("14:00", "16:00", direction="to_hk"))
    assert _open(today)[0] == _clock("07:00-22:00")[0]
    assert opening_on(today.ports["gate"], "to_hk", TUESDAY, WORKDAY)[0] == _clock("07:00-14:00")[0]


def test_a_port_open_all_night_is_closed_over_midnight() -> None:
    night = scenario(ports=(port("gate", hours=(hours("00:00", "24:00"),)),))
    today = _today(closed("23:00", "25:00"), world=night)
    assert _open(today) == _clock("00:00-23:00", "25:00-48:00")


def test_a_closed_road_takes_the_minutes_at_which_one_would_arrive() -> None:
    today = _today({"kind": "approach-road-closed", "port": "gate", "from": "14:00", "to": "15:00"})
    assert [_drive(today, at) for at in ("13:49", "13:50", "14:49", "14:50")] == [
        10,
        None,
        None,
        10,
    ]


def test_slower_drives_are_rounded_up_within_their_band_alone() -> None:
    today = _today({"kind": "slower", "factor": 1.25, "from": "14:00", "to": "15:00"})
    assert [_drive(today, at) for at in ("13:59", "14:00", "14:59", "15:00")] == [10, 13, 13, 10]


def test_only_the_places_named_are_slower() -> None:
    today = _today(
        {"kind": "slower", "factor": 2, "from": "14:00", "to": "15:00", "places": ["bridge"]}
    )
    assert _drive(today, "14:00") == 10
    clearance = today.ports["bridge"].clearance
    assert [band.minutes.p85 for band in clearance] == [10, 10, 20]


def test_a_surge_multiplies_the_riders_of_its_direction() -> None:
    today = _today({"kind": "surge", "factor": 1.5, "from": "14:00", "to": "15:00", "to_stop": "b"})
    before = {(b.origin, b.start): b.riders for b in PLACE.demand}
    after = {(b.origin, b.start): b.riders for b in today.demand}
    changed = {key: number for key, number in after.items() if number != before[key]}
    assert changed == {("a", parse_minute("14:00")): 12}


def test_no_trip_with_riders_leaves_while_there_is_no_service() -> None:
    today = _today({"kind": "no-service", "from": "14:00", "to": "15:00"})
    faces = today.policies.clock_faces
    assert [(face.origin, face.start, face.end) for face in faces] == [
        ("a", 840, 900),
        ("b", 840, 900),
    ]
    assert all(face.minutes == () for face in faces)


def test_riders_are_brought_forward_before_the_stop_of_service() -> None:
    entry = {"kind": "no-service", "from": "14:00", "to": "15:00", "bring_forward_minutes": 90}
    today = _today(entry, at="13:00")
    moved = [b for b in today.demand if b.minutes != 30]
    assert [(b.start, b.minutes, b.riders) for b in moved] == [(780, 60, 8)] * 2


def test_service_stops_on_the_routes_named_alone() -> None:
    today = _today({"kind": "no-service", "from": "14:00", "to": "15:00", "routes": ["a-b"]})
    assert len(today.policies.clock_faces) == 2
    none = known("12:00", {"kind": "no-service", "from": "14:00", "to": "15:00", "routes": ["c"]})
    assert disrupted(PLACE, none, TUESDAY).policies.clock_faces == ()


def test_dated_hours_of_a_port_are_closed_as_well() -> None:
    extended = {
        "first": TUESDAY,
        "last": TUESDAY + timedelta(days=3),
        "open": ({"from": "06:00", "to": "24:00"},),
        "reason": PLACE.title,
        "source": "test",
        "as_of": TUESDAY,
    }
    world = scenario(ports=(port("gate", exceptions=(extended,)),))
    today = _today(closed("14:00", "16:00"), world=world)
    found = [e for e in today.ports["gate"].exceptions if e.direction == "to_sz"]
    assert [e.first for e in found] == [TUESDAY, TUESDAY + timedelta(days=1)]
    assert [(b.start, b.end) for b in found[0].open] == _clock("06:00-14:00", "16:00-24:00")


@pytest.mark.parametrize("end", ["11:00", "12:00"])
def test_what_was_over_before_it_was_known_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="entry 1 ends at"):
        known("12:00", closed("10:00", end))
