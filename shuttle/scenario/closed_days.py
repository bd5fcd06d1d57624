"""Demand for a day type that no date runs: riders who would wait for a bus that never comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shuttle.domain.calendar import Calendar, DayOverride, DayType
from shuttle.domain.network import Side
from shuttle.domain.policy import Policies
from shuttle.domain.service_days import answers
from shuttle.scenario.draft import Draft
from shuttle.scenario.places import Findings

_DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class _DayFacts:
    """The part of a draft that decides on service days."""

    calendars: Mapping[Side, Calendar]
    day_types: tuple[DayType, ...]
    overrides: tuple[DayOverride, ...]
    policies: Policies


def check_closed_days(draft: Draft, findings: Findings) -> None:
    """Note day types with riders that run on no date in the year from the reference date."""
    if draft.head is None or draft.policies is None or not draft.demand:
        return
    days = _DayFacts(
        calendars={calendar.id: calendar for calendar in draft.calendars.values()},
        day_types=tuple(draft.day_types.values()),
        overrides=tuple(draft.overrides.values()),
        policies=draft.policies,
    )
    first = draft.head.reference_date
    last = first + timedelta(days=_DAYS_AHEAD)
    try:
        run = {answer.day_type for answer in answers(days, first, last)}
    except ValueError:  # an expression that cannot be read is noted where it stands
        return
    ridden = {found.day_type for found in draft.demand.values()}
    for number, day_type in draft.day_types.items():
        if day_type.id in ridden - run:
            message = f'holds on no date from {first} to {last}, yet "{day_type.id}" has riders'
            findings.add(("day_types", number, "when"), message)
