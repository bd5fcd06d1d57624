"""Trips of single dates: as another trip, under an id of their own, kept by later versions."""

from datetime import date

import pytest

from shuttle.domain.time import parse_minute
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.errors import InputError, NotFoundError
from shuttle.services.publishing.desk import Entry
from shuttle.services.publishing.disruption import cancel, delay, withdraw
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra
from shuttle.services.publishing.publications import publish, rollback
from shuttle.store.protocol import Store
from tests.builders import text
from tests.services.builders import (
    SATURDAY,
    SEPTEMBER,
    SIXTH_DAY,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    departures,
    desk,
    timed,
    world,
)
from tests.services.published import DIRECTIONS, FIRST, LAST, period, plan_behind, timetable

PLACE = world()
PLANS = [timed(PLACE, "08:00", "09:00"), timed(PLACE, "10:00", day_type=SIXTH_DAY)]
ID = "to-b-0815-x20260901"


@pytest.fixture
def service(store: Store) -> Store:
    publish(desk(store), PLACE, PLANS, *SEPTEMBER)
    return store


def wish(clock: str, on: date = TUESDAY, like: str | None = None) -> ExtraWish:
    return ExtraWish("to-b", on, parse_minute(clock), like)


def added(service: Store, asked: ExtraWish, day: int = 1) -> tuple[Timetable, PublishedTrip]:
    changed, extra = add_extra(desk(service, day), "small", asked)
    return changed, extra.trip


def test_an_extra_trip_runs_on_its_date_alone(service: Store) -> None:
    changed, _ = added(service, wish("08:15"))
    assert departures(changed, TUESDAY)[:2] == [("08:00", "to-b-0800"), ("08:15", ID)]
    assert ID not in {name for _, name in departures(changed, WEDNESDAY)}


def test_it_takes_as_long_as_the_nearest_trip_of_its_date(service: Store) -> None:
    changed, trip = added(service, wish("08:40"))
    nearest = next(one for one in changed.trips_on(TUESDAY) if one.id == "to-b-0900")
    assert trip.arrival - trip.departure == nearest.arrival - nearest.departure
    assert (trip.seats, trip.port, trip.route) == (nearest.seats, nearest.port, nearest.route)


def over_the_border(store: Store, direction: str) -> None:
    """A published service with a port on the way, its direction to Shenzhen under that id."""
    usual = timetable(version=1)
    trips = [
        one.model_copy(update={"direction": direction}) if one.origin == "hksp" else one
        for one in usual.periods[0].trips
    ]
    ways = [
        one.model_copy(update={"id": direction}) if one.origin == "hksp" else one
        for one in DIRECTIONS
    ]
    update = {"periods": (period(trips),), "directions": tuple(ways)}
    entry = Entry("publish", "publish", "", FIRST, LAST, plans=(plan_behind(trips),))
    desk(store).publish(usual.model_copy(update=update), entry)


def test_port_and_times_on_the_way_move_with_it(store: Store) -> None:
    over_the_border(store, "to-hkstp-sz")
    asked = ExtraWish("to-hkstp-sz", FIRST, parse_minute("09:00"))
    _, extra = add_extra(desk(store, 1), "hetao", asked)
    assert extra.trip.port == "huanggang"
    parts = [(part.kind, part.departure, part.arrival) for part in extra.trip.legs]
    assert parts == [("drive", 540, 564), ("clearance", 564, 581), ("drive", 581, 588)]
    assert extra.trip.arrival == 588


def test_an_id_fits_however_long_the_direction(store: Store) -> None:
    direction = "to-" + "-".join(["b" * 18] * 3)
    over_the_border(store, direction)
    changed, extra = add_extra(desk(store, 1), "hetao", ExtraWish(direction, FIRST, 540))
    assert extra.trip.id == f"to-{'b' * 18}-{'b' * 18}-0900-x20260928"
    assert Timetable.model_validate_json(changed.model_dump_json()) == changed


def test_a_date_without_service_takes_the_nearest_trip_of_any_day(service: Store) -> None:
    changed, trip = added(service, wish("10:20", SUNDAY))
    assert departures(changed, SUNDAY) == [("10:20", "to-b-1020-x20260906")]
    assert trip.seats > 0


def test_the_trip_to_be_like_can_be_named(service: Store) -> None:
    added(service, wish("10:00", TUESDAY, "to-b-0800"))
    detail = service.audit_log("small")[-1].detail
    assert detail == "to-b-1000-x20260901 on 2026-09-01: extra trip at 10:00, as to-b-0800"
    added(service, wish("11:00", TUESDAY, "to-b-1000"), 2)  # a Saturday trip on a Tuesday
    assert service.audit_log("small")[-1].detail.endswith("as to-b-1000")


def test_history_and_log_tell_of_it(service: Store) -> None:
    added(service, wish("08:15"))
    row, told = service.history("small")[-1], service.audit_log("small")[-1]
    assert (row.kind, row.first, row.last, told.action) == ("change", TUESDAY, TUESDAY, "extra")


