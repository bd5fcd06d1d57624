import json
from pathlib import Path

from shuttle.scenario import load_block_task, load_duty_stage, load_scenario, load_trips_csv
from tests.cli.command import SEEDS, call, done
from tests.scenario.gtfs.feeds import TABLES, feed

ON = ("--date", "2026-11-23")


def test_a_feed_is_planned_from_its_trips_alone(tmp_path: Path) -> None:
    out = tmp_path / "trips.json"
    done("import", "gtfs", feed(tmp_path), *ON, "--depot", "N", "--kmh", "30", "--out", out)
    assert len(load_block_task(out).trips) == 2
    blocks = json.loads(done("blocks", out, "--out", "-", "--quiet"))
    assert [len(block["pieces"]) for block in blocks["blocks"]] == [2]


def test_the_feeds_own_blocks_get_drivers(tmp_path: Path) -> None:
    out, kept = tmp_path / "trips.json", tmp_path / "blocks.json"
    words = ("--depot", "N", "--kmh", "30", "--out", out, "--keep-blocks", kept)
    done("import", "gtfs", feed(tmp_path), *ON, *words)
    assert len(load_duty_stage(kept).stage.pieces) == 2
    duties = json.loads(done("duties", kept, "--out", "-", "--quiet"))
    assert [duty["pieces"] for duty in duties["duties"]] == [["t1", "t2"]]


def test_a_feed_becomes_the_timetable_of_a_scenario(tmp_path: Path) -> None:
    out = tmp_path / "published.csv"
    names = ("--stop", "N=north", "--stop", "S=south")
    done("import", "gtfs", feed(tmp_path), *ON, "--scenario", "tiny", *names, "--out", out)
    trips = load_trips_csv(out, load_scenario(SEEDS / "tiny"))
    assert [(trip.origin, trip.departure) for trip in trips] == [("north", 480), ("south", 540)]


def test_what_a_feed_cannot_know_is_asked_for(tmp_path: Path) -> None:
    path = feed(tmp_path)
    runs = call("import", "gtfs", path, *ON, "--out", tmp_path / "t.json")
    assert runs.code == 2
    assert "name them by --empty-runs FILE, or assume them all by --kmh SPEED" in runs.err
    depot = call("import", "gtfs", path, *ON, "--kmh", "30", "--out", tmp_path / "t.json")
    assert depot.code == 2
    assert "a timetable does not say where buses stand; trips start at N, S" in depot.err
    scenario = call("import", "gtfs", path, *ON, "--out", tmp_path / "t.csv")
    assert scenario.code == 2
    assert "--scenario: is missing" in scenario.err


def test_positions_are_needed_for_a_speed(tmp_path: Path) -> None:
    path = feed(tmp_path, {"stops.txt": "stop_id,stop_name\nN,North\nS,South\n"})
    outcome = call("import", "gtfs", path, *ON, "--kmh", "30", "--depot", "N", "--out", "-")
    assert outcome.code == 2
    out = tmp_path / "t.json"
    outcome = call("import", "gtfs", path, *ON, "--kmh", "30", "--depot", "N", "--out", out)
    assert outcome.code == 2
    assert outcome.err.count("has no stop_lat and stop_lon") == 2


def test_a_wrong_feed_ends_with_2_and_writes_nothing(tmp_path: Path) -> None:
    times = TABLES["stop_times.txt"].replace("08:00:00", "8am")
    path, out = feed(tmp_path, {"stop_times.txt": times}), tmp_path / "t.json"
    outcome = call("import", "gtfs", path, *ON, "--kmh", "30", "--depot", "N", "--out", out)
    assert outcome.code == 2
    assert f'{path}: stop_times.txt, row 2, arrival_time: "8am" is not a time' in outcome.err
    assert not out.exists()


def test_the_drivers_rules_are_named_by_an_id(tmp_path: Path) -> None:
    words = ("--rule-profile", "No Id", "--out", tmp_path / "t.json")
    outcome = call("import", "gtfs", "f.zip", *ON, *words)
    assert outcome.code == 2
    assert "write lower-case letters" in outcome.err


def test_two_ids_are_written_with_an_equals_sign(tmp_path: Path) -> None:
    outcome = call("import", "gtfs", "f.zip", *ON, "--stop", "N", "--out", tmp_path / "t.csv")
    assert outcome.code == 2
    assert "write FEED_STOP=ID" in outcome.err
