"""The feeds of a version that are put together on demand, without a store around them."""

from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.render import files, fingerprints
from shuttle.services.riders.departures import Departures
from shuttle.services.riders.feeds import CustomFeeds
from shuttle.services.riders.live import Snapshot
from shuttle.store.records import StoredFile
from tests.formats.builders import BASE_URL, PUBLISHED, first_revisions


def custom_feeds(timetable: Timetable) -> CustomFeeds:
    """Those of a first publication."""
    revisions = first_revisions(fingerprints(timetable, BASE_URL))
    rendered = files(timetable, revisions, BASE_URL)
    stored = {
        file.path: StoredFile(
            seq=timetable.version,
            path=file.path,
            media_type=file.media_type,
            body=file.body,
            gzip_body=b"",
            etag="",
            last_modified=PUBLISHED,
        )
        for file in rendered
    }
    return CustomFeeds(Snapshot(timetable.version, Departures(timetable), stored))
