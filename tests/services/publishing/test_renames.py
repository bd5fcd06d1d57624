"""A stop and a route under new ids: riders' calendars notice nothing but new names."""

from datetime import date

from shuttle.domain.issue import Issue
from shuttle.domain.timetable import ExtraTrip, Timetable
from shuttle.formats.ical.render import CalendarRenderer
from shuttle.services.deciding.differences import difference
from shuttle.services.planning.keeping import Wanted, keeping
from shuttle.services.publishing.desk import Entry
from shuttle.services.publishing.disruption import cancel, delay
from shuttle.services.publishing.publications import publish, rollback
from shuttle.store.protocol import Store
from tests.builders import text
from tests.formats.ical.clients import all_clients, fresh
from tests.services.builders import (
    IN_OCTOBER,
    OCTOBER,
    SATURDAY,
    SEPTEMBER,
    SIXTH_DAY,
    TUESDAY,
    WEDNESDAY,
    PlainRenderer,
    departures,
    desk,
    sequences,
    timed,
    world,
)
from tests.services.renamed import renamed, timed_to_c

PLACE, RENAMED, ANOTHER = world(), renamed(), renamed(formerly=False)
BEFORE = [timed(PLACE, "08:00", "09:00"), timed(PLACE, "10:00", day_type=SIXTH_DAY)]
AFTER = [timed_to_c(RENAMED, "08:00", "09:00"), timed_to_c(RENAMED, "10:00", day_type=SIXTH_DAY)]
CALENDARS = CalendarRenderer("https://bus.example.org")
MID_SEPTEMBER = date(2026, 9, 15)


def _uids(store: Store) -> set[str]:
    """UIDs in force."""
    return {uid for uid, row in store.revisions("small").items() if row.content_sha256}


def _feed(store: Store, path: str) -> bytes:
    found = store.file("small", path)
    assert found is not None, path
    return found.body


def _published(store: Store) -> Timetable:
    return publish(desk(store, renderer=CALENDARS), PLACE, BEFORE, *SEPTEMBER)


def test_trips_keep_their_ids_when_their_stop_and_route_are_renamed(store: Store) -> None:
    _published(store)
    after = publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert departures(after, TUESDAY, "to-c") == [("08:00", "to-b-0800"), ("09:00", "to-b-0900")]
    assert departures(after, SATURDAY, "to-c") == [("10:00", "to-b-1000")]


def test_without_former_ids_they_are_other_trips(store: Store) -> None:
    _published(store)
    plans = [timed_to_c(ANOTHER, "08:00"), timed_to_c(ANOTHER, "10:00", day_type=SIXTH_DAY)]
    after = publish(desk(store, 1, CALENDARS), ANOTHER, plans, *SEPTEMBER)
    assert departures(after, TUESDAY, "to-c") == [("08:00", "to-c-0800")]


def test_no_uid_changes_and_every_sequence_rises_with_the_new_title(store: Store) -> None:
    _published(store)
    uids = _uids(store)
    publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert _uids(store) == uids
    assert set(sequences(store).values()) == {1}


def test_an_id_that_no_rider_reads_changes_no_event(store: Store) -> None:
    _published(store)
    before = _feed(store, "feeds/en/a-b.ics")
    route = RENAMED.routes["a-c"].model_copy(update={"name": PLACE.routes["a-b"].name})
    stop = RENAMED.stops["c"].model_copy(update={"name": PLACE.stops["b"].name})
    same = renamed(routes=(route,), stops=(PLACE.stops["a"], stop))
    plans = [timed_to_c(same, "08:00", "09:00"), timed_to_c(same, "10:00", day_type=SIXTH_DAY)]
    publish(desk(store, 1, CALENDARS), same, plans, *SEPTEMBER)
    assert set(sequences(store).values()) == {0}
    assert fresh(_feed(store, "feeds/en/a-c.ics")) == fresh(before)


def test_every_calendar_program_ends_with_the_new_names(store: Store) -> None:
    _published(store)
    clients = all_clients()
    for client in clients:
        client.refresh(_feed(store, "feeds/en/a-b.ics"))
    publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    renamed_feed = _feed(store, "feeds/en/a-c.ics")
    assert b"Sea gate" in renamed_feed
    for client in clients:
        client.refresh(renamed_feed)
        assert client.events == fresh(renamed_feed), type(client).__name__


