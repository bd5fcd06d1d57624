"""A published timetable with one of everything; run as a program, it prints its feeds' digests."""

import hashlib
from datetime import date

from shuttle.domain.timetable import Timetable, TripChange
from shuttle.formats.ical.render import files, fingerprints
from tests.formats.builders import (
    BASE_URL,
    days,
    first_revisions,
    period,
    text,
    timetable,
    trip,
)

FIRST, LAST = date(2026, 2, 28), date(2027, 1, 29)
ANNOUNCED_THROUGH = date(2026, 12, 31)
DELAYED_ON, CANCELLED_ON, EXTRA_CANCELLED_ON = (
    date(2026, 3, 4),
    date(2026, 3, 5),
    date(2026, 5, 9),
)
MORNING, NIGHT, LATE = trip("07:30"), trip("24:20", north=False), trip("23:40", minutes=60)


def sample() -> Timetable:
    """Closures, make-up days, new times, a delay, cancellations, midnight, three scripts."""
    closed = {date(2026, 4, 6), date(2026, 5, 1), date(2026, 10, 1)}
    makeup = {FIRST, EXTRA_CANCELLED_ON}
    later = [trip("07:35", trip_id=MORNING.id), NIGHT, LATE]
    return timetable(
        days(FIRST, LAST, closed=closed, makeup=makeup, announced_through=ANNOUNCED_THROUGH),
        (
            period([MORNING, NIGHT, LATE], FIRST, date(2026, 6, 30)),
            period(later, date(2026, 7, 1), LAST),
        ),
        changes=(
            TripChange(
                trip_id=MORNING.id,
                service_date=DELAYED_ON,
                delay_minutes=20,
                notice=text("Queue at the port; sorry 🚌", "口岸人龍較長 🚌"),
            ),
            TripChange(trip_id=NIGHT.id, service_date=CANCELLED_ON, cancelled=True),
            TripChange(trip_id=NIGHT.id, service_date=EXTRA_CANCELLED_ON, cancelled=True),
        ),
        boarding=text("Bay 3, Building 19W", "十九座西翼三號上車處", "十九座西翼三号上车处"),
    )


def feeds(published: Timetable) -> dict[str, bytes]:
    """Each feed of a first publication, by its path."""
    revisions = first_revisions(fingerprints(published, BASE_URL))
    return {file.path: file.body for file in files(published, revisions, BASE_URL)}


def digests(published: Timetable) -> str:
    """A line for each fingerprint and each feed, in the order in which they are given."""
    prints = fingerprints(published, BASE_URL)
    bodies = {path: hashlib.sha256(body).hexdigest() for path, body in feeds(published).items()}
    return "\n".join(f"{name} {digest}" for name, digest in (prints | bodies).items())


if __name__ == "__main__":
    print(digests(sample()))  # noqa: T201 - its output is what another process compares
