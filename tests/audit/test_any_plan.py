"""Plans that can be read but make no sense: the audit must judge them, not fail."""

from datetime import date
from typing import Any

import pytest

from shuttle.audit import check, check_dates
from shuttle.domain.plan import Plan
from tests.builders import TUESDAY, deadhead, plan, riders, scenario, trip, vehicle_type

NONSENSE: tuple[Any, ...] = ("nothing", None, [], 0, -1.5, "00:00", "48:00", "9999-12-31", {}, True)
PLACE = scenario(
    demand=(riders(9, "08:00"), riders(2, "10:00", "b-a", wish="arrive_by")),
    vehicle_types=(vehicle_type(cost_per_deadhead=50),),
)
WRITTEN = plan(
    PLACE, [trip("to-b", "08:15", block="bus"), deadhead("to-a", "09:00", block="bus")]
).model_dump(mode="json", by_alias=True)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a plan as it is written."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    below = [found for key, part in inner for found in places(part, (*path, key))]
    return [path, *below] if path else below


def replaced(value: Any, path: tuple[Any, ...], nonsense: Any) -> Any:
    """A copy of the plan with one value replaced."""
    if not path:
        return nonsense
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], nonsense)
    return copy


def read(written: Any) -> Plan | None:
    """The plan, or None where it is refused as it is read."""
    try:
        return Plan.model_validate(written, strict=False)
    except ValueError:
        return None


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_any_plan_that_can_be_read_gets_a_verdict(nonsense: Any) -> None:
    answers = [read(replaced(WRITTEN, path, nonsense)) for path in places(WRITTEN)]
    found = [answer for answer in answers if answer is not None]

    for answer in found:
        assert isinstance(check(PLACE, answer), tuple)
        assert isinstance(check_dates(PLACE, answer, [TUESDAY, date.max]), tuple)
    assert len(found) > 0 or nonsense in ([], {}, None)


def test_an_empty_plan_gets_a_verdict() -> None:
    empty: dict[str, Any] = {"trips": (), "blocks": (), "duties": ()}
    answer = plan(PLACE, []).model_copy(update=empty)

    assert check(PLACE, answer) == ()
