"""Whatever is said of trips, every channel tells a rider the same."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

import icalendar
import recurring_ical_events
from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.timetable import Timetable, TripChange
from tests.api.site import Site
from tests.services.published import HONG_KONG, text, timetable, with_extra

MONDAY = date(2026, 10, 12)
FEED = "/feeds/en/hetao/to-hkstp-sz.ics"
GATE = text("Gate 4", "4號閘", "4号门")


class Told(NamedTuple):
    """What a rider is told of one trip."""

    planned: str
    leaves: str
    status: str
    is_extra: bool
    is_full: bool
    place: str


def by_the_api(site: Site) -> list[Told]:
    trips = site.json("/v1/timetable?date=2026-10-12&from=hksp")["trips"]
    return sorted(
        Told(
            planned=one["scheduled_departure"][11:16],
            leaves=(one["expected_departure"] or "")[11:16],
            status=one["status"],
            is_extra=one["extra"],
            is_full=one["capacity"]["left"] == 0,
            place=one["boarding"]["place"] if one["boarding"]["moved"] else "",
        )
        for one in trips
    )


def by_the_page(site: Site) -> list[Told]:
    html = site.client.get("/en/timetable?date=2026-10-12").text
    table = html.split("<caption>Hong Kong Science Park →")[1].split("</table>")[0]
    rows = re.findall(r'<tr class="(\w+)">(.*?)</tr>', table, re.DOTALL)
    return sorted(_by_a_row(state, row) for state, row in rows)


def _by_a_row(state: str, row: str) -> Told:
    was, clocks = (
        re.findall(r"<s>(.*?)</s>", row),
        re.findall(r"\d\d:\d\d", row.split("</th>", maxsplit=1)[0]),
    )
    moved = re.findall(r"Board this bus at: (.*?)</small>", row)
    return Told(
        planned=was[0] if was else clocks[0],
        leaves="" if state == "cancelled" else clocks[-1],
        status=state,
        is_extra='class="chip extra"' in row,
        is_full='class="chip full"' in row,
        place=moved[0] if moved else "",
    )


def by_the_feed(site: Site) -> list[Told]:
    calendar = icalendar.Calendar.from_ical(site.client.get(FEED).content)
    midnight = datetime(2026, 10, 12, tzinfo=HONG_KONG)
    found = recurring_ical_events.of(calendar).between(midnight, midnight.replace(day=14))
    mine = (one for one in found if _service_date(one) == MONDAY)
    return sorted(map(_by_an_event, mine))


def _service_date(event: Any) -> date:
    """Trips of these tests after midnight belong to the day before."""
    planned = event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else event.start
    day: date = planned.astimezone(HONG_KONG).date()
    return day.replace(day=day.day - 1) if planned.hour < 6 else day


def _by_an_event(event: Any) -> Told:
    title = str(event["SUMMARY"])
    marks = title.split("Shuttle ", maxsplit=1)[0]
    cancelled = event.get("STATUS") == "CANCELLED"
    return Told(
        planned=title.split("Shuttle ")[1][:5],
        leaves="" if cancelled else f"{event.start:%H:%M}",
        status="cancelled" if cancelled else "delayed" if "Delayed" in marks else "scheduled",
        is_extra="Extra bus" in marks,
        is_full="FULL" in marks,
        place=str(event["LOCATION"]).split(", ", 1)[1] if "boarding" in marks else "",
    )


class Changed(NamedTuple):
    """What GTFS-Realtime can say of a trip."""

    planned: str
    is_cancelled: bool
    delay_seconds: int
    is_full: bool


def changed_by_the_api(site: Site) -> list[Changed]:
    trips = site.json("/v1/timetable?date=2026-10-12&from=hksp")["trips"]
    told = (
        Changed(
            one["scheduled_departure"][11:16],
            one["status"] == "cancelled",
            one["delay_seconds"],
            one["capacity"]["left"] == 0,
        )
        for one in trips
    )
    return sorted(one for one in told if any(one[1:]))


def changed_by_gtfs_realtime(site: Site) -> list[Changed]:
    message = realtime.FeedMessage.FromString(site.client.get("/gtfs-rt/trip-updates.pb").content)
    updates = (entity.trip_update for entity in message.entity)
    told = (_by_an_update(one) for one in updates if one.trip.trip_id.startswith("to-hkstp-sz"))
    return sorted(one for one in told if any(one[1:]))


def _by_an_update(update: Any) -> Changed:
    hours, minutes, _ = update.trip.start_time.split(":")
    stops = update.stop_time_update
    return Changed(
        planned=f"{int(hours) % 24:02d}:{minutes}",
        is_cancelled=update.trip.schedule_relationship == realtime.TripDescriptor.CANCELED,
        delay_seconds=stops[0].departure.delay if stops else 0,
        is_full=any(
            one.departure_occupancy_status == realtime.VehiclePosition.FULL for one in stops
        ),
    )


def leaving_by_an_app(site: Site) -> dict[tuple[str, str], str | None]:
    """When each bus leaves by the rows that apps read."""
    rows = site.json("/v1/eta/hksp/hetao")["data"]
    return {(one["trip_id"], one["service_date"]): one["eta"] for one in rows}


def leaving_by_the_api(site: Site) -> dict[tuple[str, str], str | None]:
    trips = site.json("/v1/departures?from=hksp&to=hkstp-sz&limit=12")["departures"]
    return {(one["trip_id"], one["service_date"]): one["expected_departure"] for one in trips}


@st.composite
def disturbed(draw: st.DrawFn) -> Timetable:
    published = timetable(version=1)
    for clock in sorted(draw(st.sets(st.sampled_from(("06:40", "10:00", "21:15")), max_size=2))):
        published = with_extra(published, clock, MONDAY)
    changes = [draw(changed(one.id)) for one in published.trips_on(MONDAY)]
    given_ones = tuple(one for one in changes if one)
    return published.model_copy(update={"changes": given_ones})


def changed(trip_id: str) -> st.SearchStrategy[TripChange | None]:
    cancelled = st.builds(TripChange, **_key(trip_id), cancelled=st.just(value=True))
    kept = st.fixed_dictionaries(
        {
            "delay_minutes": st.none() | st.integers(0, 90),
            "boarding": st.none() | st.just(GATE),
            "full": st.booleans(),
        }
    )
    says = kept.filter(
        lambda one: any((one["delay_minutes"] is not None, one["boarding"], one["full"]))
    )
    other = says.map(lambda one: TripChange(trip_id=trip_id, service_date=MONDAY, **one))
    return st.none() | cancelled | other


def _key(trip_id: str) -> dict[str, Any]:
    return {"trip_id": st.just(trip_id), "service_date": st.just(MONDAY)}


@settings(max_examples=15, deadline=None)
@given(published=disturbed())
def test_page_api_calendar_app_and_gtfs_realtime_tell_a_rider_the_same(
    published: Timetable,
) -> None:
    site = Site()
    site.now = datetime(2026, 10, 12, 0, 30, tzinfo=HONG_KONG)
    site.publish(published)
    told = by_the_api(site)
    assert by_the_page(site) == told
    assert by_the_feed(site) == told
    assert changed_by_gtfs_realtime(site) == changed_by_the_api(site)
    by_an_app = leaving_by_an_app(site)
    assert by_an_app.items() <= leaving_by_the_api(site).items()
    assert sum(leaves is not None for leaves in by_an_app.values()) == 3
