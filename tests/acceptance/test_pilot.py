"""A planner's and a commuter's day with the pilot service of 2023, by the command line alone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine

from tests.cli.command import SEEDS, call, done, process

FIRST, LAST, CHANGE = "2026-09-28", "2026-11-27", "2026-10-12"
PUBLISHED_AT = "2026-09-20T12:00:00+08:00"
PUBLISHED_TRIPS = [
    ("hkstp-sz", "10:00"),
    ("hksp", "11:15"),
    ("hkstp-sz", "12:30"),
    ("hksp", "13:45"),
    ("hkstp-sz", "15:00"),
    ("hksp", "16:15"),
]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Plans by the facts before and after the new port opens."""
    folder = tmp_path_factory.mktemp("plans")
    made = {"before": folder / "before.json", "after": folder / "after.json"}
    done("plan", "pilot-2023", "--out", made["before"], "--quiet")
    done("plan", "pilot-2023", "--out", made["after"], "--date", CHANGE, "--quiet")
    return made


@pytest.fixture(scope="module")
def store(plans: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the autumn of 2026, over the change of port, published just before it."""
    path = tmp_path_factory.mktemp("store") / "shuttle.sqlite3"
    with time_machine.travel(PUBLISHED_AT, tick=True):
        done("publish", *plans.values(), "--from", FIRST, "--to", LAST, "--database", path)
    return path


def _document(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _departures(store: Path, day: str, origin: str, destination: str) -> list[dict[str, Any]]:
    words = ("departures", "--from", origin, "--to", destination, "--limit", "3", "--json")
    told = json.loads(done(*words, "--at", f"{day}T00:00:00+08:00", "--database", store))
    found: list[dict[str, Any]] = told["departures"]
    return found


def test_the_plan_has_the_six_trips_and_one_bus_proved_minimal(plans: dict[str, Path]) -> None:
    for path in plans.values():
        plan = _document(path)
        assert (plan["kpis"]["trips"], plan["kpis"]["buses"]) == (6, 1)
        assert plan["proof"]["status"] == "optimal"


def test_the_published_timetable_passes(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    table = SEEDS / "pilot-2023" / "published.csv"
    done("plan", "pilot-2023", "--timetable", table, "--out", out, "--quiet")
    trips = _document(out)["trips"]
    assert [(trip["from"], trip["departure"]) for trip in trips] == PUBLISHED_TRIPS
    assert done("check", "pilot-2023", out).startswith("passes: ")


def test_both_plans_pass_the_independent_audit(plans: dict[str, Path]) -> None:
    for path in plans.values():
        assert done("check", "pilot-2023", path).startswith("passes: ")


def test_a_trip_forced_past_the_ports_closing_is_caught(
    plans: dict[str, Path], tmp_path: Path
) -> None:
    """The last trip of the bus is moved to the evening by hand, as is its piece of the block."""
    plan = _document(plans["before"])
    late = max(plan["trips"], key=lambda trip: trip["departure"])
    folder = _closing_at(tmp_path, "17:00")
    sha256 = json.loads(done("validate", folder, "--json"))["sha256"]
    plan["scenario"]["sha256"] = sha256
    assert late["legs"][1]["kind"] == "clearance"
    _shift(late, hours=2)
    for block in plan["blocks"]:
        for piece in block["pieces"]:
            if piece["id"] == late["id"]:
                _shift(piece, hours=2)
    forced = tmp_path / "forced.json"
    forced.write_text(json.dumps(plan), encoding="utf-8")
    outcome = call("check", folder, forced)
    assert outcome.code == 5
    assert "The port is open when the bus clears (port-hours)" in outcome.out
    assert late["id"] in outcome.out


def test_such_a_trip_cannot_be_planned_either(tmp_path: Path) -> None:
    table = tmp_path / "late.csv"
    rows = [
        "from,to,departure,port",
        "hkstp-sz,hksp,10:00,huanggang",
        "hksp,hkstp-sz,18:15,huanggang",
    ]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "plan.json"
    folder = _closing_at(tmp_path, "17:00")
    outcome = call("plan", folder, "--timetable", table, "--out", out, "--quiet")
    assert outcome.code == 3
    assert "port-hours: The 18:15 departure to-hkstp-sz cannot run" in outcome.err
    assert not out.exists()


def test_each_side_of_the_change_of_port_uses_its_own_facts(store: Path) -> None:
    before = _departures(store, "2026-10-09", "hksp", "hkstp-sz")[0]
    after = _departures(store, CHANGE, "hksp", "hkstp-sz")[0]
    assert before["scheduled_departure"] == "2026-10-09T11:15:00+08:00"
    assert before["scheduled_arrival"] == "2026-10-09T12:00:00+08:00"
    assert after["scheduled_departure"] == "2026-10-12T11:15:00+08:00"
    assert after["scheduled_arrival"] == "2026-10-12T11:50:00+08:00"
    assert before["trip_id"] == after["trip_id"]


def test_one_plan_alone_does_not_cover_both_sides(plans: dict[str, Path], tmp_path: Path) -> None:
    for path in plans.values():
        dates = ("--from", FIRST, "--to", LAST, "--database", tmp_path / "store.sqlite3")
        outcome = call("publish", path, *dates)
        assert outcome.code == 2
        assert "no plan covers" in outcome.err


def test_after_national_day_the_next_bus_is_on_the_eighth(store: Path) -> None:
    words = ("departures", "--from", "hksp", "--to", "hkstp-sz", "--database", store)
    rows = done(*words, "--at", "2026-09-30T20:00:00+08:00").splitlines()
    assert rows[0] == "2026-10-01: Mainland holiday: National Day"
    assert rows[2].startswith("Thu 2026-10-08  11:15")


def test_the_feed_has_the_days_departures(store: Path, tmp_path: Path) -> None:
    done("export", "ical", "--out", tmp_path, "--database", store)
    (feed,) = (tmp_path / "feeds" / "en").glob("*.ics")
    calendar = icalendar.Calendar.from_ical(feed.read_bytes())
    days = {"2026-10-01": [], "2026-10-09": PUBLISHED_TRIPS, CHANGE: PUBLISHED_TRIPS}
    for day, wanted in days.items():
        events = recurring_ical_events.of(calendar).at(date.fromisoformat(day))
        times = sorted(event["DTSTART"].dt.strftime("%H:%M") for event in events)
        assert times == [departure for _, departure in wanted]


def test_the_demo_works_twice_each_time_as_a_new_version(tmp_path: Path) -> None:
    store = tmp_path / "shuttle.sqlite3"
    for version in (1, 2):
        outcome = process("demo", "pilot-2023", "--once", "--database", store)
        assert outcome.code == 0, outcome.err
        assert "passes: " in outcome.out
        assert f"park-shuttle: version {version} published at" in outcome.out
        assert outcome.out.count("to-hkstp-sz-") >= 3
        assert "\x1b" not in outcome.out + outcome.err


def _closing_at(folder: Path, closing: str) -> Path:
    """A copy of the pilot whose port closes in the afternoon."""
    copy = folder / "early"
    copy.mkdir()
    text = (SEEDS / "pilot-2023" / "scenario.toml").read_text(encoding="utf-8")
    hours = (
        "\n[[ports.huanggang.hours]]\n"
        f'from = "07:00"\nto = "{closing}"\n'
        'source = "Made up for a test"\nas_of = 2026-11-22\nassumed = true\n'
    )
    (copy / "scenario.toml").write_text(text + hours, encoding="utf-8")
    return copy


def _shift(piece: dict[str, Any], *, hours: int) -> None:
    for part in (piece, *piece["legs"]):
        for key in ("departure", "arrival"):
            hour, minute = part[key].split(":")
            part[key] = f"{int(hour) + hours:02d}:{minute}"
