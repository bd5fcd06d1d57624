"""Where publications are made: composed on the version in force, rendered, stored whole."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Timetable
from shuttle.errors import NotFoundError
from shuttle.services.publishing.issues import issue_of
from shuttle.services.publishing.ledger import Renderer, files_to_store, revise
from shuttle.services.publishing.retirement import retire
from shuttle.store.protocol import Store
from shuttle.store.records import Kind, NewTrip, Publication

_ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What history and audit log say of a publication.

    Attributes:
        action: what was done, as `cancel`.
        detail: to what, in words.
        first: first service date that it speaks about; `last` is included.
    """

    kind: Kind
    action: str
    detail: str
    first: date
    last: date
    note: str = ""
    rollback_of: int | None = None
    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where publications are made.

    Attributes:
        store: where they go.
        renderer: makes the files that are served.
        now: the instant of publication, aware.
        public_url: scheme and host that are new from now on; None for those of the version before.
    """

    store: Store
    renderer: Renderer
    now: datetime
    public_url: str | None = None

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            msg = "the instant of publication needs a time zone"
            raise ValueError(msg)

    def in_force(self, service: str) -> Timetable:
        """The version in force; raises NotFoundError for an unknown service."""
        latest = self.store.latest(service)
        if latest is None:
            raise NotFoundError(kind="service", name=service, known=self.store.services())
        return latest

    def instant(self, previous: Timetable | None) -> datetime:
        """The instant of publication in UTC and whole seconds, later than the version before.

        Calendar programs and HTTP count in seconds, and take a change only for a later one.
        """
        now = self.now.astimezone(UTC).replace(microsecond=0)
        return max(now, previous.published_at + _ONE_SECOND) if previous else now

    def follow(
        self, current: Timetable, content: Timetable, update: Mapping[str, Any]
    ) -> Timetable:
        """The version after the current one, with some content and fields of it changed."""
        stamp = {
            "version": current.version + 1,
            "published_at": self.instant(current),
            "public_url": current.public_url,
        }
        return content.model_copy(update={**stamp, **update})

    def publish(self, timetable: Timetable, entry: Entry) -> Timetable:
        """Render everything, then store everything in one transaction."""
        if self.public_url is not None:
            timetable = timetable.model_copy(update={"public_url": self.public_url})
        service, now = timetable.service, timetable.published_at
        ledger = self.store.revisions(service)
        issue = issue_of(self.store, timetable, entry.plans)
        fingerprints = self.renderer.fingerprints(issue)
        revisions = revise(ledger, fingerprints, now)
        rendered = self.renderer.files(issue, {uid: revisions[uid] for uid in fingerprints})
        files = tuple(files_to_store(rendered, self.store.files(service), now))
        closing = retire(self.store, timetable, files)
        publication = Publication(
            timetable=timetable,
            kind=entry.kind,
            first=entry.first,
            last=entry.last,
            action=entry.action,
            detail=entry.detail,
            note=entry.note,
            rollback_of=entry.rollback_of,
            plans=entry.plans,
            trips=_new_trips(timetable, self.store.trip_ids(service)),
            revisions=tuple(row for uid, row in revisions.items() if ledger.get(uid) != row),
            files=(*files, *closing.files),
            retired=closing.retired,
        )
        self.store.publish(publication)
        return timetable


def _new_trips(timetable: Timetable, taken: AbstractSet[str]) -> tuple[NewTrip, ...]:
    trips = [trip for period in timetable.periods for trip in period.trips]
    trips += [extra.trip for extra in timetable.extras]
    directions = {trip.id: trip.direction for trip in trips if trip.id not in taken}
    return tuple(NewTrip(*item) for item in sorted(directions.items()))
