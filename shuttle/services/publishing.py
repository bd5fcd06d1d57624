"""Publish plans, cancel and delay trips, go back to an earlier version.

Each writes a new version in one transaction, on the version that was in force when it was
composed; what was published stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shuttle.domain.base import LocalText
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answers
from shuttle.domain.time import LAST_MINUTE
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.services.edition import Edition
from shuttle.services.fitness import require_dates, require_fit
from shuttle.services.ledger import Renderer, files_to_store, revise
from shuttle.services.snapshot import compose, trip_on
from shuttle.store.protocol import Store
from shuttle.store.records import Kind, NewTrip, Publication, VersionRow

_ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where publications are made.

    Attributes:
        store: where they go.
        renderer: makes the files that are served.
        now: the instant of publication, aware.
    """

    store: Store
    renderer: Renderer
    now: datetime

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            msg = "the instant of publication needs a time zone"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What history and audit log say of a publication."""

    kind: Kind
    action: str
    detail: str
    first: date
    last: date
    note: str = ""
    rollback_of: int | None = None
    plans: tuple[Plan, ...] = ()


def publish(
    desk: Desk,
    scenario: Scenario,
    plans: Sequence[Plan],
    first: date,
    last: date,
    note: str = "",
) -> Timetable:
    """Publish plans for some dates; other dates stay as they are.

    Args:
        desk: store, renderer, instant.
        scenario: the scenario of the plans.
        plans: one for each day type that runs within the dates; several where facts change in
            between, each for its side of the change.
        first: first service date.
        last: last service date, included.
        note: for the history.

    Raises:
        CheckError: plans break rules.
        InputError: the plans do not fit the scenario or the dates; all problems at once.
        StoreError: somebody else published meanwhile, or the store cannot write.
    """
    span = require_dates(first, last, desk.now)
    edition = Edition(scenario, plans, span, answers(scenario, first, last))
    require_fit(edition)
    previous = desk.store.latest(scenario.service)
    taken = desk.store.trip_ids(scenario.service)
    timetable = compose(edition, previous, taken, _instant(desk, previous))
    detail = f"{len(plans)} plans of scenario {scenario.name} for {span}"
    entry = _Entry("publish", "publish", detail, first, last, note, plans=tuple(plans))
    return _store(desk, timetable, entry)


def cancel(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    notice: LocalText | None = None,
) -> Timetable:
    """Cancel a trip on one date; it stays in lists and feeds, marked as cancelled.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date.
    """
    change = TripChange(
        trip_id=trip_id, service_date=service_date, kind="cancelled", notice=notice
    )
    return _change(desk, service, change)


def delay(  # an argument more would be too many: the notice may stay empty
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    minutes: int,
    notice: LocalText | None = None,
) -> Timetable:
    """Delay a trip on one date, in place of any earlier change of it.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date, or the minutes make no sense.
    """
    if not 0 < minutes < LAST_MINUTE:
        message = f"{minutes} is no delay; give whole minutes from 1 to {LAST_MINUTE - 1}"
        raise InputError([Problem("", "minutes", message)])
    change = TripChange(
        trip_id=trip_id,
        service_date=service_date,
        kind="delayed",
        delay_minutes=minutes,
        notice=notice,
    )
    return _change(desk, service, change)


def withdraw(desk: Desk, service: str, trip_id: str, service_date: date) -> Timetable:
    """Take back the cancellation or delay of a trip on one date.

    Raises:
        NotFoundError: no such service, or no such change.
    """
    current = _current(desk.store, service)
    if current.change_of(trip_id, service_date) is None:
        known = [f"{change.trip_id} on {change.service_date}" for change in current.changes]
        raise NotFoundError("change", f"{trip_id} on {service_date}", known)
    detail = f"{trip_id} on {service_date}: as planned again"
    entry = _Entry("change", "withdraw", detail, service_date, service_date)
    others = _other_changes(current, trip_id, service_date)
    return _store(desk, _following(desk, current, {"changes": others}), entry)


def rollback(desk: Desk, service: str, version: int, note: str = "") -> Timetable:
    """Publish an earlier version again, as a new one.

    Raises:
        NotFoundError: no such service or version.
    """
    current = _current(desk.store, service)
    wanted = desk.store.timetable(service, version)
    if wanted is None:
        known = [str(row.seq) for row in desk.store.history(service)]
        raise NotFoundError("version", str(version), known)
    timetable = wanted.model_copy(
        update={"version": current.version + 1, "published_at": _instant(desk, current)}
    )
    detail = f"version {version} again, in place of version {current.version}"
    first, last = wanted.days[0].date, wanted.days[-1].date
    entry = _Entry("rollback", "rollback", detail, first, last, note, rollback_of=version)
    return _store(desk, timetable, entry)


def history(store: Store, service: str) -> tuple[VersionRow, ...]:
    """Every version of a service, oldest first; raises NotFoundError for an unknown service."""
    rows = store.history(service)
    if not rows:
        raise NotFoundError("service", service, store.services())
    return rows


def _change(desk: Desk, service: str, change: TripChange) -> Timetable:
    current = _current(desk.store, service)
    _require_trip(current, change.trip_id, change.service_date)
    others = _other_changes(current, change.trip_id, change.service_date)
    changes = sorted((*others, change), key=lambda one: (one.service_date, one.trip_id))
    what = f"{change.delay_minutes} minutes late" if change.kind == "delayed" else change.kind
    detail = f"{change.trip_id} on {change.service_date}: {what}"
    action = "delay" if change.kind == "delayed" else "cancel"
    entry = _Entry("change", action, detail, change.service_date, change.service_date)
    return _store(desk, _following(desk, current, {"changes": tuple(changes)}), entry)


def _other_changes(
    timetable: Timetable, trip_id: str, service_date: date
) -> tuple[TripChange, ...]:
    same = timetable.change_of(trip_id, service_date)
    return tuple(change for change in timetable.changes if change != same)


def _require_trip(timetable: Timetable, trip_id: str, service_date: date) -> None:
    ids = {trip.id for period in timetable.periods for trip in period.trips}
    if trip_id not in ids:
        on_date = [trip.id for trip in timetable.trips_on(service_date)]
        raise NotFoundError("trip", trip_id, on_date or sorted(ids))
    if trip_on(timetable, trip_id, service_date) is None:
        runs = (day.date for day in timetable.days if trip_on(timetable, trip_id, day.date))
        dates = ", ".join(str(day) for day in islice(runs, _SOME_DATES))
        message = f"{trip_id} does not run on {service_date}; it runs on {dates or 'no date'} ..."
        raise InputError([Problem("", "service_date", message)])


def _current(store: Store, service: str) -> Timetable:
    latest = store.latest(service)
    if latest is None:
        raise NotFoundError("service", service, store.services())
    return latest


def _instant(desk: Desk, previous: Timetable | None) -> datetime:
    """The instant of publication in UTC and whole seconds, later than the version before.

    Calendar programs and HTTP count in seconds, and take a change only for a later one.
    """
    now = desk.now.astimezone(UTC).replace(microsecond=0)
    return max(now, previous.published_at + _ONE_SECOND) if previous else now


def _following(desk: Desk, current: Timetable, update: dict[str, Any]) -> Timetable:
    """The version after the current one, with some fields changed."""
    numbered = {"version": current.version + 1, "published_at": _instant(desk, current)}
    return current.model_copy(update=numbered | update)


def _store(desk: Desk, timetable: Timetable, entry: _Entry) -> Timetable:
    """Render everything, then write everything in one transaction."""
    service, now = timetable.service, timetable.published_at
    ledger = desk.store.revisions(service)
    fingerprints = desk.renderer.fingerprints(timetable)
    revisions = revise(ledger, fingerprints, now)
    rendered = desk.renderer.files(timetable, {uid: revisions[uid] for uid in fingerprints})
    desk.store.publish(
        Publication(
            timetable=timetable,
            kind=entry.kind,
            first=entry.first,
            last=entry.last,
            action=entry.action,
            detail=entry.detail,
            note=entry.note,
            rollback_of=entry.rollback_of,
            plans=entry.plans,
            trips=_new_trips(timetable, desk.store.trip_ids(service)),
            revisions=tuple(row for uid, row in revisions.items() if ledger.get(uid) != row),
            files=tuple(files_to_store(rendered, desk.store.files(service), now)),
        )
    )
    return timetable


def _new_trips(timetable: Timetable, taken: AbstractSet[str]) -> tuple[NewTrip, ...]:
    trips = (trip for period in timetable.periods for trip in period.trips)
    directions = {trip.id: trip.direction for trip in trips if trip.id not in taken}
    return tuple(NewTrip(*item) for item in sorted(directions.items()))
