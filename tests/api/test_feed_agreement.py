"""Calendar feeds and departures tell the same trips, at the same times."""

from datetime import UTC, date, datetime

import pytest
import recurring_ical_events
from icalendar import Calendar

from tests.api.site import Site
from tests.services.published import FIRST, LAST, cancelled, delayed, timetable

Occurrence = tuple[datetime, datetime, bool]
MONDAY = date(2026, 10, 12)


def in_the_feed(site: Site, direction: str) -> set[Occurrence]:
    body = site.client.get(f"/feeds/en/hetao/{direction}.ics").content
    events = recurring_ical_events.of(Calendar.from_ical(body)).all()
    return {
        (
            event.start.astimezone(UTC),
            event.end.astimezone(UTC),
            event.get("STATUS") == "CANCELLED",
        )
        for event in events
    }


def in_the_departures(site: Site, origin: str, destination: str) -> set[Occurrence]:
    found: set[Occurrence] = set()
    page = f"/v1/departures?from={origin}&to={destination}&limit=50&at={FIRST}T00:00:00%2B08:00"
    while page:
        answer = site.json(page)
        for one in answer["departures"]:
            is_gone = one["status"] == "cancelled"
            kind = "scheduled" if is_gone else "expected"
            start, end = (
                datetime.fromisoformat(one[f"{kind}_{what}"]).astimezone(UTC)
                for what in ("departure", "arrival")
            )
            found.add((start, end, is_gone))
        page = answer["next"]
    return found


@pytest.mark.parametrize("is_disturbed", [False, True])
def test_feeds_and_departures_agree_over_the_whole_horizon(
    site: Site, *, is_disturbed: bool
) -> None:
    if is_disturbed:
        changes = cancelled("to-hkstp-sz-1345", MONDAY), delayed("to-hksp-1200", MONDAY, 20)
        site.publish(timetable(*changes, version=2))
    for origin, destination in (("hksp", "hkstp-sz"), ("hkstp-sz", "hksp")):
        departures = in_the_departures(site, origin, destination)
        assert departures == in_the_feed(site, f"to-{destination}")
        assert len(departures) > (LAST - FIRST).days
