"""A version with the plans from which it was made, for those who render it."""

from collections.abc import Sequence

from shuttle.domain.issue import Issue
from shuttle.domain.plan import Plan
from shuttle.domain.renames import Renames
from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.store.protocol import Store
from shuttle.store.records import PLAN, Artefact


def issue_of(store: Store, timetable: Timetable, fresh: Sequence[Plan] = ()) -> Issue:
    """The timetable with its plans on its ids: those now published, others from the store.

    Raises:
        StoreError: a plan of a published period is not there.
    """
    plans = {Artefact.of_value(PLAN, plan).sha256: plan for plan in fresh}
    for sha256 in {period.plan_sha256 for period in timetable.periods} - set(plans):
        known = store.plan(sha256)
        if known is None:
            msg = f"Plan {sha256} of a published period is not in the store: restore a backup."
            raise StoreError(msg)
        plans[sha256] = known
    renames = Renames.of_timetable(timetable)
    return Issue(timetable, {sha256: renames.plan(plan) for sha256, plan in plans.items()})
