"""What was made under former ids of stops and routes, said in the present ones."""

import pytest

from shuttle.domain.renames import Renames
from tests.services.published import DIRECTIONS, ROUTE, TO_SZ, timetable, trip

RENAMES = Renames({"old-gate": "hkstp-sz"}, {"loop": "hetao"})
STOP = {"hkstp-sz": "old-gate"}


def test_ids_that_were_never_others_stay() -> None:
    assert RENAMES.stop("hksp") == "hksp"
    assert RENAMES.route("campus") == "campus"
    assert RENAMES.direction("to-hksp") == "to-hksp"


@pytest.mark.parametrize(("old", "new"), [("to-old-gate", "to-hkstp-sz"), ("old-gate", "old-gate")])
def test_a_direction_is_renamed_with_the_stop_to_which_it_leads(old: str, new: str) -> None:
    assert RENAMES.direction(old) == new


def test_a_trip_keeps_its_own_id_and_times() -> None:
    before = trip(DIRECTIONS[0], "08:30").model_copy(
        update={"route": "loop", "direction": "to-old-gate", "destination": "old-gate"}
    )
    assert RENAMES.trip(before) == trip(DIRECTIONS[0], "08:30")


def test_nothing_renamed_is_the_same_timetable() -> None:
    before = timetable()
    assert Renames().timetable(before) is before


def test_a_timetable_there_and_back_is_as_before() -> None:
    away = Renames({"hkstp-sz": "old-gate"}, {"hetao": "loop"})
    gone = away.timetable(timetable())
    assert list(gone.stops) == ["hksp", "old-gate"]
    assert gone.routes["loop"].stops == ("hksp", "old-gate")
    assert [way.id for way in gone.directions] == ["to-old-gate", "to-hksp"]
    assert {each.id for each in gone.periods[0].trips} >= {f"to-hkstp-sz-{TO_SZ[0][:2]}30"}
    assert RENAMES.timetable(gone) == timetable()


def test_two_stops_that_became_one_have_one_direction() -> None:
    merged = Renames({"hkstp-sz": "park", "hksp": "park"})
    ways = merged.timetable(timetable()).directions
    assert [way.id for way in ways] == ["to-park"]


def test_former_ids_are_read_from_stops_and_routes() -> None:
    place = timetable()
    stop = place.stops["hksp"].model_copy(update={"formerly": ("park", "old-park")})
    route = ROUTE.model_copy(update={"formerly": ("loop",)})
    found = Renames.of([stop], [route])
    assert found == Renames({"park": "hksp", "old-park": "hksp"}, {"loop": "hetao"})
