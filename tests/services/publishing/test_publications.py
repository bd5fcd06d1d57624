"""Publishing plans, seen as a rider sees the version in force."""

import gzip
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from shuttle.domain.base import Effective
from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.network import Route
from shuttle.domain.port import PortException
from shuttle.domain.scenario import Scenario
from shuttle.errors import CheckError, InputError, NotFoundError, StoreError
from shuttle.services.publishing.disruption import cancel
from shuttle.services.publishing.publications import history, publish, rollback
from shuttle.store.protocol import Store
from tests.builders import FACT, depot, leg, port, text
from tests.plans import plan, trip
from tests.services.builders import (
    IN_OCTOBER,
    NOON,
    OCTOBER,
    SATURDAY,
    SEPTEMBER,
    SIXTH_DAY,
    SUNDAY,
    TUESDAY,
    PlainRenderer,
    departures,
    desk,
    sequences,
    timed,
    world,
)

PLACE = world()
EIGHT = timed(PLACE, "08:00")
NINE = timed(PLACE, "09:00")
BOTH = timed(PLACE, "08:00", "09:00")
WEEKEND = timed(PLACE, "10:00", day_type=SIXTH_DAY)
CHANGE = date(2026, 9, 14)
UNTIL = Effective(valid_to=CHANGE - timedelta(days=1))
SINCE = Effective(valid_from=CHANGE)


def test_a_published_date_has_the_trips_of_its_day_type(store: Store) -> None:
    timetable = publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    assert departures(timetable, TUESDAY) == [("08:00", "to-b-0800"), ("09:00", "to-b-0900")]
    assert departures(timetable, SATURDAY) == [("10:00", "to-b-1000")]
    assert departures(timetable, SUNDAY) == []


def test_what_was_returned_is_what_was_stored(store: Store) -> None:
    assert publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER) == store.latest("small")


def test_every_date_has_an_answer(store: Store) -> None:
    timetable = publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    assert len(timetable.days) == 30
    sunday = timetable.day(SUNDAY)
    assert sunday is not None
    assert (sunday.day_type, sunday.reasons[0].code) == (None, "weekend")


def test_riders_see_stops_ports_and_seats(store: Store) -> None:
    timetable = publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    assert list(timetable.stops) == ["a", "b"]
    assert (timetable.stops["a"].side, timetable.stops["b"].side) == ("hk", "sz")
    assert list(timetable.ports) == ["gate"]
    assert {trip.seats for trip in timetable.trips_on(TUESDAY)} == {40}


def test_a_port_that_no_route_uses_is_not_shown(store: Store) -> None:
    place = world(ports=(port(), port("bridge")))
    plans = [timed(place, "08:00"), timed(place, "10:00", day_type=SIXTH_DAY)]
    assert list(publish(desk(store), place, plans, *SEPTEMBER).ports) == ["gate"]


def test_the_plan_of_each_period_can_be_read_back(store: Store) -> None:
    timetable = publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    assert [store.plan(period.plan_sha256) for period in timetable.periods] == [WEEKEND, BOTH]


