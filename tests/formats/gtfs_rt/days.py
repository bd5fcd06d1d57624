"""Days on which things go wrong, and what both feeds say of them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import strategies as st

from shuttle.domain.time import civil_time
from shuttle.domain.timetable import ExtraTrip, Timetable, TripChange
from shuttle.formats.gtfs_rt.feed import Realtime
from shuttle.formats.ical.timezone import ZONE
from tests.formats.builders import BASE_URL, text, trip, weekdays
from tests.formats.gtfs.feeds import placed

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
VERSION = "2026-02-25T04:00:00Z"
MORNING = civil_time(MONDAY, 7 * 60, ZONE)
TRIPS = tuple(trip(clock) for clock in ("08:00", "09:00", "10:00", "11:00", "12:00", "24:20"))
CANCELLED, LATE, UNSURE, FULL, MOVED, NIGHT = TRIPS
EXTRA = trip("21:00", trip_id="to-sz-branch-2100-x")


def said(of: Any, **changes: Any) -> TripChange:
    return TripChange(trip_id=of.id, service_date=MONDAY, **changes)


def busy_day() -> Timetable:
    """One of every kind of change, and an extra trip that is late."""
    changes = (
        said(CANCELLED, cancelled=True, notice=text("Road closed", "道路封閉", "道路封闭")),
        said(LATE, delay_minutes=20),
        said(UNSURE, delay_minutes=0),
        said(FULL, full=True),
        said(MOVED, boarding=text("Bay 5", "5號候車位", "5号候车位")),
        said(NIGHT, delay_minutes=10, full=True),
        said(EXTRA, delay_minutes=5),
    )
    usual = placed(weekdays(TRIPS, MONDAY, FRIDAY, changes=changes))
    extra = ExtraTrip(service_date=MONDAY, trip=EXTRA, notice=text("Festival", "節日", "节日"))
    return usual.model_copy(update={"extras": (extra,)})


class Told(NamedTuple):
    """Both feeds at an instant, as bytes and as messages."""

    updates: bytes
    alerts: bytes

    def trip_updates(self) -> Iterator[Any]:
        for entity in realtime.FeedMessage.FromString(self.updates).entity:
            yield entity.trip_update

    def all_alerts(self) -> Iterator[Any]:
        for entity in realtime.FeedMessage.FromString(self.alerts).entity:
            yield entity.alert

    def update_of(self, trip_id: str) -> Any | None:
        """What is said of a trip, by its public id."""
        mine = (one for one in self.trip_updates() if one.trip.trip_id.split(".")[0] == trip_id)
        return next(mine, None)

    def effects_on(self, trip_id: str) -> list[str]:
        """The effects of the alerts about a trip, by its public id."""
        return [
            realtime.Alert.Effect.Name(alert.effect)
            for alert in self.all_alerts()
            if alert.informed_entity[0].trip.trip_id.split(".")[0] == trip_id
        ]


def told(timetable: Timetable, now: datetime = MORNING) -> Told:
    feeds = Realtime(timetable, VERSION, BASE_URL)
    return Told(feeds.trip_updates(now), feeds.alerts(now))


@st.composite
def disrupted(draw: st.DrawFn, timetable: Timetable) -> Timetable:
    """The timetable with any changes of any of its trips."""
    runs = [(day.date, one) for day in timetable.days for one in timetable.trips_on(day.date)]
    if not runs:
        return timetable
    chosen = draw(
        st.lists(st.sampled_from(runs), max_size=5, unique_by=lambda run: (run[0], run[1].id))
    )
    found = tuple(draw(_change(day, one.id)) for day, one in chosen)
    return timetable.model_copy(update={"changes": found})


@st.composite
def _change(draw: st.DrawFn, day: date, trip_id: str) -> TripChange:
    notice = draw(st.none() | st.just(text("Storm", "颱風", "台风")))
    same = {"trip_id": trip_id, "service_date": day, "notice": notice}
    if draw(st.booleans()):
        return TripChange(**same, cancelled=True)
    minutes, full = draw(st.none() | st.integers(0, 90)), draw(st.booleans())
    moved = draw(st.booleans()) or (minutes is None and not full)
    boarding = text("Bay 5", "5號候車位", "5号候车位") if moved else None
    return TripChange(**same, delay_minutes=minutes, full=full, boarding=boarding)
