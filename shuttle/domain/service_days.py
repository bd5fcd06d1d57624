"""Which day type runs on a date, and why, from both jurisdictions' calendars.

Overrides come first; else the first day type whose expression holds; else there is no service.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from shuttle.domain.almanac import Almanac
from shuttle.domain.calendar import Calendar, DayAnswer, DayOverride, DayType, Reason
from shuttle.domain.day_expression import DAY_NAMES, DayExpression
from shuttle.domain.day_reasons import (
    day_type_reason,
    makeup_reason,
    no_day_type_reason,
    override_reason,
    provisional_reason,
    weekend_reason,
)
from shuttle.domain.network import Side
from shuttle.domain.policy import Policies

SIDE_OF: Mapping[str, Side] = {"cn": "sz", "hk": "hk"}
_ONE_DAY = timedelta(days=1)
_FRIDAY = 5


class ServiceDayFacts(Protocol):
    """What decides on service days: a Scenario, or as much of one as could be read."""

    @property
    def calendars(self) -> Mapping[Side, Calendar]: ...  # noqa: D102 - see Scenario
    @property
    def day_types(self) -> tuple[DayType, ...]: ...  # noqa: D102 - see Scenario
    @property
    def overrides(self) -> tuple[DayOverride, ...]: ...  # noqa: D102 - see Scenario
    @property
    def policies(self) -> Policies: ...  # noqa: D102 - see Scenario


def answer(scenario: ServiceDayFacts, day: date) -> DayAnswer:
    """Which day type a date runs, and why; raises ValueError for an unreadable expression."""
    return _Days.of(scenario).answer(day)


def answers(scenario: ServiceDayFacts, first: date, last: date) -> tuple[DayAnswer, ...]:
    """An answer for every date from first to last, both included."""
    days = _Days.of(scenario)
    count = (last - first).days + 1
    return tuple(days.answer(first + timedelta(days=number)) for number in range(count))


@dataclass(frozen=True, slots=True)
class _Days:
    """A scenario's calendars and day types, parsed once for many dates."""

    almanacs: Mapping[str, Almanac]
    day_types: tuple[tuple[DayType, DayExpression], ...]
    overrides: Mapping[date, DayOverride]
    makeup_days_run: bool

    @classmethod
    def of(cls, scenario: ServiceDayFacts) -> "_Days":
        almanacs = {
            word: Almanac.of(scenario.calendars[side])
            for word, side in SIDE_OF.items()
            if side in scenario.calendars
        }
        return cls(
            almanacs,
            tuple((kind, DayExpression(kind.when)) for kind in scenario.day_types),
            {override.date: override for override in scenario.overrides},
            scenario.policies.service_days.makeup_days_run,
        )

    def answer(self, day: date) -> DayAnswer:
        override = self.overrides.get(day)
        if override:
            return DayAnswer(
                date=day,
                day_type=override.day_type,
                reasons=(override_reason(override.reason),),
                provisional=False,
            )
        facts = self._facts(day)
        kind = self._first(facts)
        beyond = [
            provisional_reason(almanac.calendar, almanac.first())
            for almanac in self._not_announced(day, kind)
        ]
        reasons = self._why_it_runs(kind, day) if kind else self._why_not(day, facts)
        return DayAnswer(
            date=day,
            day_type=kind.id if kind else None,
            reasons=(*reasons, *beyond),
            provisional=bool(beyond),
        )

    def _first(self, facts: Mapping[str, bool]) -> DayType | None:
        return next((kind for kind, when in self.day_types if when.holds(facts)), None)

    def _facts(self, day: date) -> dict[str, bool]:
        weekday = day.isoweekday() <= _FRIDAY
        facts = {name: day.isoweekday() == number for number, name in enumerate(DAY_NAMES, 1)}
        facts |= {"weekday": weekday, "weekend": not weekday}
        facts["policy.makeup_days_run"] = self.makeup_days_run
        morrow = _day_after(day)
        for word in SIDE_OF:
            holidays = self.almanacs[word].holidays if word in self.almanacs else {}
            makeup_days = self.almanacs[word].makeup_days if word in self.almanacs else ()
            facts[f"{word}.holiday"] = day in holidays
            facts[f"{word}.holiday_eve"] = morrow in holidays
            facts[f"{word}.makeup"] = day in makeup_days
        return _with_workdays(facts)

    def _asked(self, kind: DayType | None) -> set[str]:
        """Names in the expressions examined until one held."""
        asked: set[str] = set()
        for examined, when in self.day_types:
            asked |= when.names
            if examined is kind:
                break
        return asked

    def _not_announced(self, day: date, kind: DayType | None) -> Iterator[Almanac]:
        """Calendars that were asked and do not reach the date (or its morrow, for an eve)."""
        asked = self._asked(kind)
        for word, almanac in self.almanacs.items():
            eve = f"{word}.holiday_eve" in asked
            consulted = any(name.startswith(f"{word}.") for name in asked)
            last = _day_after(day) if eve else day
            if consulted and not (almanac.covers(day) and almanac.covers(last)):
                yield almanac

    def _why_it_runs(self, kind: DayType, day: date) -> Iterator[Reason]:
        weekend = day.isoweekday() > _FRIDAY
        asked = self._asked(kind)
        for word, almanac in self.almanacs.items():
            deliberate = not asked.isdisjoint((f"{word}.makeup", f"{word}.workday"))
            if weekend and deliberate and day in almanac.makeup_days:
                yield makeup_reason(almanac.calendar.id, runs=True)
        yield day_type_reason(kind.name)
        for almanac in self.almanacs.values():
            if day in almanac.holidays:
                yield almanac.holiday(day, runs=True)

    def _why_not(self, day: date, facts: dict[str, bool]) -> Iterator[Reason]:
        """What alone keeps the service from running comes first, then what else is the case."""
        causes = list(self._causes(day, facts))
        for _, reason in sorted(causes, key=lambda cause: not self._would_run(cause[0])):
            yield reason
        if not causes:
            yield no_day_type_reason()
        for almanac in self.almanacs.values():
            if day in almanac.makeup_days:
                yield makeup_reason(almanac.calendar.id, runs=False)

    def _causes(
        self, day: date, facts: dict[str, bool]
    ) -> Iterator[tuple[dict[str, bool], Reason]]:
        """Each possible cause, with the facts as they would be without it."""
        asked = self._asked(None)
        for word, almanac in self.almanacs.items():
            by_holiday = {f"{word}.holiday", f"{word}.workday"} & asked
            if by_holiday and day in almanac.holidays:
                without = {**facts, f"{word}.holiday": False}
                yield _with_workdays(without), almanac.holiday(day, runs=False)
        if facts["weekend"]:
            without = {**facts, "weekday": True, "weekend": False, "sat": False, "sun": False}
            yield _with_workdays(without), weekend_reason()

    def _would_run(self, facts: Mapping[str, bool]) -> bool:
        return self._first(facts) is not None


def _with_workdays(facts: dict[str, bool]) -> dict[str, bool]:
    for word in SIDE_OF:
        at_work = facts["weekday"] and not facts[f"{word}.holiday"]
        facts[f"{word}.workday"] = at_work or facts[f"{word}.makeup"]
    return facts


def _day_after(day: date) -> date:
    return day + _ONE_DAY if day < date.max else day
