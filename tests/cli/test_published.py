import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.command import SEEDS, Outcome, call, done, process

pytestmark = pytest.mark.usefixtures("autumn")

_NEXT = ("departures", "--from", "south", "--to", "north")
_MORNING = (*_NEXT, "--at", "2026-11-24T00:00:00+08:00")
_NOTICE = ("--notice-en", "Storm", "--notice-zh-hant", "颱風", "--notice-zh-hans", "台风")
_PLACE = ("--place-en", "Gate 4", "--place-zh-hant", "4號閘", "--place-zh-hans", "4号门")


def _first_trip(store: Path) -> dict[str, object]:
    told = json.loads(done(*_MORNING, "--database", store, "--json"))
    first: dict[str, object] = told["departures"][0]
    return first


def _trip_id(store: Path) -> str:
    return str(_first_trip(store)["trip_id"])


def _refused(outcome: Outcome) -> str:
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    return outcome.err


def test_a_publication_is_in_the_history_with_its_note(tiny_plan: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite3"
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    said = done("publish", tiny_plan, *dates, "--note", "first", "--database", store)
    assert "tiny: version 1 published at" in said
    assert "10 service days" in said
    (row,) = json.loads(done("history", "--database", store, "--json"))
    assert (row["version"], row["first"], row["last"]) == (1, "2026-11-23", "2026-12-04")
    assert row["note"] == "first"


def test_the_scenario_beside_a_plan_is_taken_before_a_shipped_one(
    tiny_plan: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "plan.json"
    beside.write_bytes(tiny_plan.read_bytes())
    text = (SEEDS / "tiny" / "scenario.toml").read_text(encoding="utf-8")
    (tmp_path / "scenario.toml").write_text(
        text.replace("seats = 10", "seats = 11"), encoding="utf-8"
    )
    (tmp_path / "demand.csv").write_bytes((SEEDS / "tiny" / "demand.csv").read_bytes())
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    outcome = call("publish", beside, *dates, "--database", tmp_path / "store.sqlite3")
    assert "plan anew with this scenario" in _refused(outcome)


def test_a_plan_whose_scenario_nobody_has_asks_for_it(tiny_plan: Path, tmp_path: Path) -> None:
    odd = tmp_path / "plan.json"
    odd.write_text(
        tiny_plan.read_text(encoding="utf-8").replace('"name": "tiny"', '"name": "mine"'),
        encoding="utf-8",
    )
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    outcome = call("publish", odd, *dates, "--database", tmp_path / "store.sqlite3")
    assert "--scenario" in _refused(outcome)


def test_two_day_types_are_published_from_two_plans(tmp_path: Path) -> None:
    store, plans = tmp_path / "store.sqlite3", []
    for day_type in ("mwf", "tth"):
        plans.append(tmp_path / f"{day_type}.json")
        words = ("--day-type", day_type, "--out", plans[-1], "--quiet")
        done("plan", "cuhk-shuttle", *words)
    dates = ("--from", "2026-11-23", "--to", "2026-11-29")
    assert "tth" in _refused(call("publish", plans[0], *dates, "--database", store))
    said = done("publish", *plans, *dates, "--database", store)
    assert "5 service days" in said


def test_a_broken_plan_is_not_published_and_ends_with_5(tiny_plan: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    document = json.loads(tiny_plan.read_text(encoding="utf-8"))
    document["kpis"]["riders"] += 1
    broken.write_text(json.dumps(document), encoding="utf-8")
    store = tmp_path / "store.sqlite3"
    dates = ("--from", "2026-11-23", "--to", "2026-12-04")
    outcome = call("publish", broken, *dates, "--scenario", "tiny", "--database", store)
    assert outcome.code == 5
    assert "nothing was published" in outcome.err
    assert call("history", "--database", store).code == 2


def test_departures_follow_over_the_end_of_a_day(published: Path) -> None:
    late = (*_NEXT, "--at", "2026-11-27T23:00:00+08:00", "--database", published)
    rows = done(*late, "--limit", "3").splitlines()
    assert "Weekend" in rows[0]
    assert rows[2].startswith("Mon 2026-11-30")
    assert len(rows) == 5


def test_departures_after_the_last_date_say_why_there_are_none(published: Path) -> None:
    said = done(*_NEXT, "--at", "2027-01-04T08:00:00+08:00", "--database", published)
    assert "No timetable has been published" in said


def test_departures_answer_as_over_http(published: Path) -> None:
    first = _first_trip(published)
    assert first["status"] == "scheduled"
    assert str(first["scheduled_departure"]).endswith("+08:00")
    assert first["crossing"] == {"port": "gate", "name": "Gate"}


def test_departures_speak_the_language_asked_for(published: Path) -> None:
    assert "關口" in done(*_MORNING, "--database", published, "--lang", "zh-Hant")


def test_an_unknown_stop_is_refused_with_those_known(published: Path) -> None:
    outcome = call("departures", "--from", "south", "--to", "moon", "--database", published)
    assert "Known: north, south" in _refused(outcome)


def test_a_cancelled_trip_stays_and_is_marked_until_that_is_withdrawn(published: Path) -> None:
    trip = (_trip_id(published), "2026-11-24", "--database", published)
    assert "cancelled" in done("cancel", *trip, *_NOTICE)
    assert _first_trip(published)["status"] == "cancelled"
    assert "cancelled: Storm" in done(*_MORNING, "--database", published)
    done("withdraw", *trip)
    assert _first_trip(published)["status"] == "scheduled"


def test_commands_given_at_once_are_all_carried_out(published: Path) -> None:
    trip, days = _trip_id(published), ("2026-11-24", "2026-11-25", "2026-11-26")
    with ThreadPoolExecutor(len(days)) as operators:
        told = list(
            operators.map(
                lambda day: process("delay", trip, day, "5", "--database", published), days
            )
        )
    assert [one.code for one in told] == [0, 0, 0], told
    history = json.loads(done("history", "--database", published, "--json"))
    assert len(history) == 1 + len(days)


def test_a_delayed_trip_is_listed_with_its_delay(published: Path) -> None:
    done("delay", _trip_id(published), "2026-11-24", "12", "--database", published)
    assert _first_trip(published)["delay_seconds"] == 720
    assert "12 min late" in done(*_MORNING, "--database", published)


def test_a_delay_may_be_of_unknown_length(published: Path) -> None:
    trip = (_trip_id(published), "2026-11-24", "--database", published)
    assert "on 2026-11-24: delayed\n" in done("delay", *trip)
    assert _first_trip(published)["status"] == "delayed"


def test_what_is_said_of_a_trip_adds_up_until_it_is_taken_back(published: Path) -> None:
    trip = (_trip_id(published), "2026-11-24", "--database", published)
    done("delay", *trip[:2], "12", *trip[2:])
    done("full", *trip)
    said = done("board", *trip, *_PLACE)
    assert said == f"{trip[0]} on 2026-11-24: delayed by 12 minutes, full, boarding at Gate 4\n"
    first = _first_trip(published)
    assert (first["delay_seconds"], first["capacity"]) == (720, {"seats": 10, "left": 0})
    assert first["boarding"] == {"place": "Gate 4", "moved": True}
    assert "Boarding point moved: Gate 4" in done(*_MORNING, "--database", published)
    assert "full" not in done("withdraw", *trip, "--only", "full")
    assert "as planned" in done("withdraw", *trip)


def test_the_history_says_what_was_said_of_which_trip(published: Path) -> None:
    trip = _trip_id(published)
    done("full", trip, "2026-11-24", "--database", published)
    done("token", "add", "--pick", "to-north@08:20", "--database", published)
    assert f"{trip} on 2026-11-24: full" in done("history", "--database", published)
    row = json.loads(done("history", "--database", published, "--json"))[-1]
    assert row["detail"] == f"{trip} on 2026-11-24: full"


def test_a_program_is_told_version_and_change(published: Path) -> None:
    trip = _trip_id(published)
    words = (trip, "2026-11-24", "--database", published, "--json")
    told = json.loads(done("full", *words))
    assert (told["version"], told["trip_id"], told["extra"]) == (2, trip, None)
    assert told["change"]["full"]
    assert json.loads(done("withdraw", *words))["change"] is None


def test_an_extra_trip_is_listed_until_it_is_taken_away(published: Path) -> None:
    store = ("--database", published)
    told = json.loads(done("extra", "to-north", "2026-11-24", "00:10", *store, "--json"))
    trip = told["extra"]["trip"]
    assert trip["id"] == told["trip_id"] == "to-north-0010-x20261124"
    assert trip["departure"] == "00:10"
    first = _first_trip(published)
    assert (first["trip_id"], first["extra"]) == (trip["id"], True)
    assert "Extra bus" in done(*_MORNING, *store)
    done("withdraw", trip["id"], "2026-11-24", "--only", "extra", *store)
    assert _first_trip(published)["trip_id"] != trip["id"]


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_a_boarding_point_needs_all_three_languages(left_out: int, published: Path) -> None:
    words = (*_PLACE[:left_out], *_PLACE[left_out + 2 :])
    outcome = call("board", "to-north-0800", "2026-11-24", "--database", published, *words)
    assert _PLACE[left_out] in _refused(outcome)
    blank = (*_PLACE[: left_out + 1], " ", *_PLACE[left_out + 2 :])
    outcome = call("board", "to-north-0800", "2026-11-24", "--database", published, *blank)
    assert _PLACE[left_out] in _refused(outcome)


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_a_notice_needs_all_three_languages(left_out: int, published: Path) -> None:
    words = (*_NOTICE[:left_out], *_NOTICE[left_out + 2 :])
    outcome = call("cancel", "to-north-0800", "2026-11-24", "--database", published, *words)
    assert _NOTICE[left_out] in _refused(outcome)


@pytest.mark.parametrize(
    "words",
    [
        ("cancel", "to-north-0001", "2026-11-24"),
        ("cancel", "Not An Id", "2026-11-24"),
        ("cancel", "{trip}", "2026-11-28"),
        ("delay", "{trip}", "2026-11-24", "0"),
        ("delay", "{trip}", "2026-11-24", "2880"),
        ("withdraw", "{trip}", "2026-11-24"),
        ("withdraw", "{trip}", "2026-11-24", "--only", "extra"),
        ("withdraw", "{trip}", "2026-11-24", "--only", "everything"),
        ("extra", "to-north", "2027-11-24", "08:10"),
        ("extra", "to-north", "2026-11-24", "8.10"),
        ("extra", "to-north", "2026-11-24", "47:59"),
        ("extra", "to-moon", "2026-11-24", "08:10"),
        ("extra", "to-north", "2026-11-24", "08:10", "--like", "to-south-0001"),
        ("cancel", "{trip}", "2026-11-24", "--notice-en", "two\nlines"),
        ("rollback", "7"),
        ("rollback", "0"),
        ("history", "--service", "elsewhere"),
    ],
    ids=" ".join,
)
def test_wrong_changes_are_refused_and_change_nothing(
    words: tuple[str, ...], published: Path
) -> None:
    trip = _trip_id(published)
    _refused(call(*(word.format(trip=trip) for word in words), "--database", published))
    assert len(json.loads(done("history", "--database", published, "--json"))) == 1


def test_a_rollback_is_a_new_version_of_an_old_timetable(published: Path) -> None:
    done("cancel", _trip_id(published), "2026-11-24", "--database", published)
    told = json.loads(done("rollback", "1", "--database", published, "--json"))
    assert told["version"] == 3
    assert _first_trip(published)["status"] == "scheduled"
    assert "rollback to 1" in done("history", "--database", published)


def test_the_feeds_are_written_as_they_are_stored(published: Path, tmp_path: Path) -> None:
    words = ("export", "ical", "--out", tmp_path / "out", "--database", published)
    files = [Path(line) for line in done(*words).splitlines()]
    assert len(files) == 15
    assert all(file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n") for file in files)
    first = [file.read_bytes() for file in files]
    done(*words)
    assert [file.read_bytes() for file in files] == first


def test_the_store_may_come_from_the_environment(published: Path) -> None:
    outcome = process("history", SHUTTLE_DATABASE=str(published))
    assert outcome.code == 0
    assert outcome.out.splitlines()[1].startswith("1 ")


def test_asking_a_store_that_is_not_there_does_not_make_one(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite3"
    assert "nothing is published there" in _refused(call("history", "--database", store))
    assert not store.exists()


def test_an_empty_notice_is_a_missing_one(published: Path) -> None:
    words = ("--notice-en", "", *_NOTICE[2:])
    outcome = call("cancel", _trip_id(published), "2026-11-24", "--database", published, *words)
    assert "--notice-en" in _refused(outcome)


def test_a_wrong_environment_is_named() -> None:
    outcome = process("history", SHUTTLE_PORT="many")
    assert "SHUTTLE_PORT" in _refused(outcome)


def test_a_file_that_is_no_store_ends_in_words(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database, but long enough to be looked at " * 20, encoding="utf-8")
    outcome = call("history", "--database", other)
    assert outcome.code == 1
    assert "Unexpected" not in outcome.err
    assert "Traceback" not in outcome.err


def test_the_public_address_said_at_publication_holds_for_what_is_said_later(
    tiny_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, address = tmp_path / "store.sqlite3", "https://bus.example.org"
    dates = ("--from", "2026-11-23", "--to", "2026-12-04", "--scenario", "tiny")
    monkeypatch.setenv("SHUTTLE_BASE_URL", address)
    done("publish", tiny_plan, *dates, "--database", store)
    monkeypatch.delenv("SHUTTLE_BASE_URL")
    trip = _first(store)
    done("cancel", trip, "2026-11-24", "--database", store)
    feed = _feeds(tmp_path / "calendars", store)
    assert "127.0.0.1" not in feed
    assert feed.count("SEQUENCE:1") == feed.count(f"UID:{trip}-")
    done("rollback", "1", "--database", store)
    done("publish", tiny_plan, *dates, "--database", store)
    assert address in _feeds(tmp_path / "calendars", store)
    given = done("token", "add", "--duty", "working-day-duty-01", "--database", store)
    assert given.startswith(f"{address}/feeds/my/")


def test_a_publication_without_gtfs_says_what_it_lacks(tiny_plan: Path, tmp_path: Path) -> None:
    dates = ("--from", "2026-11-23", "--to", "2026-12-04", "--scenario", "tiny")
    said = call("publish", tiny_plan, *dates, "--database", tmp_path / "store.sqlite3").err
    assert "There is no GTFS feed: stop north has no lat and lon" in said


def test_feeds_that_lead_nowhere_are_told_when_they_are_published(
    tiny_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = ("--from", "2026-11-23", "--to", "2026-12-04", "--scenario", "tiny")
    words = ("publish", tiny_plan, *dates, "--database", tmp_path / "store.sqlite3")
    assert "set SHUTTLE_BASE_URL" in call(*words).err
    monkeypatch.setenv("SHUTTLE_BASE_URL", "https://bus.example.org")
    assert "SHUTTLE_BASE_URL" not in call(*words).err
    monkeypatch.delenv("SHUTTLE_BASE_URL")
    assert "SHUTTLE_BASE_URL" not in call(*words).err


def _first(store: Path) -> str:
    at = ("--at", "2026-11-24T00:00:00+08:00", "--json", "--database", store)
    listed = json.loads(done("departures", "--from", "south", "--to", "north", *at))
    trip: str = listed["departures"][0]["trip_id"]
    return trip


def _feeds(folder: Path, store: Path) -> str:
    """All feeds, unfolded."""
    paths = done("export", "ical", "--out", folder, "--database", store).split()
    return "".join(Path(path).read_text().replace("\n ", "") for path in paths)
