from typing import Any

from shuttle.domain.driver_rules import RestAfterDriving
from shuttle.domain.plan import BlockPiece, TripLeg
from shuttle.domain.time import parse_minute
from shuttle.simulate.breaks import needed_breaks
from tests.builders import band, driver_rules


def drive(start: str, minutes: int, clearance: int = 0) -> BlockPiece:
    """A run that drives, then stands at the port for some minutes."""
    leaves = parse_minute(start)
    at_port = leaves + minutes
    ends: dict[str, Any] = {"origin": "a", "destination": "b"}
    legs = (
        TripLeg(kind="drive", departure=leaves, arrival=at_port, **ends),
        TripLeg(kind="clearance", departure=at_port, arrival=at_port + clearance, **ends),
    )
    return BlockPiece(
        id=f"run-{leaves}",
        kind="trip",
        departure=leaves,
        arrival=at_port + clearance,
        port=None,
        legs=legs,
        **ends,
    )


DAY = [drive("08:00", 60), drive("09:30", 60), drive("11:00", 60), drive("12:30", 60)]
"""Four hours of driving with pauses of 30 minutes."""


def breaks(pieces: list[BlockPiece] = DAY, **rules: Any) -> frozenset[int]:
    return needed_breaks(driver_rules(**{"break_minutes": 20, **rules}), pieces)


def test_a_driver_who_drives_little_needs_no_break() -> None:
    assert breaks(max_continuous_driving_minutes=240) == frozenset()


def test_a_break_is_taken_as_late_as_the_rules_allow() -> None:
    assert breaks(max_continuous_driving_minutes=180) == {2}
    assert breaks(max_continuous_driving_minutes=120) == {1}
    assert breaks(max_continuous_driving_minutes=60) == {0, 1, 2}


def test_pauses_that_are_too_short_are_no_breaks() -> None:
    assert breaks(break_minutes=31, max_continuous_driving_minutes=60) == frozenset()


def test_who_drives_so_long_that_rest_is_owed_keeps_every_break() -> None:
    owed = RestAfterDriving(driving_minutes=239, rest_minutes=40)
    assert breaks(rest_after_driving=owed) == {0, 1, 2}
    enough = RestAfterDriving(driving_minutes=240, rest_minutes=40)
    assert breaks(rest_after_driving=enough) == frozenset()


def test_driving_at_night_needs_a_break_sooner() -> None:
    night: dict[str, Any] = {
        "max_continuous_night_driving_minutes": 120,
        "max_continuous_driving_minutes": 240,
    }
    # Until 12:00 she may drive 240 minutes; with the last run, which ends at 13:30, only 120.
    assert breaks(night=band("13:00", "30:00"), **night) == {2}
    assert breaks(night=band("11:30", "30:00"), **night) == {1}
    assert breaks(night=band("22:00", "30:00"), **night) == frozenset()


def test_minutes_at_the_port_count_where_the_rules_say_so() -> None:
    long_clearance = [drive("08:00", 60, 30), drive("10:00", 60, 30)]
    limit: dict[str, Any] = {"max_continuous_driving_minutes": 150}
    assert breaks(long_clearance, **limit) == frozenset()
    assert breaks(long_clearance, clearance_is_driving=True, **limit) == {0}
