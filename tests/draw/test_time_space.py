"""Trips in time and space, and two timetables laid over each other."""

from itertools import pairwise

from shuttle.draw.overlay import overlay
from shuttle.draw.time_space import time_space
from shuttle.services.deciding.differences import difference
from tests.builders import legs_over, plan, scenario, trip, vehicle_type
from tests.draw.pictures import day, lines, place, points, read, texts, tips
from tests.services.two_plans import timetable, world


def _trip_lines(svg: str) -> list[list[tuple[float, float]]]:
    """The lines of trips over a port: four points."""
    found = (line for line in lines(svg) if line["fill"] == "none")
    return [way for line in found if len(way := points(line["d"])) == 4]


def test_every_trip_is_a_line_over_its_port() -> None:
    ways = _trip_lines(time_space(day(place()), place(), "en"))
    assert len(ways) == 3
    for way in ways:
        assert all(earlier[0] < later[0] for earlier, later in pairwise(way))


def test_the_two_directions_run_up_and_down() -> None:
    there, other, back = _trip_lines(time_space(day(place()), place(), "en"))
    assert there[0][1] < there[-1][1]
    assert other[0][1] < other[-1][1]
    assert back[0][1] > back[-1][1]
    assert (there[0][1], there[-1][1]) == (back[-1][1], back[0][1])


def test_minutes_are_drawn_to_scale() -> None:
    here = place()
    svg = time_space(day(here), here, "en")
    hour = {
        entry.text: float(entry.attrib["x"])
        for entry in read(svg).iter("{http://www.w3.org/2000/svg}text")
        if entry.get("text-anchor") == "middle"
    }
    per_minute = (hour["10:00"] - hour["09:00"]) / 60
    (way, *_) = _trip_lines(svg)
    for (x, _), minute in zip(way, (480, 490, 500, 510), strict=True):
        assert abs(x - (hour["08:00"] + (minute - 480) * per_minute)) <= 0.11


def test_pointing_at_a_trip_tells_when_where_to_over_which_port_with_which_bus() -> None:
    assert tips(time_space(day(place()), place(), "en"))[1] == ("08:20-09:10 to b · Bridge · bus-2")


def test_buses_are_told_apart_by_number_and_after_six_by_dashes() -> None:
    here = scenario(vehicle_types=(vehicle_type(count=20),))
    many = plan(here, [trip("to-b", f"{7 + n}:00".zfill(5), block=f"x{n}") for n in range(8)])
    svg = time_space(many, here, "en")
    drawn = [line for line in lines(svg) if len(points(line["d"])) == 4 and "stroke-width" in line]
    styles = [(line["stroke"], line.get("stroke-dasharray")) for line in drawn]
    assert len(set(styles)) == 8
    assert styles[0][0] == styles[6][0]
    assert "7 = x6, coach" in texts(svg)


def test_ports_have_marks_of_their_own_where_there_are_several() -> None:
    said = texts(time_space(day(place()), place(), "en"))
    assert '<Gate> & "Sons"' in said
    assert "Bridge" in said
    one = scenario()
    assert "Gate" in texts(time_space(plan(one, [trip("to-b", "08:00")]), one, "en"))


def test_labels_of_near_departures_do_not_stand_upon_each_other() -> None:
    here = scenario(vehicle_types=(vehicle_type(count=20),), legs=legs_over())
    near = plan(here, [trip("to-b", f"08:{5 * n:02d}", block=f"x{n}") for n in range(6)])
    svg = time_space(near, here, "en")
    spots = [
        (float(entry.attrib["x"]), float(entry.attrib["y"]))
        for entry in read(svg).iter("{http://www.w3.org/2000/svg}text")
        if entry.get("font-size") == "11"
    ]
    assert len(spots) == 6
    for number, (x, y) in enumerate(spots):
        for other_x, other_y in spots[number + 1 :]:
            assert abs(x - other_x) >= 12 or abs(y - other_y) >= 10


def _laid(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    here = world()
    return overlay(
        difference(timetable(here, *before), timetable(here, *after), here), here, "en", "A, then B"
    )


def test_what_becomes_of_trips_is_signed_and_counted() -> None:
    svg = _laid(("08:00", "09:00", "10:00", "11:00"), ("08:05", "09:00", "11:00 van", "12:00"))
    said = texts(svg)
    for sign in ("~", "+", "\N{MINUS SIGN}", "="):
        assert said.count(sign) == 1
    for entry in (
        "Unchanged: 1",
        "~ Moved: 1 (dashed before, arrow to the new time)",
        "\N{MINUS SIGN} Dropped: 1",
        "+ Added: 1",
        "= Same minute, another port or bus: 1",
        "A, then B",
    ):
        assert entry in said


def test_what_stays_is_thin_and_what_changes_is_bold_or_dashed() -> None:
    svg = _laid(("08:00", "09:00"), ("09:00", "10:00"))
    ways = [line for line in lines(svg) if len(points(line["d"])) == 4 and "stroke-width" in line]
    drawn = {points(line["d"])[0][0]: line for line in ways}
    dropped, kept, added = (drawn[x] for x in sorted(drawn))
    assert float(kept["stroke-width"]) < float(added["stroke-width"])
    assert "stroke-dasharray" in dropped
    assert "stroke-dasharray" not in kept
    assert "stroke-dasharray" not in added


def test_a_trip_that_moves_is_drawn_as_it_was_and_as_it_will_be() -> None:
    svg = _laid(("08:00",), ("08:10",))
    assert len(_trip_lines(svg)) == 2
    assert "08:00-08:30 to b · Gate \N{RIGHTWARDS ARROW} 08:10-08:40 to b · Gate" in tips(svg)


def test_equal_plans_are_all_unchanged() -> None:
    said = texts(_laid(("08:00",), ("08:00",)))
    assert "Unchanged: 1" in said
    assert not {"~", "+", "\N{MINUS SIGN}", "="} & {*said}
