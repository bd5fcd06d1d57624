"""Both feeds of a version, as bytes at an instant."""

from datetime import datetime

from google.transit import gtfs_realtime_pb2 as realtime

from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs_rt.alerts import alerts
from shuttle.formats.gtfs_rt.dated import DatedTrip, dated_trips
from shuttle.formats.gtfs_rt.updates import trip_update

TRIP_UPDATES_PATH = "gtfs-rt/trip-updates.pb"
ALERTS_PATH = "gtfs-rt/alerts.pb"
MEDIA_TYPE = "application/x-protobuf"
_SPECIFICATION = "2.0"
_FRESH_SECONDS = 15


class Realtime:
    """What a version says of single trips; a trip that has arrived is not spoken of any more.

    Args:
        timetable: the version.
        feed_version: that of its GTFS feed, whose ids these feeds use.
        base_url: the public address.
    """

    def __init__(self, timetable: Timetable, feed_version: str, base_url: str) -> None:
        self._timetable = timetable
        self._feed_version = feed_version
        self._base_url = base_url.rstrip("/")
        self._dated = dated_trips(timetable)

    def stamp(self, now: datetime) -> int:
        """The timestamp of a feed asked for at an instant, in seconds of Unix time.

        Readers take a feed for stale whose timestamp does not advance, so it follows the clock,
        in steps, that caches may answer within them; and it is never before the publication, so
        that a new version always has a later one.
        """
        step = int(now.timestamp()) // _FRESH_SECONDS * _FRESH_SECONDS
        return max(step, int(self._timetable.published_at.timestamp()))

    def trip_updates(self, now: datetime) -> bytes:
        """TripUpdates of trips that are cancelled, late or full."""
        message = self._message(now)
        for dated in self._current(now):
            update = trip_update(dated)
            if update is not None:
                message.entity.add(id=dated.name).trip_update.CopyFrom(update)
        return _serialised(message)

    def alerts(self, now: datetime) -> bytes:
        """Alerts about everything that is different with a trip."""
        message = self._message(now)
        for dated in self._current(now):
            for name, alert in alerts(dated, self._base_url):
                message.entity.add(id=name).alert.CopyFrom(alert)
        return _serialised(message)

    def _current(self, now: datetime) -> tuple[DatedTrip, ...]:
        return tuple(dated for dated in self._dated if dated.ends >= now)

    def _message(self, now: datetime) -> realtime.FeedMessage:
        return realtime.FeedMessage(
            header=realtime.FeedHeader(
                gtfs_realtime_version=_SPECIFICATION,
                incrementality=realtime.FeedHeader.FULL_DATASET,
                timestamp=self.stamp(now),
                feed_version=self._feed_version,
            )
        )


def _serialised(message: realtime.FeedMessage) -> bytes:
    body: bytes = message.SerializeToString(deterministic=True)
    return body
