from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.timetable import PublishedTrip
from shuttle.formats.gtfs.services import Service
from shuttle.formats.gtfs.table import Table
from shuttle.formats.tods.crews import _crew, crews
from shuttle.formats.tods.events import run_events
from shuttle.formats.tods.package import tods_tables
from tests.builders import plan, scenario, trip
from tests.formats.gtfs.feeds import SEEDS, seed_feed

PLAN = plan(scenario(), [trip("to-b", "08:00"), trip("to-a", "09:00"), trip("to-b", "10:00")])


def by_column(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def tables(name: str) -> dict[str, list[dict[str, object]]]:
    return {table.name: by_column(table) for table in tods_tables(seed_feed(name).issue)}


def events(of: Plan) -> list[dict[str, object]]:
    """The events of a plan whose trips are published as they are."""
    trips = tuple(
        PublishedTrip(
            id=one.id,
            route=one.route,
            direction=one.direction,
            origin=one.origin,
            destination=one.destination,
            departure=one.departure,
            arrival=one.arrival,
            port=one.port,
            seats=40,
            legs=one.legs,
        )
        for one in of.trips
    )
    service = Service("daily", (date(2026, 9, 1),), trips, "sha")
    return by_column(run_events([_crew(service, of)]))


def kinds(of: Plan) -> list[tuple[object, object]]:
    return [(event["run_id"], event["event_type"]) for event in events(of)]


def shared() -> Plan:
    """The first trip has a driver, the others another one."""
    [duty], [first, *others] = PLAN.duties, PLAN.trips
    one = duty.model_copy(update={"id": "early", "pieces": (first.id,), "sign_off": first.arrival})
    late = tuple(other.id for other in others)
    start = others[0].departure - 15
    two = duty.model_copy(update={"id": "late", "pieces": late, "sign_on": start})
    return PLAN.model_copy(update={"duties": (one, two)})


def test_a_driver_signs_on_drives_waits_with_her_bus_and_signs_off() -> None:
    name = PLAN.duties[0].id
    wanted = ("Sign-On", "Operator", "Layover", "Operator", "Layover", "Operator", "Sign-Off")
    assert kinds(PLAN) == [(name, kind) for kind in wanted]
    assert [event["event_sequence"] for event in events(PLAN)] == [10, 20, 30, 40, 50, 60, 70]


def test_who_takes_over_a_bus_is_told() -> None:
    late = [kind for run, kind in kinds(shared()) if run == "late"]
    assert late == ["Sign-On", "Relief", "Operator", "Layover", "Operator", "Sign-Off"]
    assert [kind for run, kind in kinds(shared()) if run == "early"][1] == "Operator"


def test_a_driver_whose_bus_goes_on_without_her_travels_to_where_she_takes_it_over() -> None:
    [duty], [first, second, third] = PLAN.duties, PLAN.trips
    mine = duty.model_copy(update={"id": "mine", "pieces": (first.id, third.id)})
    other = duty.model_copy(update={"id": "other", "pieces": (second.id,)})
    found = [
        (event["event_type"], event["piece_id"])
        for event in events(PLAN.model_copy(update={"duties": (mine, other)}))
        if event["run_id"] == "mine"
    ]
    assert ("Relief", None) in found
    assert [kind for kind, _ in found][2] == "Travel"


def test_times_run_on_past_midnight_and_trips_have_the_feeds_ids() -> None:
    first = events(PLAN)[1]
    assert (first["start_time"], first["end_time"]) == ("08:00:00", "08:30:00")
    assert first["trip_id"] == "to-b-0800.daily"
    assert first["block_id"] == f"{PLAN.blocks[0].id}.daily"


@pytest.mark.parametrize("name", SEEDS)
def test_every_minute_of_every_duty_is_told_where_it_is_spent(name: str) -> None:
    runs: dict[tuple[object, object], list[dict[str, object]]] = defaultdict(list)
    for event in tables(name)["run_events"]:
        runs[event["service_id"], event["run_id"]].append(event)
    for mine in runs.values():
        for before, after in pairwise(mine):
            assert before["end_time"] == after["start_time"]
            assert before["end_location"] == after["start_location"]
    duties = [duty for crew in crews(seed_feed(name).issue) for duty in crew.plan.duties]
    assert len(runs) == len(duties)


def test_empty_runs_are_in_the_supplement() -> None:
    found = tables("hospital-shuttle")
    empty = {row["trip_id"]: row["TODS_trip_type"] for row in found["trips_supplement"]}
    driven = {event["trip_id"]: event["event_type"] for event in found["run_events"]}
    assert empty
    for trip_id, kind in empty.items():
        assert str(driven[trip_id]).lower() == kind
    assert {row["trip_id"] for row in found["stop_times_supplement"]} == set(empty)
    assert found["routes_supplement"][0]["route_id"] == "empty-runs"


def test_depots_are_garages_and_only_new_places_are_named() -> None:
    [depot] = tables("pilot-2023")["stops_supplement"]
    assert depot == {
        "stop_id": "hkstp-sz",
        "stop_name": None,
        "location_type": None,
        "TODS_location_type": "garage",
    }
