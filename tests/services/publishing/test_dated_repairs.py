"""A repaired day published as a dated exception: on its date, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest

from shuttle.domain.disruption import Disruption
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError
from shuttle.services.deciding.repairing import repair
from shuttle.services.publishing.disruption import cancel
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra
from shuttle.services.publishing.publications import publish, rollback
from shuttle.store.protocol import Store
from tests.builders import TUESDAY
from tests.repairs import BOTH, closed, day, known, place
from tests.services.builders import desk

PLACE = place()
BASE = day(PLACE)
WEEK = TUESDAY, TUESDAY + timedelta(days=3)
ON = TUESDAY + timedelta(days=1)


def _published_base() -> Plan:
    wide = BASE.effective.model_copy(update={"valid_to": None, "valid_from": None})
    return BASE.model_copy(update={"effective": wide})


def _on(disruption: Disruption) -> Disruption:
    return disruption.model_copy(update={"on": ON})


@pytest.fixture(scope="module")
def repaired() -> tuple[Scenario, Plan, Plan]:
    base = _published_base()
    both = [closed("14:00", "16:00", name) for name in BOTH]
    reason = {"en": "Ports closed", "zh-Hant": "口岸關閉", "zh-Hans": "口岸关闭"}
    made = repair(PLACE, base, _on(known("12:35", *both, reason=reason))).plan
    return PLACE, base, made


def test_a_repair_is_published_for_its_date_alone(
    store: Store, repaired: tuple[Scenario, Plan, Plan]
) -> None:
    world, base, made = repaired
    before = publish(desk(store), world, [base], *WEEK)
    after = publish(desk(store, 1), world, [made], ON, ON)
    for other in (WEEK[0], WEEK[1]):
        assert list(after.trips_on(other)) == list(before.trips_on(other))
        assert all(change.service_date == ON for change in after.changes)


def test_dropped_trips_are_cancelled_on_that_date_with_the_reason(
    store: Store, repaired: tuple[Scenario, Plan, Plan]
) -> None:
    world, base, made = repaired
    publish(desk(store), world, [base], *WEEK)
    after = publish(desk(store, 1), world, [made], ON, ON)
    runs = {(trip.direction, trip.departure) for trip in made.trips}
    cancelled = {change.trip_id for change in after.changes}
    gone = {t.id for t in after.trips_on(ON) if (t.direction, t.departure) not in runs}
    assert cancelled == gone
    assert cancelled
    assert {change.notice for change in after.changes} == {
        made.disruption and made.disruption.reason
    }


def test_what_was_said_of_an_extra_trip_outlives_a_repair_that_knows_nothing_of_it(
    store: Store, repaired: tuple[Scenario, Plan, Plan]
) -> None:
    world, base, made = repaired
    before = publish(desk(store), world, [base], *WEEK)
    name, direction = world.service, before.directions[0].id
    _, extra = add_extra(desk(store, 1), name, ExtraWish(direction, ON, 600))
    cancel(desk(store, 2), name, extra.trip.id, ON)
    after = publish(desk(store, 3), world, [made], ON, ON)
    assert after.change_of(extra.trip.id, ON)
    assert extra.trip in after.trips_on(ON)


def test_kept_and_moved_trips_keep_their_ids(
    store: Store, repaired: tuple[Scenario, Plan, Plan]
) -> None:
    world, base, made = repaired
    before = publish(desk(store), world, [base], *WEEK)
    after = publish(desk(store, 1), world, [made], ON, ON)
    known_ids = {trip.id for trip in before.trips_on(ON)}
    assert known_ids <= {trip.id for trip in after.trips_on(ON)}


def test_a_rollback_restores_the_day(store: Store, repaired: tuple[Scenario, Plan, Plan]) -> None:
    world, base, made = repaired
    before = publish(desk(store), world, [base], *WEEK)
    publish(desk(store, 1), world, [made], ON, ON)
    again = rollback(desk(store, 2), world.service, 1)
    assert list(again.trips_on(ON)) == list(before.trips_on(ON))
    assert again.changes == ()


def test_publishing_the_usual_plan_again_takes_the_cancellations_back(
    store: Store, repaired: tuple[Scenario, Plan, Plan]
) -> None:
    world, base, made = repaired
    before = publish(desk(store), world, [base], *WEEK)
    publish(desk(store, 1), world, [made], ON, ON)
    again = publish(desk(store, 2), world, [base], ON, ON)
    assert [(t.id, t.departure) for t in again.trips_on(ON)] == [
        (t.id, t.departure) for t in before.trips_on(ON)
    ]


@pytest.mark.parametrize("span", [(TUESDAY, TUESDAY), (ON, WEEK[1])])
def test_a_repair_is_refused_for_other_dates(
    store: Store, repaired: tuple[Scenario, Plan, Plan], span: tuple[Any, Any]
) -> None:
    world, _, made = repaired
    with pytest.raises(InputError):
        publish(desk(store), world, [made], *span)
