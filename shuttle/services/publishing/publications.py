"""Publish plans for some dates, go back to an earlier version, list what was published.

Each publication is a new version, written in one transaction on the version that was in force
when it was composed; what was published stays as it was.
"""

from collections.abc import Sequence
from datetime import date

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answers
from shuttle.domain.timetable import Timetable
from shuttle.errors import NotFoundError
from shuttle.services.publishing.desk import Desk, Entry
from shuttle.services.publishing.edition import Edition
from shuttle.services.publishing.fitness import require_dates, require_fit, require_whole
from shuttle.services.publishing.snapshot import compose
from shuttle.store.protocol import Store
from shuttle.store.records import VersionRow


def publish(  # noqa: PLR0913 - what the command may ask
    desk: Desk,
    scenario: Scenario,
    plans: Sequence[Plan],
    first: date,
    last: date,
    note: str = "",
    *,
    partial: bool = False,
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
        partial: whether plans may leave obligations of the service, as they state.

    Raises:
        CheckError: plans break rules.
        InputError: the plans do not fit the scenario or the dates; all problems at once.
        StoreError: somebody else published meanwhile, or the store cannot write.
    """
    span = require_dates(first, last, desk.now)
    edition = Edition(scenario, plans, span, answers(scenario, first, last))
    if not partial:
        require_whole(edition)
    require_fit(edition)
    previous = desk.store.latest(scenario.service)
    taken = desk.store.trip_ids(scenario.service)
    timetable = compose(edition, previous, taken, desk.instant(previous))
    detail = f"{len(plans)} plans of scenario {scenario.name} for {span}"
    return desk.publish(
        timetable, Entry("publish", "publish", detail, first, last, note, plans=tuple(plans))
    )


def rollback(desk: Desk, service: str, version: int, note: str = "") -> Timetable:
    """Publish an earlier version again, as a new one.

    Raises:
        NotFoundError: no such service or version.
        StoreError: somebody else published meanwhile, or the store cannot write.
    """
    current = desk.in_force(service)
    wanted = desk.store.timetable(service, version)
    if wanted is None:
        known = [str(row.seq) for row in desk.store.history(service)]
        raise NotFoundError(kind="version", name=str(version), known=known)
    detail = f"version {version} again, in place of version {current.version}"
    first, last = wanted.days[0].date, wanted.days[-1].date
    entry = Entry("rollback", "rollback", detail, first, last, note, rollback_of=version)
    return desk.publish(desk.follow(current, wanted, {}), entry)


def history(store: Store, service: str) -> tuple[VersionRow, ...]:
    """Every version of a service, oldest first; raises NotFoundError for an unknown service."""
    rows = store.history(service)
    if not rows:
        raise NotFoundError(kind="service", name=service, known=store.services())
    return rows
