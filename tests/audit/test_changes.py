"""What a plan says that it changed, counted again."""

from typing import Any

import pytest

from shuttle.domain.change import (
    ASSUMED_PRICES,
    ChangeLimits,
    Changes,
    Fate,
    PublishedDeparture,
)
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from tests.audit.verdict import broken, words
from tests.builders import plan, scenario, trip, with_figures

HERE: Scenario = scenario()


def fate(clock: str, now: str | None, port: str = "gate", **changes: Any) -> Fate:
    default = {
        "id": f"to-b-{clock.replace(':', '')}",
        "origin": "a",
        "destination": "b",
        "departure": parse_minute(clock),
        "port": port,
    }
    return Fate(published=PublishedDeparture(**{**default, **changes}), trip=now)


def told(*fates: Fate, **limits: int) -> Plan:
    """There at 08:00 and 09:30, back at 08:45: one bus at the least."""
    runs = [trip("to-b", "08:00"), trip("to-a", "08:45"), trip("to-b", "09:30")]
    runs.append(trip("to-a", "10:15"))
    changes = Changes(
        prices=ASSUMED_PRICES,
        limits=ChangeLimits(**limits),
        max_shift_minutes=15,
        fates=fates,
    )
    answer = plan(HERE, runs).model_copy(update={"changes": changes})
    return with_figures(HERE, answer)


SAME = (
    fate("08:00", "to-b-0800"),
    fate("09:30", "to-b-0930"),
    fate("08:45", "to-a-0845", id="to-a-0845", origin="b", destination="a"),
    fate("10:15", "to-a-1015", id="to-a-1015", origin="b", destination="a"),
)


@pytest.mark.parametrize(
    ("fates", "price"),
    [
        (SAME, 0),
        ((fate("08:05", "to-b-0800"), *SAME[1:]), 50 + 5 * 2),
        ((fate("08:00", "to-b-0800", port="bridge"), *SAME[1:]), 60),
        ((fate("08:15", "to-b-0800", port="bridge"), *SAME[1:]), 50 + 15 * 2 + 60),
        ((fate("07:00", None), *SAME), 300),
        (SAME[1:], 100),
        ((), 400),
    ],
)
def test_each_change_has_its_price(fates: tuple[Fate, ...], price: float) -> None:
    answer = told(*fates)
    assert answer.objective.terms["changes"] == price
    assert broken(HERE, answer) == []


def test_another_price_is_a_violation() -> None:
    answer = told(fate("08:05", "to-b-0800"), *SAME[1:])
    terms = {**answer.objective.terms, "changes": 59.0}
    lower = answer.objective.model_copy(update={"terms": terms})
    assert "objective-value" in broken(HERE, answer.model_copy(update={"objective": lower}))


@pytest.mark.parametrize(
    ("fates", "said"),
    [
        ((fate("08:16", "to-b-0800"), *SAME[1:]), "16 minutes away; at most 15 are the same trip"),
        ((fate("08:00", "to-b-0815"), *SAME[1:]), "is said to be to-b-0815, no trip"),
        (
            (fate("08:45", "to-a-0845"), *SAME[:2]),
            "is said to be to-a-0845, which runs another way",
        ),
        ((fate("08:05", "to-b-0800"), *SAME), "is said to be 2 published departures at once"),
    ],
)
def test_a_fate_that_cannot_be_is_a_violation(fates: tuple[Fate, ...], said: str) -> None:
    assert any(said in line for line in words(HERE, told(*fates), "objective-value"))


@pytest.mark.parametrize(("limit", "fits"), [(2, False), (3, True)])
def test_moved_dropped_and_added_trips_count_against_the_limit(limit: int, *, fits: bool) -> None:
    # 08:05 moved, 07:00 was dropped, 09:30 was added.
    fates = (fate("08:05", "to-b-0800"), fate("07:00", None), *SAME[2:])
    found = words(HERE, told(*fates, trips=limit), "objective-value")
    assert (not found) is fits
    assert fits or "changes 3 trips; at most 2 may change" in found[0]


@pytest.mark.parametrize(("limit", "fits"), [(14, False), (15, True)])
def test_minutes_moved_count_against_the_limit(limit: int, *, fits: bool) -> None:
    fates = (fate("08:05", "to-b-0800"), fate("09:20", "to-b-0930"), *SAME[2:])
    found = words(HERE, told(*fates, minutes=limit), "objective-value")
    assert (not found) is fits
    assert fits or "moves trips by 15 minutes; at most 14 are allowed" in found[0]
