"""Which plans a timetable for some dates needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answers


@dataclass(frozen=True, slots=True)
class NeededPlan:
    """A plan of a day type, by the facts of a date on which it first runs.

    Attributes:
        day: the date whose facts it needs.
    """

    day_type: str
    day: date


def needed_plans(scenario: Scenario, first: date, last: date) -> Iterator[NeededPlan]:
    """One plan for each day type and stretch of dates with the same facts, by first use.

    A new plan is needed where a day type runs on a date on which none of the former ones holds.
    """
    held: dict[str, set[tuple[date | None, date | None]]] = {}
    for answer in answers(scenario, first, last):
        if answer.day_type is None:
            continue
        holds = regime(scenario, answer.date)
        known = held.setdefault(answer.day_type, set())
        if (holds.valid_from, holds.valid_to) not in known:
            known.add((holds.valid_from, holds.valid_to))
            yield NeededPlan(answer.day_type, answer.date)