def test_its_id_is_never_given_again(service: Store) -> None:
    added(service, wish("08:15"))
    withdraw(desk(service, 2), "small", ID, TUESDAY, "extra")
    _, trip = added(service, wish("08:15"), 3)
    assert trip.id == f"{ID}-2"
    rollback(desk(service, 4), "small", 1)
    _, third = added(service, wish("08:15"), 5)
    assert third.id == f"{ID}-3"


def test_a_planned_trip_never_takes_its_id(service: Store) -> None:
    added(service, wish("08:15"))
    changed = publish(desk(service, 2), PLACE, [timed(PLACE, "08:15"), PLANS[1]], *SEPTEMBER)
    planned = [trip.id for period in changed.periods for trip in period.trips]
    assert ID not in planned


def test_an_extra_trip_can_be_delayed_and_cancelled_as_any(service: Store) -> None:
    added(service, wish("08:15"))
    assert delay(desk(service, 2), "small", ID, TUESDAY, 5).change_of(ID, TUESDAY)
    changed = cancel(desk(service, 3), "small", ID, TUESDAY)
    assert ("08:15", ID) in departures(changed, TUESDAY)
    again = withdraw(desk(service, 4), "small", ID, TUESDAY)
    assert again.change_of(ID, TUESDAY) is None
    assert ("08:15", ID) in departures(again, TUESDAY)


def test_to_take_it_away_must_be_asked_for(service: Store) -> None:
    added(service, wish("08:15"))
    with pytest.raises(InputError, match='withdraw only "extra"'):
        withdraw(desk(service, 2), "small", ID, TUESDAY)
    cancel(desk(service, 3), "small", ID, TUESDAY)
    changed = withdraw(desk(service, 4), "small", ID, TUESDAY, "extra")
    assert (changed.extras, changed.changes) == ((), ())


def test_a_planned_trip_is_not_an_extra_one(service: Store) -> None:
    added(service, wish("08:15"))
    with pytest.raises(NotFoundError, match=f"Known: {ID} on 2026-09-01"):
        withdraw(desk(service, 2), "small", "to-b-0800", TUESDAY, "extra")


def test_a_new_timetable_keeps_extra_trips_and_what_was_said_of_them(service: Store) -> None:
    added(service, wish("08:15"))
    delay(desk(service, 2), "small", ID, TUESDAY, 5)
    changed = publish(desk(service, 3), PLACE, PLANS, *SEPTEMBER)
    assert ("08:15", ID) in departures(changed, TUESDAY)
    assert changed.change_of(ID, TUESDAY)


def test_a_relief_bus_beside_a_planned_one_outlives_a_new_timetable(service: Store) -> None:
    _, trip = added(service, wish("08:00"))
    changed = publish(desk(service, 2), PLACE, PLANS, *SEPTEMBER)
    assert departures(changed, TUESDAY)[:2] == [("08:00", "to-b-0800"), ("08:00", trip.id)]
    fewer = [timed(PLACE, "09:00"), PLANS[1]]
    changed = publish(desk(service, 3), PLACE, fewer, *SEPTEMBER)
    assert departures(changed, TUESDAY)[0] == ("08:00", trip.id)


def test_an_extra_trip_that_a_new_plan_runs_itself_is_no_longer_extra(service: Store) -> None:
    added(service, wish("08:15"))
    more = [timed(PLACE, "08:00", "08:15", "09:00"), PLANS[1]]
    changed = publish(desk(service, 2), PLACE, more, *SEPTEMBER)
    assert changed.extras == ()


def test_a_date_beyond_the_timetable_is_refused(service: Store) -> None:
    with pytest.raises(InputError, match="lies outside the published dates, 2026-09-01 to"):
        added(service, wish("08:15", date(2026, 10, 1)))


def test_a_trip_that_would_end_after_its_48th_hour_is_refused(service: Store) -> None:
    with pytest.raises(InputError, match="would end after 48:00"):
        added(service, wish("47:31"))
    added(service, wish("47:30"))


def test_an_unknown_direction_is_answered_with_the_known_ones(service: Store) -> None:
    asked = ExtraWish("to-c", TUESDAY, 495)
    with pytest.raises(NotFoundError, match=r"no direction 'to-c'. Known: to-a, to-b"):
        added(service, asked)


def test_a_trip_of_the_other_direction_cannot_be_its_like(service: Store) -> None:
    with pytest.raises(NotFoundError, match="to-a-0900"):
        added(service, wish("08:15", TUESDAY, "to-a-0900"))


def test_the_notice_is_its_own(service: Store) -> None:
    changed, extra = add_extra(desk(service, 1), "small", wish("08:15"), text("Festival"))
    assert extra.notice == text("Festival")
    assert changed.extra_of(ID, TUESDAY) == extra


def test_several_in_one_minute_are_told_apart(service: Store) -> None:
    added(service, wish("08:15", SATURDAY))
    _, second = added(service, wish("08:15", SATURDAY), 2)
    assert second.id == "to-b-0815-x20260905-2"
