from datetime import date
from pathlib import Path

import pytest

from shuttle.scenario.gtfs.feed import read_feed
from tests.scenario.gtfs.feeds import MONDAY, SUNDAY, TABLES, feed, refusals, trips

TWO = [("t1", "N", "S", 480, 510), ("t2", "S", "N", 540, 570)]
TIMES = TABLES["stop_times.txt"]
DATES = "service_id,date,exception_type\n"


def test_a_feed_gives_the_trips_of_a_date(tmp_path: Path) -> None:
    day = read_feed(feed(tmp_path), MONDAY)
    assert trips(day) == TWO
    assert [trip.block for trip in day.trips] == ["b1", "b1"]
    assert day.places["N"].position == (22.5, 114.0)
    assert day.notes == ()


def test_a_feed_may_have_marks_line_ends_quotes_and_blanks_of_any_kind(tmp_path: Path) -> None:
    stops = (
        '\ufeffstop_name , stop_id,stop_lat,stop_lon,empty\r\n"North\nGate",  N ,,,\r\nS,S,,,\r\n'
    )
    path = feed(tmp_path, {"stops.txt": stops.encode(), "stop_times.txt": TIMES + "\n,,,,\n"})
    day = read_feed(path, MONDAY)
    assert trips(day) == TWO
    assert day.places["N"].name == "North\nGate"
    assert day.places["N"].position is None


def test_tables_may_lie_in_one_folder(tmp_path: Path) -> None:
    inside = {f"gtfs/{name}": text for name, text in TABLES.items()}
    junk = {"__MACOSX/gtfs/._stops.txt": b"\x00\x05"}
    path = feed(tmp_path, {**dict.fromkeys(TABLES, None), **inside, **junk})
    assert trips(read_feed(path, MONDAY)) == TWO


def test_stop_times_may_come_in_any_order_and_lack_times_between(tmp_path: Path) -> None:
    rows = "t1,,,N,5\nt1,8:31:00,,S,9\nt1,,7:59:00,N,2\n"
    path = feed(tmp_path, {"stop_times.txt": TIMES.splitlines()[0] + "\n" + rows})
    day = read_feed(path, MONDAY)
    assert trips(day) == [("t1", "N", "S", 479, 511)]
    assert day.notes == ("trip t2 has fewer than two stop times; left aside",)


def test_times_past_midnight_stay_on_the_service_day(tmp_path: Path) -> None:
    path = feed(tmp_path, {"stop_times.txt": TIMES.replace("09:", "24:")})
    assert trips(read_feed(path, MONDAY))[1] == ("t2", "S", "N", 1440, 1470)


def test_seconds_are_cut_so_that_what_could_follow_still_can(tmp_path: Path) -> None:
    times = TIMES.replace("08:30:00", "08:30:40").replace("09:00:00", "08:30:40")
    day = read_feed(feed(tmp_path, {"stop_times.txt": times}), MONDAY)
    assert [(trip.start, trip.end) for trip in day.trips] == [(480, 510), (510, 570)]
    assert day.notes == ()


def test_stops_of_a_station_are_one_place(tmp_path: Path) -> None:
    stops = "stop_id,stop_name,stop_lat,stop_lon,parent_station\n"
    rows = "N,Bay,1,1,P\nP,Station,22.5,114,\nS,South,,,none\n"
    day = read_feed(feed(tmp_path, {"stops.txt": stops + rows}), MONDAY)
    assert trips(day)[0][1:3] == ("P", "S")
    assert day.places["P"].name == "Station"
    assert day.places["P"].position == (22.5, 114.0)


def test_dates_are_added_and_removed(tmp_path: Path) -> None:
    path = feed(tmp_path, {"calendar_dates.txt": f"{DATES}wk,20261122,1\nwk,20261123,2\n"})
    assert trips(read_feed(path, SUNDAY)) == TWO
    assert refusals(path) == [
        (
            "calendar.txt",
            "no service runs on 2026-11-23; the feed speaks of 2026-11-01 to 2026-12-31",
        )
    ]


@pytest.mark.parametrize("on", [date(2026, 11, 28), date(2026, 10, 30), date(2027, 1, 4)])
def test_a_pattern_runs_on_its_weekdays_between_its_dates_alone(tmp_path: Path, on: date) -> None:
    [(key, message)] = refusals(feed(tmp_path), on)
    assert key == "calendar.txt"
    assert message.startswith(f"no service runs on {on}")


def test_dates_alone_make_a_calendar(tmp_path: Path) -> None:
    path = feed(tmp_path, {"calendar.txt": None, "calendar_dates.txt": f"{DATES}wk,20261123,1\n"})
    assert trips(read_feed(path, MONDAY)) == TWO


