"""Partial plans under audit: they pass where they leave exactly what they state."""

from typing import Any

import pytest

from shuttle import audit
from shuttle.domain.obligations import Unkept
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from tests.builders import band, plan, policies, riders, scenario, trip

CLOCKS = ("08:00", "08:30", "09:30", "10:00")


def place() -> Scenario:
    """A bus at least every 30 minutes each way, the first by 08:00, the last from 10:00 on."""
    span = SpanPolicy(first=band("07:00", "08:01"), last=band("10:00", "12:00"))
    return scenario(
        policies=policies(headways=(HeadwayPolicy(max_minutes=30),), spans=(span,)),
        # Two of them leave at 08:30 on the dot.
        demand=(
            riders(4, "08:30"),
            riders(2, "08:30", minutes=1),
            riders(3, "09:00", "b-a", wish="arrive_by"),
        ),
    )


def partial(clocks: tuple[str, ...] = CLOCKS, back: tuple[str, ...] = CLOCKS) -> Plan:
    """A plan that states what it leaves."""
    wanted = [trip("to-b", clock) for clock in clocks] + [trip("to-a", clock) for clock in back]
    bare = plan(place(), wanted)
    return stating(bare, audit.unkept(place(), bare, ()))


def stating(bare: Plan, left: tuple[Unkept, ...], **proof: Any) -> Plan:
    points = float(sum(item.points for item in left))
    said: dict[str, Any] = {"proves": "points", "objective": points, "bound": points, "gap": 0.0}
    own: Proof = bare.proof.model_copy(update={**said, "status": "optimal", **proof})
    return bare.model_copy(update={"unkept": left, "unkept_proof": own if left else None})


def rules(answer: Plan) -> set[str]:
    return {violation.rule for violation in audit.check(place(), answer)}


def test_a_gap_that_is_too_long_is_left_with_its_minutes_and_riders() -> None:
    there, back = partial().unkept

    assert (there.rule, there.direction, there.start, there.end) == (
        *("max-headway", "to-b"),
        *(510, 570),
    )
    # Of four who wish to leave at 08:31, 08:35, 08:39 and 08:43 all do so after the bus.
    assert (there.points, there.riders) == (30, 4)
    # Three wish to arrive between 09:00 and 09:15.
    assert (back.direction, back.points, back.riders) == ("to-a", 30, 3)
    assert there.words.en == (
        "After the 08:30 departure to b the next one leaves at 09:30, 30 minutes later than the "
        "most headway allows. 4 riders wish to travel in between."
    )


def test_a_plan_that_states_what_it_leaves_passes() -> None:
    assert rules(partial()) == set()


def test_what_is_left_and_not_stated_is_a_violation() -> None:
    whole = partial()

    assert rules(stating(whole, whole.unkept[:1])) == {"max-headway"}
    assert rules(stating(whole, ())) == {"max-headway"}


@pytest.mark.parametrize(("field", "value"), [("points", 25), ("riders", 3), ("end", 565)])
def test_what_is_left_otherwise_than_stated_is_two_violations(field: str, value: int) -> None:
    whole = partial()
    first = whole.unkept[0].model_copy(update={field: value})

    assert rules(stating(whole, (first, *whole.unkept[1:]))) == {"max-headway", "kpi-value"}


def test_what_is_stated_and_not_left_is_a_violation() -> None:
    even = ("08:00", "08:30", "09:00", "09:30", "10:00")
    whole, lying = partial(even, even), partial()

    assert whole.unkept == ()
    assert rules(stating(whole, lying.unkept)) == {"kpi-value"}


def test_what_is_stated_twice_is_a_violation() -> None:
    whole = partial()

    assert rules(stating(whole, whole.unkept * 2)) == {"kpi-value"}


def test_points_that_do_not_add_up_are_a_violation() -> None:
    whole = partial()

    assert rules(stating(whole, whole.unkept, objective=55.0, bound=55.0)) == {"kpi-value"}
    assert rules(whole.model_copy(update={"unkept_proof": None})) == {"kpi-value"}


@pytest.mark.parametrize(
    ("clocks", "rule", "points"),
    [
        (("08:10", "08:40", "09:10", "09:40", "10:10"), "first-departure", 10),
        (("06:45", "07:15", "07:45", "08:15", "08:45", "09:15", "09:45", "10:15"), *("", 0)),
        (("08:00", "08:30", "09:00", "09:25"), "last-departure", 35),
        (
            ("08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"),
            *("last-departure", 5),
        ),
    ],
)
def test_a_window_is_missed_by_the_minutes_to_its_nearest_slot(
    clocks: tuple[str, ...], rule: str, points: int
) -> None:
    found = [item for item in partial(clocks).unkept if item.direction == "to-b"]
    expected = [("first-departure", 15)] if not rule else [(rule, points)]

    assert [(item.rule, item.points) for item in found] == expected


def test_a_direction_without_trips_leaves_the_whole_span_for_each_window() -> None:
    found = [item for item in partial((), ()).unkept if item.direction == "to-b"]

    # From 06:00 to 23:00.
    assert [(item.rule, item.points) for item in found] == [
        ("first-departure", 1020),
        ("last-departure", 1020),
    ]
    assert rules(partial((), ())) == set()


def test_a_given_departure_that_is_not_made_counts_as_an_hour() -> None:
    even = ("08:00", "08:30", "09:00", "09:30", "10:00")
    whole = partial(even, even)
    asked = FixedTrip(origin="a", destination="b", departure=525)
    left = audit.unkept(place(), whole, (asked,))

    assert [(item.rule, item.start, item.end, item.points) for item in left] == [
        ("given-departure", 510, 525, 60)
    ]
    assert rules(stating(whole, left)) == set()


def test_a_given_departure_that_is_made_cannot_be_left() -> None:
    even = ("08:00", "08:30", "09:00", "09:30", "10:00")
    whole = partial(even, even)
    asked = FixedTrip(origin="a", destination="b", departure=525)
    (left,) = audit.unkept(place(), whole, (asked,))
    lying = left.model_copy(update={"end": 510})

    assert rules(stating(whole, (lying,))) == {"kpi-value"}


def test_one_window_that_is_stated_does_not_hide_another() -> None:
    twice = (
        SpanPolicy(first=band("07:00", "08:01")),
        SpanPolicy(first=band("07:30", "07:31")),
    )
    bare = policies(spans=twice)
    here = scenario(policies=bare)
    late = plan(here, [trip("to-b", "08:10"), trip("to-a", "07:30")])
    left = audit.unkept(here, late, ())

    assert [item.points for item in left] == [40, 10]
    found = audit.check(here, stating(late, left[:1]))
    assert {violation.rule for violation in found} == {"first-departure"}
    assert audit.check(here, stating(late, left)) == ()