def test_a_second_publication_under_the_new_ids_changes_nothing(store: Store) -> None:
    _published(store)
    publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    before = {path: file.sha256 for path, file in store.files("small").items()}
    publish(desk(store, 2, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert {path: file.sha256 for path, file in store.files("small").items()} == before


def test_dates_that_were_published_before_are_under_the_new_ids_too(store: Store) -> None:
    _published(store)
    after = publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *OCTOBER)
    assert list(after.stops) == ["a", "c"]
    assert list(after.routes) == ["a-c"]
    assert {way.id for way in after.directions} == {"to-a", "to-c"}
    assert departures(after, TUESDAY, "to-c") == departures(after, IN_OCTOBER, "to-c")
    (trip, *_) = after.trips_on(TUESDAY)
    assert {place for leg in trip.legs for place in (leg.origin, leg.destination)} == {
        "a", "gate", "c",
    }  # fmt: skip


def test_a_change_of_a_trip_outlives_the_rename(store: Store) -> None:
    _published(store)
    cancel(desk(store, 1, CALENDARS), "small", "to-b-0800", TUESDAY)
    delay(desk(store, 2, CALENDARS), "small", "to-b-0900", WEDNESDAY, 15)
    after = publish(desk(store, 3, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert [(change.trip_id, change.service_date) for change in after.changes] == [
        ("to-b-0800", TUESDAY),
        ("to-b-0900", WEDNESDAY),
    ]


def _with_extra(store: Store, clock: str = "12:30") -> ExtraTrip:
    """An extra trip on a Tuesday, published on top."""
    current = store.latest("small")
    assert current is not None
    like = next(trip for trip in current.trips_on(TUESDAY) if trip.direction == "to-b")
    hours, minutes = map(int, clock.split(":"))
    shift = hours * 60 + minutes - like.departure
    trip = like.model_copy(
        update={
            "id": "to-b-1230",
            "departure": like.departure + shift,
            "arrival": like.arrival + shift,
            "legs": (),
        }
    )
    extra = ExtraTrip(service_date=TUESDAY, trip=trip, notice=text("Fair"))
    at = desk(store, 1, CALENDARS)
    content = current.model_copy(update={"extras": (extra,)})
    entry = Entry("change", "extra", "", TUESDAY, TUESDAY)
    at.publish(at.follow(current, content, {}), entry)
    return extra


def test_an_extra_trip_outlives_publications_and_renames(store: Store) -> None:
    _published(store)
    extra = _with_extra(store)
    cancel(desk(store, 2, CALENDARS), "small", extra.trip.id, TUESDAY)
    after = publish(desk(store, 3, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert ("12:30", "to-b-1230") in departures(after, TUESDAY, "to-c")
    assert after.extras[0].notice == text("Fair")
    assert [change.trip_id for change in after.changes] == ["to-b-1230"]


def test_an_extra_trip_that_the_new_plan_runs_itself_is_not_said_twice(store: Store) -> None:
    _published(store)
    _with_extra(store, "09:30")
    plans = [timed(PLACE, "08:00", "09:30"), BEFORE[1]]
    after = publish(desk(store, 2, CALENDARS), PLACE, plans, *SEPTEMBER)
    assert after.extras == ()
    assert [clock for clock, _ in departures(after, TUESDAY)] == ["08:00", "09:30"]


def test_the_id_of_an_extra_trip_is_never_given_to_another(store: Store) -> None:
    _published(store)
    _with_extra(store)
    rollback(desk(store, 2, CALENDARS), "small", 1)
    plans = [timed(PLACE, "12:30"), BEFORE[1]]
    after = publish(desk(store, 3, CALENDARS), PLACE, plans, *SEPTEMBER)
    assert departures(after, TUESDAY) == [("12:30", "to-b-1230-b")]


def test_a_rollback_to_before_the_rename_keeps_the_uids(store: Store) -> None:
    _published(store)
    uids = _uids(store)
    publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    rollback(desk(store, 2, CALENDARS), "small", 1)
    assert _uids(store) == uids
    assert set(sequences(store).values()) == {2}
    publish(desk(store, 3, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    assert _uids(store) == uids
    assert set(sequences(store).values()) == {3}


def test_former_ids_stay_known_when_the_scenario_no_longer_names_them(store: Store) -> None:
    _published(store)
    publish(desk(store, 1, CALENDARS), RENAMED, AFTER, *SEPTEMBER)
    stop = RENAMED.stops["c"].model_copy(update={"formerly": ()})
    route = RENAMED.routes["a-c"].model_copy(update={"formerly": ()})
    plain = renamed(stops=(PLACE.stops["a"], stop), routes=(route,))
    plans = [timed_to_c(plain, "08:00", "09:00"), timed_to_c(plain, "10:00", day_type=SIXTH_DAY)]
    after = publish(desk(store, 2, CALENDARS), plain, plans, *OCTOBER)
    assert after.stops["c"].formerly == ("b",)
    assert after.routes["a-c"].formerly == ("a-b",)


class _SeesPlans(PlainRenderer):
    """Keeps the issue that it was given."""

    issue: Issue

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        self.issue = issue
        return super().fingerprints(issue)


def test_renderers_find_the_trips_of_earlier_plans_under_the_ids_of_today(store: Store) -> None:
    publish(desk(store), PLACE, BEFORE, *SEPTEMBER)
    renderer = _SeesPlans()
    after = publish(desk(store, 1, renderer), RENAMED, AFTER, *OCTOBER)
    for period in after.periods:
        plan = renderer.issue.plan_of(period)
        lines = {(trip.route, trip.direction, trip.departure) for trip in plan.trips}
        assert lines == {(trip.route, trip.direction, trip.departure) for trip in period.trips}
        ends = {piece.origin for block in plan.blocks for piece in block.pieces}
        assert ends <= {"a", "c"}


def test_a_comparison_sees_the_same_trips_under_other_names() -> None:
    found = difference(BEFORE[0], AFTER[0], PLACE, RENAMED)
    assert {trip.fate for trip in found.trips} == {"kept"}
    other = difference(BEFORE[0], timed_to_c(ANOTHER, "08:00", "09:00"), PLACE, ANOTHER)
    assert {trip.fate for trip in other.trips} == {"dropped", "added"}


def test_a_plan_made_before_a_rename_can_be_kept_to() -> None:
    kept = keeping(RENAMED, BEFORE[0], Wanted(trips=("to-b-0800",)))
    assert {trip.destination for trip in kept.base.trips} == {"a", "c"}
    assert kept.trips == {"to-b-0800"}