def test_a_publication_replaces_its_dates_alone(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    week = date(2026, 9, 7), date(2026, 9, 11)
    timetable = publish(desk(store, 1), PLACE, [NINE], *week)
    assert departures(timetable, date(2026, 9, 4)) == departures(timetable, date(2026, 9, 14))
    assert len(departures(timetable, date(2026, 9, 4))) == 2
    assert departures(timetable, date(2026, 9, 7)) == [("09:00", "to-b-0900")]
    assert departures(timetable, date(2026, 9, 11)) == [("09:00", "to-b-0900")]
    assert departures(timetable, SATURDAY) == [("10:00", "to-b-1000")]


def test_dates_between_two_publications_say_that_nothing_was_published(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    later = date(2026, 10, 5), date(2026, 10, 9)
    timetable = publish(desk(store, 1), PLACE, [NINE], *later)
    hole = timetable.day(date(2026, 10, 2))
    assert hole is not None
    assert (hole.day_type, hole.reasons[0].code) == (None, "outside_timetable")
    assert "published" in hole.reasons[0].text.in_language("en")
    assert hole.reasons[0].text.in_language("zh-Hans") == "此日期尚未公布班次"
    assert [day.date for day in timetable.days] == sorted(day.date for day in timetable.days)


def test_a_publication_for_earlier_dates_leaves_the_later_ones(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *OCTOBER)
    timetable = publish(desk(store, 1), PLACE, [NINE, WEEKEND], *SEPTEMBER)
    assert timetable.days[0].date == SEPTEMBER[0]
    assert len(departures(timetable, TUESDAY)) == 1
    assert len(departures(timetable, IN_OCTOBER)) == 2


def test_two_plans_serve_the_two_sides_of_a_change_of_facts(store: Store) -> None:
    plans = [
        timed(PLACE, "08:00", effective=UNTIL),
        timed(PLACE, "08:10", "09:00", effective=SINCE),
        WEEKEND,
    ]
    timetable = publish(desk(store), PLACE, plans, *SEPTEMBER)
    assert departures(timetable, date(2026, 9, 11)) == [("08:00", "to-b-0800")]
    assert departures(timetable, CHANGE) == [("08:10", "to-b-0800"), ("09:00", "to-b-0900")]


def test_a_trip_moved_by_five_minutes_keeps_its_id_in_the_next_version(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    plans = [timed(PLACE, "08:05", "09:00"), WEEKEND]
    timetable = publish(desk(store, 1), PLACE, plans, *SEPTEMBER)
    assert departures(timetable, TUESDAY) == [("08:05", "to-b-0800"), ("09:00", "to-b-0900")]


def test_trips_at_the_same_minute_of_two_day_types_share_their_id(store: Store) -> None:
    same = timed(PLACE, "08:00", day_type=SIXTH_DAY)
    timetable = publish(desk(store), PLACE, [BOTH, same], *SEPTEMBER)
    assert departures(timetable, SATURDAY) == [("08:00", "to-b-0800")]


def test_a_trip_removed_everywhere_and_added_later_gets_an_id_of_its_own(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    publish(desk(store, 1), PLACE, [NINE, WEEKEND], *SEPTEMBER)
    timetable = publish(desk(store, 2), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    assert departures(timetable, TUESDAY) == [("08:00", "to-b-0800-b"), ("09:00", "to-b-0900")]


def test_a_trip_that_pauses_for_some_dates_takes_up_its_own_id_again(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    publish(desk(store, 1), PLACE, [NINE, WEEKEND], CHANGE, SEPTEMBER[1])
    timetable = publish(desk(store, 2), PLACE, [BOTH, WEEKEND], *OCTOBER)
    assert departures(timetable, IN_OCTOBER) == departures(timetable, TUESDAY)


def test_a_change_stays_while_its_trip_runs_that_date(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    cancel(desk(store, 1), "small", "to-b-0800", TUESDAY)
    plans = [timed(PLACE, "08:05", "09:00"), WEEKEND]
    timetable = publish(desk(store, 2), PLACE, plans, *SEPTEMBER)
    assert timetable.change_of("to-b-0800", TUESDAY) is not None


def test_a_change_goes_with_its_trip(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    cancel(desk(store, 1), "small", "to-b-0800", TUESDAY)
    timetable = publish(desk(store, 2), PLACE, [NINE, WEEKEND], *SEPTEMBER)
    assert timetable.changes == ()


def _moved_to_another_stop() -> Scenario:
    stop = PLACE.stops["b"].model_copy(update={"id": "c"})
    drives = (("a", "gate"), ("gate", "c"), ("c", "gate"), ("gate", "a"))
    return world(
        stops=(PLACE.stops["a"], stop),
        legs=tuple(leg(*ends) for ends in drives),
        routes=(Route(id="a-c", name=text("A to C"), stops=("a", "c"), ports=("gate",)),),
        depots=(depot("yard-a", "a"), depot("yard-c", "c")),
        day_types=PLACE.day_types[:1],
    )


def test_what_earlier_dates_still_need_stays_known(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    moved = _moved_to_another_stop()
    trips = [trip("to-c", "08:00"), trip("to-a", "09:00")]
    plans = [plan(moved, trips, effective=Effective())]
    timetable = publish(desk(store, 1), moved, plans, *OCTOBER)
    assert list(timetable.stops) == ["a", "c", "b"]
    assert list(timetable.routes) == ["a-c", "a-b"]
    lines = [(direction.route, direction.id) for direction in timetable.directions]
    assert lines == [("a-c", "to-c"), ("a-c", "to-a"), ("a-b", "to-b"), ("a-b", "to-a")]
    assert set(timetable.day_type_names) == {"workday", "saturday"}


def test_what_no_date_needs_any_more_is_dropped(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    moved = _moved_to_another_stop()
    plans = [plan(moved, [trip("to-c", "08:00"), trip("to-a", "09:00")], effective=Effective())]
    timetable = publish(desk(store, 1), moved, plans, *SEPTEMBER)
    assert list(timetable.stops) == ["a", "c"]
    assert list(timetable.routes) == ["a-c"]
    assert list(timetable.day_type_names) == ["workday"]


# What is refused


def test_a_plan_that_breaks_a_rule_is_refused_with_the_audits_words(store: Store) -> None:
    late = EIGHT.model_copy(update={"blocks": ()})
    with pytest.raises(CheckError, match="audit finds") as refusal:
        publish(desk(store), PLACE, [late, WEEKEND], *SEPTEMBER)
    assert any("plan 1 (workday): block-continuity" in line for line in refusal.value.violations)
    assert store.services() == ()


def test_all_problems_are_told_at_once(store: Store) -> None:
    broken = EIGHT.model_copy(update={"blocks": ()})
    unused = timed(PLACE, "08:00", effective=Effective(valid_to=date(2026, 8, 1)))
    with pytest.raises(InputError) as refusal:
        publish(desk(store), PLACE, [broken, unused], *SEPTEMBER)
    told = str(refusal.value)
    assert "plan 2 (workday): effective: holds from ever to 2026-08-01, on no date of" in told
    assert "day type saturday: no plan covers 4 dates from 2026-09-05 to 2026-09-26" in told
    assert "plan 1 (workday): block-continuity" in told


def test_service_dates_without_a_plan_are_refused(store: Store) -> None:
    half = timed(PLACE, "08:00", effective=UNTIL)
    with pytest.raises(InputError, match=r"no plan covers 13 dates from 2026-09-14 to 2026-09-30"):
        publish(desk(store), PLACE, [half, WEEKEND], *SEPTEMBER)


def test_two_plans_for_the_same_dates_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match=r"plan 1 .* and plan 2 \(workday\) both hold on"):
        publish(desk(store), PLACE, [EIGHT, NINE, WEEKEND], *SEPTEMBER)


def test_a_plan_of_another_scenario_is_refused(store: Store) -> None:
    other = world(sha256="1" * 64)
    with pytest.raises(InputError, match="plan anew with this scenario"):
        publish(desk(store), other, [EIGHT, WEEKEND], *SEPTEMBER)


def test_a_plan_of_another_service_is_refused(store: Store) -> None:
    stranger = EIGHT.model_copy(update={"service": "hospital"})
    with pytest.raises(InputError, match="was made for service 'hospital'"):
        publish(desk(store), PLACE, [stranger, WEEKEND], *SEPTEMBER)


def test_a_plan_of_an_unknown_day_type_is_refused(store: Store) -> None:
    stranger = EIGHT.model_copy(update={"day_type": "festival"})
    with pytest.raises(InputError, match="'festival' is not a day type here; known: workday, sat"):
        publish(desk(store), PLACE, [stranger, WEEKEND], *SEPTEMBER)


def test_dates_in_the_wrong_order_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match="to: 2026-09-01 lies before the first date"):
        publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER[::-1])


def test_dates_out_of_all_measure_are_refused_at_once(store: Store) -> None:
    with pytest.raises(InputError, match="more than ten years away"):
        publish(desk(store), PLACE, [EIGHT, WEEKEND], date.min, date.max)


def test_a_port_closed_on_one_of_the_dates_is_refused(store: Store) -> None:
    closed = PortException(first=CHANGE, last=CHANGE, reason=text("Typhoon"), **FACT)
    place = world(ports=(port(exceptions=(closed,)),))
    plans = [timed(place, "08:00"), timed(place, "10:00", day_type=SIXTH_DAY)]
    with pytest.raises(CheckError, match="On 2026-09-14"):
        publish(desk(store), place, plans, *SEPTEMBER)


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs a time zone"):
        type(desk(store))(store, PlainRenderer(), naive)


# Versions and files


def test_the_instant_of_publication_is_in_whole_seconds(store: Store) -> None:
    exact = desk(store)
    fuzzy = type(exact)(store, exact.renderer, NOON.replace(microsecond=700_000))
    assert publish(fuzzy, PLACE, [EIGHT, WEEKEND], *SEPTEMBER).published_at == NOON


def test_a_clock_that_went_back_does_not_date_a_version_before_the_last(store: Store) -> None:
    publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    again = publish(desk(store, -1), PLACE, [NINE, WEEKEND], *SEPTEMBER)
    assert again.published_at == NOON + timedelta(seconds=1)


def test_a_failing_renderer_leaves_nothing_stored(store: Store) -> None:
    class Broken(PlainRenderer):
        def files(
            self, issue: Issue, revisions: Mapping[str, Revision]
        ) -> tuple[RenderedFile, ...]:
            message = f"cannot render {issue.timetable.version} with {len(revisions)} revisions"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        publish(desk(store, renderer=Broken()), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    assert store.services() == ()
    assert store.trip_ids("small") == frozenset()
    assert sequences(store) == {}


def test_a_publisher_overtaken_while_rendering_is_refused(store: Store) -> None:
    publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)

    class Slow(PlainRenderer):
        def fingerprints(self, issue: Issue) -> dict[str, str]:
            publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
            return super().fingerprints(issue)

    with pytest.raises(StoreError, match="at version 2 by now"):
        publish(desk(store, renderer=Slow()), PLACE, [NINE, WEEKEND], *SEPTEMBER)
    assert store.latest_seq("small") == 2


def test_compressed_files_are_the_same_bytes_and_carry_no_time(store: Store) -> None:
    publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    found = store.file("small", "feeds/a-b/to-b.txt")
    assert found is not None
    assert gzip.decompress(found.gzip_body) == found.body
    assert found.gzip_body[4:8] == bytes(4)


def test_a_file_with_the_same_bytes_keeps_its_etag_and_last_modified(store: Store) -> None:
    publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    before = store.files("small")
    publish(desk(store, 1), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    assert store.files("small") == before


def test_a_file_with_other_bytes_is_dated_by_its_publication(store: Store) -> None:
    publish(desk(store), PLACE, [EIGHT, WEEKEND], *SEPTEMBER)
    before = store.files("small")
    cancel(desk(store, 1), "small", "to-b-0800", TUESDAY)
    after = store.files("small")
    assert after["feeds/a-b/to-b.txt"].last_modified == NOON + timedelta(days=1)
    assert after["feeds/a-b/to-b.txt"].etag != before["feeds/a-b/to-b.txt"].etag
    assert after["feeds/a-b/to-a.txt"] == before["feeds/a-b/to-a.txt"]


# Rollback and history


def test_rollback_publishes_the_earlier_timetable_as_a_new_version(store: Store) -> None:
    first = publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    publish(desk(store, 1), PLACE, [NINE, WEEKEND], *OCTOBER)
    third = rollback(desk(store, 2), "small", 1)
    assert third.version == 3
    assert third.published_at == NOON + timedelta(days=2)
    assert (third.periods, third.days, third.changes) == (first.periods, first.days, first.changes)
    assert store.latest("small") == third


def test_rollback_brings_back_the_changes_of_its_version(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    cancel(desk(store, 1), "small", "to-b-0800", TUESDAY)
    assert rollback(desk(store, 2), "small", 1).changes == ()
    assert len(rollback(desk(store, 3), "small", 2).changes) == 1


def test_the_history_keeps_everything(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER, "autumn")
    cancel(desk(store, 1), "small", "to-b-0800", TUESDAY)
    rollback(desk(store, 2), "small", 1, "the bus was mended")
    rows = history(store, "small")
    assert [(row.seq, row.kind, row.rollback_of) for row in rows] == [
        (1, "publish", None),
        (2, "change", None),
        (3, "rollback", 1),
    ]
    assert [row.note for row in rows] == ["autumn", "", "the bus was mended"]


def test_rollback_to_a_version_that_never_was_names_those_that_were(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    with pytest.raises(NotFoundError, match=r"no version '7'. Known: 1"):
        rollback(desk(store), "small", 7)


def test_the_history_of_an_unknown_service_names_those_that_are_known(store: Store) -> None:
    publish(desk(store), PLACE, [BOTH, WEEKEND], *SEPTEMBER)
    with pytest.raises(NotFoundError, match=r"no service 'large'\. Known: small"):
        history(store, "large")
