"""How many drivers a week of one day type takes, when weekly driving is limited.

A roster is counted that repeats week after week: each driver has at most one duty a day, so any
seven days in a row hold each weekday once, and the limit on the week is the limit on any seven
days. The profiles state no rest from one day's duty to the next; none is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answers


@dataclass(frozen=True, slots=True)
class WeekOfDrivers:
    """Drivers for the days of one week that run a plan.

    Attributes:
        days: how many days of the week run it.
        drivers: so many suffice; None where a single duty exceeds the week's limit.
        bound: no fewer do.
        limit_minutes: driving in any seven days.
    """

    days: int
    drivers: int | None
    bound: int
    limit_minutes: int

    @property
    def words(self) -> str:
        """One line for the planner."""
        hours = f"{self.limit_minutes / 60:g} h of driving in 7 days"
        if self.drivers is None:
            return f"a single duty exceeds {hours}"
        known = "the fewest" if self.drivers == self.bound else f"at least {self.bound}"
        return f"{self.drivers} drivers a week of {self.days} such days ({known}; {hours} each)"


def week_of_drivers(scenario: Scenario, plan: Plan) -> WeekOfDrivers | None:
    """Drivers for the week of the plan's reference date, by home side.

    None where the rule profile limits no week, or no day of that week runs the plan's day type.
    """
    limit = scenario.rules().max_weekly_driving_minutes
    days = _days_that_run(scenario, plan.day_type, plan.reference_date)
    if limit is None or not days or not plan.duties:
        return None
    homes = sorted({duty.home for duty in plan.duties})
    driving = [[d.driving_minutes for d in plan.duties if d.home == home] for home in homes]
    counts = [fewest_drivers(minutes, days, limit) for minutes in driving]
    enough = [count for count, _ in counts if count is not None]
    return WeekOfDrivers(
        days=days,
        drivers=sum(enough) if len(enough) == len(counts) else None,
        bound=sum(bound for _, bound in counts),
        limit_minutes=limit,
    )


def fewest_drivers(driving: Sequence[int], days: int, limit: int) -> tuple[int | None, int]:
    """Drivers who can work those duties on so many days of a week, and a bound on their number.

    Args:
        driving: minutes of driving of each duty of a day.
        days: of the week with those duties.
        limit: minutes of driving in the week of one driver.
    """
    bound = _bound(driving, days, limit)
    if max(driving, default=0) > limit:
        return None, bound
    drivers = bound
    while not _suffice(drivers, driving, days, limit):
        drivers += 1
    return drivers, bound


def _bound(driving: Sequence[int], days: int, limit: int) -> int:
    """By a single day, by all minutes, and by duties so long that one driver does but few."""
    most = max(len(driving), -(-days * sum(driving) // limit))
    for few in range(1, days):
        long = sum(minutes * (few + 1) > limit for minutes in driving)
        most = max(most, -(-days * long // few))
    return most


def _suffice(drivers: int, driving: Sequence[int], days: int, limit: int) -> bool:
    """Whether the longest duty to whoever drove least, day after day, keeps the limit."""
    done = [(0, driver) for driver in range(drivers)]
    for _ in range(days):
        heapify(done)
        today = []
        for minutes in sorted(driving, reverse=True):
            before, driver = heappop(done)
            if before + minutes > limit:
                return False
            today.append((before + minutes, driver))
        for entry in today:
            heappush(done, entry)
    return True


def _days_that_run(scenario: Scenario, day_type: str, day: date) -> int:
    monday = day - timedelta(days=day.weekday())
    week = answers(scenario, monday, monday + timedelta(days=6))
    return sum(answer.day_type == day_type for answer in week)
