"""A version with its plans, also where one date has a repaired plan of its own."""

from datetime import timedelta

import pytest

from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.formats.tods.crews import crews
from shuttle.services.deciding.repairing import repair
from shuttle.services.publishing.issues import issue_of
from shuttle.services.publishing.publications import publish
from shuttle.store.memory import MemoryStore
from tests.builders import TUESDAY
from tests.repairs import BOTH, closed, day, known, place
from tests.services.builders import desk

PLACE = place()
ON = TUESDAY + timedelta(days=1)


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    base = day(PLACE)
    wide = base.effective.model_copy(update={"valid_to": None, "valid_from": None})
    base = base.model_copy(update={"effective": wide})
    found = MemoryStore()
    publish(desk(found), PLACE, [base], TUESDAY, TUESDAY + timedelta(days=3))
    trouble = known("12:35", *[closed("14:00", "16:00", name) for name in BOTH])
    made = repair(PLACE, base, trouble.model_copy(update={"on": ON})).plan
    publish(desk(found, 1), PLACE, [made], ON, ON)
    return found


def in_force(store: MemoryStore) -> Timetable:
    timetable = store.latest(PLACE.service)
    assert timetable is not None
    return timetable


def test_each_period_has_its_plan(store: MemoryStore) -> None:
    issue = issue_of(store, in_force(store))
    assert len(issue.plans) == 2
    for period in issue.timetable.periods:
        assert len(issue.plan_of(period).trips) <= len(period.trips)


def test_on_a_repaired_date_who_drives_which_trip_is_known(store: MemoryStore) -> None:
    usual, repaired = crews(issue_of(store, in_force(store)))
    assert repaired.service.dates == (ON,)
    for crew in (usual, repaired):
        assert set(crew.trip_ids) == {trip.id for trip in crew.plan.trips}
        assert len(set(crew.trip_ids.values())) == len(crew.trip_ids)
        assert set(crew.driven_by) == set(crew.runs)
    dropped = {repaired.service.trip_id(trip) for trip in repaired.service.trips}
    assert dropped > set(repaired.trip_ids.values())


def test_a_plan_that_is_gone_asks_for_a_backup(store: MemoryStore) -> None:
    with pytest.raises(StoreError, match="is not in the store: restore a backup"):
        issue_of(MemoryStore(), in_force(store))
