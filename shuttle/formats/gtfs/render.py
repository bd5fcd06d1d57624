"""The feed as a file: rendered when a version is published, served as `gtfs.zip`."""

from collections.abc import Mapping

from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs.calendars import calendar, calendar_dates
from shuttle.formats.gtfs.calls import place_of
from shuttle.formats.gtfs.network import routes, stops
from shuttle.formats.gtfs.organisation import agency, booking_rules, feed_info, feed_version
from shuttle.formats.gtfs.running import stop_times, transfers, trips
from shuttle.formats.gtfs.services import services
from shuttle.formats.gtfs.table import Table, fingerprint, zipped
from shuttle.formats.gtfs.translations import translations
from shuttle.formats.gtfs.view import View

PATH = "gtfs.zip"
MEDIA_TYPE = "application/zip"


class GtfsRenderer:
    """Renders a timetable as GTFS for one public address.

    The feed has a revision like a series of calendar events: its version changes with its tables
    and with nothing else.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """The feed's UID to the SHA-256 of its tables; nothing where there can be no feed."""
        if missing(issue.timetable):
            return {}
        return {_uid(issue.timetable): fingerprint(self._tables(issue, ""))}

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """The zip, given the revision of the feed; nothing where there can be no feed."""
        if missing(issue.timetable):
            return ()
        version = feed_version(revisions[_uid(issue.timetable)].last_modified)
        body = zipped(self._tables(issue, version))
        return (RenderedFile(path=PATH, media_type=MEDIA_TYPE, body=body),)

    def _tables(self, issue: Issue, version: str) -> tuple[Table, ...]:
        view = View.of(issue, self._base_url)
        found = (
            agency(view.timetable, self._base_url),
            stops(view),
            routes(view),
            trips(view),
            stop_times(view),
            calendar(view),
            calendar_dates(view),
            transfers(view),
            booking_rules(view.timetable.booking),
            feed_info(view.timetable, self._base_url, version),
        )
        return tuple(table for table in (*found, translations(found)) if table.rows)


def missing(timetable: Timetable) -> tuple[str, ...]:
    """What a timetable lacks to be a feed, each in words; nothing where it lacks nothing.

    GTFS wants a place for every stop; none is made up.
    """
    called = {
        stop
        for service in services(timetable)
        for trip in service.trips
        for stop in (trip.origin, trip.destination)
    }
    if not called:
        return ("it has no trips",)
    without = [stop for stop in sorted(called) if place_of(timetable.stops[stop]) is None]
    return tuple(f"stop {stop} has no lat and lon" for stop in without)


def why_not(timetable: Timetable) -> str:
    """Why there is no feed of a timetable, and what to do about it."""
    lacks = "; ".join(missing(timetable)) or "it was published before there were such feeds"
    return f"There is no GTFS feed: {lacks}. Mend that in the scenario and publish again."


def _uid(timetable: Timetable) -> str:
    return f"gtfs@{timetable.service}.shuttle.invalid"
