"""The audit: every rule of the catalogue, recomputed from a scenario and a plan alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from shuttle.audit import (
    batteries,
    blocks,
    duties,
    dwell_checks,
    figure_checks,
    hand_overs,
    headways,
    obligations,
    quotas,
    repairs,
    slot_checks,
)
from shuttle.audit.case import Case, Check, Finding
from shuttle.audit.repairs import EASABLE
from shuttle.audit.slots import ServiceDay
from shuttle.domain.obligations import Unkept
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.rules import Violation, catalogue
from shuttle.domain.scenario import Scenario

CHECKS: Mapping[str, Check] = {
    "departure-grid": slot_checks.check_departure_grid,
    "clock-face": slot_checks.check_clock_face,
    "running-time": slot_checks.check_running_time,
    "port-permitted": slot_checks.check_port_permitted,
    "port-hours": slot_checks.check_port_hours,
    "approach-road": slot_checks.check_approach_road,
    "min-headway": headways.check_min_headway,
    "max-headway": obligations.check_max_headway,
    "first-departure": obligations.check_first_departure,
    "last-departure": obligations.check_last_departure,
    "no-overtaking": headways.check_no_overtaking,
    "port-quota": quotas.check_port_quota,
    "fleet-size": blocks.check_fleet_size,
    "block-continuity": blocks.check_block_continuity,
    "layover": blocks.check_layover,
    "depot-balance": blocks.check_depot_balance,
    "depot-capacity": blocks.check_depot_capacity,
    "battery": batteries.check_battery,
    "port-permits": blocks.check_port_permits,
    "deadhead-permitted": blocks.check_deadhead_permitted,
    "duty-cover": duties.check_duty_cover,
    "duty-continuity": duties.check_duty_continuity,
    "duty-hand-over": hand_overs.check_duty_hand_over,
    "duty-length": duties.check_duty_length,
    "duty-min-length": duties.check_duty_min_length,
    "duty-gap": duties.check_duty_gap,
    "duty-driving": duties.check_duty_driving,
    "duty-continuous-driving": duties.check_duty_continuous_driving,
    "duty-rest": duties.check_duty_rest,
    "driver-count": duties.check_driver_count,
    "seat-capacity": figure_checks.check_seat_capacity,
    "port-dwell": dwell_checks.check_port_dwell,
    "passenger-count": figure_checks.check_passenger_count,
    "objective-value": figure_checks.check_objective_value,
    "kpi-value": obligations.check_key_figures,
    "service-day": figure_checks.check_service_day,
    "repair-history": repairs.check_repair_history,
}
"""The audit of each rule of the catalogue, by the rule's id."""

# What a date's own facts decide; the rest of a plan is the same on every date.
_DATED_RULES = (
    "departure-grid",
    "clock-face",
    "running-time",
    "port-permitted",
    "port-hours",
    "approach-road",
    "port-quota",
)
_LONGEST = 400


def check(scenario: Scenario, plan: Plan) -> tuple[Violation, ...]:
    """Every rule that a plan breaks, in the catalogue's order, then by what breaks it.

    The plan is judged by the facts of its reference date and the usual hours of the ports;
    closures and extensions on single dates are for `check_dates`. A plan that repairs a disrupted
    day is judged by the facts of that day; what it says to have eased is left out.
    """
    found = broken(scenario, plan)
    eased = {(e.rule, e.subject) for e in plan.repairs.eased} if plan.repairs else set()
    needless = eased - {(violation.rule, violation.subject) for violation in found}
    return (
        *(v for v in found if (v.rule, v.subject) not in eased or v.rule not in EASABLE),
        *(
            Violation(rule=rule, subject=subject, words="is said to be eased; it is kept.")
            for rule, subject in sorted(needless)
        ),
    )


def broken(scenario: Scenario, plan: Plan) -> tuple[Violation, ...]:
    """The same with the rules that a repaired plan says to have eased."""
    case = Case.of(scenario, plan, ServiceDay(plan.reference_date, plan.day_type))
    return tuple(
        Violation(rule=rule, subject=subject, words=_short(words))
        for rule in catalogue()
        for subject, words in sorted(CHECKS[rule](case))
    )


def unkept(scenario: Scenario, plan: Plan, given: Sequence[FixedTrip]) -> tuple[Unkept, ...]:
    """What a plan leaves of the service's obligations, and of the departures that were given."""
    case = Case(scenario, plan, ServiceDay(plan.reference_date, plan.day_type))
    return obligations.unkept(case, given)


def check_dates(scenario: Scenario, plan: Plan, days: Iterable[date]) -> tuple[Violation, ...]:
    """Rules that a plan breaks on concrete dates of its day type, by the facts of those dates.

    Slot rules and quotas are read with the ports' exceptions, so that a timetable that runs over
    a change of facts fails on the side where it does not fit. One violation tells all dates on
    which the same thing is wrong.
    """
    dates: dict[tuple[str, Finding], list[date]] = {}
    for day in sorted(set(days)):
        case = Case.of(scenario, plan, ServiceDay(day, plan.day_type, dated=True))
        for rule, finding in _dated_findings(case):
            dates.setdefault((rule, finding), []).append(day)
    order = {rule: number for number, rule in enumerate(catalogue())}
    found = sorted(dates.items(), key=lambda item: (order[item[0][0]], item[1][0], item[0][1]))
    return tuple(
        Violation(rule=rule, subject=finding[0], words=f"{_on(on)}: {_short(finding[1])}")
        for (rule, finding), on in found
    )


def _dated_findings(case: Case) -> Iterator[tuple[str, Finding]]:
    for rule in _DATED_RULES:
        for finding in CHECKS[rule](case):
            yield rule, finding


def _on(days: list[date]) -> str:
    """The dates in a few words, the first by name."""
    if len(days) == 1:
        return f"On {days[0]}"
    return f"On {len(days)} dates from {days[0]} to {days[-1]}"


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."
