"""The days of buses and drivers, and riders and seats by hour."""

from shuttle.draw.day import _colours, blocks
from shuttle.draw.demand import demand
from tests.draw.pictures import SVG, day, lines, place, points, read, texts, tips


def test_every_bus_and_driver_has_a_row() -> None:
    said = texts(blocks(day(place()), place(), "en"))
    for row in ("1  bus-1, coach", "2  bus-2, coach", "1  duty-bus-1", "2  duty-bus-2"):
        assert row in said


def test_every_run_is_drawn_with_its_bus_and_with_its_driver() -> None:
    told = tips(blocks(day(place()), place(), "en"))
    assert len(told) == 8
    assert told.count("to-a-0915: b - a, 09:15-09:45") == 2


def test_arrows_point_forth_and_back() -> None:
    svg = blocks(day(place()), place(), "en")
    arrows = [points(line["d"]) for line in lines(svg) if len(points(line["d"])) == 5]
    tip_right = [arrow[2][0] > arrow[0][0] for arrow in arrows]
    assert tip_right[:4] == [True, False, True, False]


def test_an_empty_run_is_a_dashed_outline_and_stands_in_the_legend() -> None:
    svg = blocks(day(place()), place(), "en")
    dashed = [line for line in lines(svg) if "stroke-dasharray" in line]
    assert len(dashed) == 3
    assert "Empty run" in texts(svg)


def test_clearance_is_marked_in_the_run() -> None:
    svg = blocks(day(place()), place(), "en")
    strips = [entry for entry in read(svg).iter(f"{SVG}rect") if entry.get("height") == "3"]
    assert len(strips) == 8 + 1


def test_riders_and_seats_stand_over_their_hour() -> None:
    svg = demand(day(place()), place(), "en")
    told = tips(svg)
    assert "08:00 · 5 / 10 · ×3" in told  # noqa: RUF001 - a cross
    assert "09:00 · 2 / 5 · ×0" in told  # noqa: RUF001 - a cross
    assert "5 ×3 / 10" in texts(svg)  # noqa: RUF001 - a cross


def test_bars_are_as_high_as_there_are_riders() -> None:
    svg = demand(day(place()), place(), "en")
    bars = [
        (entry.get("class"), float(entry.attrib["height"]))
        for entry in read(svg).iter(f"{SVG}rect")
        if entry.get("class") in {"f-riders", "f-left-behind"} and entry.get("y") != "-7"
    ]
    (first, five), (second, three), (_, two) = bars
    assert (first, second) == ("f-riders", "f-left-behind")
    assert abs(five / three - 5 / 3) < 0.01
    assert abs(five / two - 5 / 2) < 0.01


def test_directions_have_colours_of_their_own_until_they_are_too_many() -> None:
    few = [("a", "b"), ("b", "a")]
    assert _colours(few) == {("a", "b"): 0, ("b", "a"): 1}
    many = [*few, *(pair for end in "cdef" for pair in (("a", end), (end, "a")))]
    found = _colours(many)
    assert len(set(found.values())) == 5
    assert all(found[origin, end] == found[end, origin] for origin, end in many)