def test_a_trip_that_repeats_is_one_trip_for_each_departure(tmp_path: Path) -> None:
    rows = "trip_id,start_time,end_time,headway_secs,exact_times\n"
    rows += "t1,10:00:00,10:30:00,900,\nt1,11:00:00,11:00:01,60,1\n"
    day = read_feed(feed(tmp_path, {"frequencies.txt": rows}), MONDAY)
    assert [(trip.id, trip.start, trip.end, trip.block) for trip in day.trips] == [
        ("t2", 540, 570, "b1"),
        ("t1@10:00:00", 600, 630, None),
        ("t1@10:15:00", 615, 645, None),
        ("t1@11:00:00", 660, 690, None),
    ]
    assert day.notes == (
        "frequencies without exact times: departures at even headways are assumed",
    )


@pytest.mark.parametrize("name", ["r", "7"])
def test_routes_are_taken_by_id_or_short_name(tmp_path: Path, name: str) -> None:
    more = {
        "routes.txt": TABLES["routes.txt"] + "other,8,3\n",
        "trips.txt": TABLES["trips.txt"].replace("r,wk,t2", "other,wk,t2"),
    }
    assert trips(read_feed(feed(tmp_path, more), MONDAY, [name])) == TWO[:1]


def test_stops_on_the_way_are_known_where_they_are_watched(tmp_path: Path) -> None:
    times = TIMES + "t1,08:10:00,08:20:00,port.gate,1\n"
    times = times.replace("N,1\n", "N,0\n")
    day = read_feed(feed(tmp_path, {"stop_times.txt": times}), MONDAY, (), {"port.gate"})
    assert [trip.via for trip in day.trips] == [("port.gate",), ()]


def test_trips_of_one_block_that_overlap_are_told(tmp_path: Path) -> None:
    day = read_feed(feed(tmp_path, {"stop_times.txt": TIMES.replace("09:00", "08:20")}), MONDAY)
    assert day.notes == ("block b1: trip t1 ends after t2 begins",)


def test_everything_wrong_is_told_by_table_row_and_column(tmp_path: Path) -> None:
    path = feed(
        tmp_path,
        {
            "calendar.txt": TABLES["calendar.txt"].replace("wk,1,1", "wk,1,x"),
            "trips.txt": TABLES["trips.txt"] + "r,wk,t1,\n",
            "stop_times.txt": TIMES.replace("08:00:00,N", "8.00,N").replace("N,2", "N,two"),
        },
    )
    assert refusals(path)[:4] == [
        ("calendar.txt, row 2, tuesday", '"x" is neither 1 (runs) nor 0'),
        ("trips.txt, row 4, trip_id", '"t1" is there twice; ids are unique'),
        (
            "stop_times.txt, row 2, departure_time",
            '"8.00" is not a time; it is written as 08:30:00, up to 48:00:00',
        ),
        ("stop_times.txt, row 5, stop_sequence", '"two" is not a whole number'),
    ]


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"stops.txt": None}, "stops.txt", "is missing from the feed, and needed"),
        ({"calendar.txt": None}, "calendar.txt", "is missing from the feed, and calendar_dates"),
        ({"trips.txt": "trip_id\nt1\n"}, "trips.txt, row 1", "has no column route_id, service_id"),
        ({"stops.txt": "stop_id\nN\n"}, "stops.txt", 'there is no stop "S", at which trip "t1"'),
        (
            {"stop_times.txt": TIMES.replace("08:30:00,08:30:00", ",")},
            'stop_times.txt, trip "t1"',
            "first and last stop each need a time",
        ),
        (
            {"calendar_dates.txt": f"{DATES}wk,2026-11-23,1\n"},
            "calendar_dates.txt, row 2, date",
            '"2026-11-23" is not a date; it is written as 20261123',
        ),
        (
            {"calendar_dates.txt": f"{DATES}wk,20261123,3\n"},
            "calendar_dates.txt, row 2, exception_type",
            '"3" is neither 1 (added) nor 2 (removed)',
        ),
        (
            {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt1,8:00:00,,0\n"},
            "frequencies.txt, row 2, headway_secs",
            '"0" is not a whole number of seconds above 0',
        ),
        (
            {
                "frequencies.txt": "trip_id,start_time,end_time,headway_secs\n"
                "t1,00:00:00,24:00:00,1\n"
            },
            "trips.txt",
            "has more than 10000 trips on the date; take some by --route",
        ),
        ({"stops.txt": b"stop_id\n\xa4\xa4\n"}, "stops.txt, after row 0", "the byte 0xA4 is not"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_says_what_would_be_accepted(
    tmp_path: Path, changes: dict[str, str], key: str, message: str
) -> None:
    found = refusals(feed(tmp_path, changes))
    assert [words for where, words in found if where == key and words.startswith(message)]


def test_of_many_wrong_rows_twenty_are_told(tmp_path: Path) -> None:
    rows = "".join(f"t1,x,x,N,{number}\n" for number in range(100))
    found = refusals(feed(tmp_path, {"stop_times.txt": TIMES + rows}))
    mine = [message for key, message in found if key.startswith("stop_times.txt")]
    assert len(mine) == 21
    assert mine[-1].endswith("more rows are wrong in such ways")
