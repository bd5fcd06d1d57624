"""Who is better off with another plan, and who worse: rider by rider, by the audit's count.

Each rider of the demand takes her bus in either plan. Riders of two demands are the same where
way, kind of wish, home and wished minute are; of several such, the first to be seated is the first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from shuttle.audit.passengers import Ride, rides
from shuttle.audit.slots import ServiceDay
from shuttle.audit.trips import departures
from shuttle.domain.demand import DemandBin
from shuttle.domain.difference import DirectionBalance, RiderBalance, RiderChanges
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import MINUTES_PER_HOUR

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class _Rider:
    """A rider of both plans."""

    wish: DemandBin
    before: Ride
    after: Ride


def rider_changes(before: tuple[Scenario, Plan], after: tuple[Scenario, Plan]) -> RiderChanges:
    """The riders of two plans, each plan with the scenario whose demand it serves."""
    old, new = _queues(*before), _queues(*after)
    riders = list(_common(old, new))
    return RiderChanges(
        all=_balance(riders),
        by_direction=tuple(
            DirectionBalance(origin=ends[0], destination=ends[1], **dict(balance))
            for ends, balance in _by(riders, lambda rider: _ends(rider.wish))
        ),
        by_hour=dict(_by(riders, lambda rider: rider.before.wished // MINUTES_PER_HOUR)),
        by_home=dict(_by(riders, lambda rider: rider.wish.home or "unknown")),
        by_wish=dict(_by(riders, lambda rider: rider.wish.wish)),
        only_before=sum(map(len, old.values())) - len(riders),
        only_after=sum(map(len, new.values())) - len(riders),
    )


_Queues = dict[tuple[Any, ...], list[tuple[DemandBin, Ride]]]


def _queues(scenario: Scenario, plan: Plan) -> _Queues:
    """The rides of a plan by who takes them, in the order in which seats are given away."""
    day = ServiceDay(plan.reference_date, plan.day_type)
    bins = [entry for entry in scenario.demand if entry.day_type == plan.day_type]
    found: _Queues = {}
    for ride in rides(scenario, plan.day_type, departures(scenario, day, plan.trips)):
        wish = bins[ride.bin]
        key = (*_ends(wish), wish.wish, wish.home or "", ride.wished)
        found.setdefault(key, []).append((wish, ride))
    return found


def _common(old: _Queues, new: _Queues) -> Iterator[_Rider]:
    for key in sorted(old.keys() & new.keys()):
        for (wish, before), (_, after) in zip(old[key], new[key], strict=False):
            yield _Rider(wish, before, after)


def _ends(wish: DemandBin) -> tuple[str, str]:
    return wish.origin, wish.destination


def _by(
    riders: Sequence[_Rider], group: Callable[[_Rider], _Key]
) -> Iterator[tuple[_Key, RiderBalance]]:
    """The balance of each group, in the order of the groups' names."""
    groups: dict[Any, list[_Rider]] = {}
    for rider in riders:
        groups.setdefault(group(rider), []).append(rider)
    for name in sorted(groups):
        yield name, _balance(groups[name])


def _balance(riders: Iterable[_Rider]) -> RiderBalance:
    sums = dict.fromkeys(RiderBalance.model_fields, 0)
    for rider in riders:
        for name, amount in _account(rider).items():
            sums[name] += amount
    return RiderBalance(**sums)


def _account(rider: _Rider) -> dict[str, int]:
    """What one rider adds to the sums."""
    before, after = rider.before, rider.after
    if before.seated and after.seated:
        return {"riders": 1, **_both_seated(before, after)}
    if before.seated:
        return {"riders": 1, "affected": 1, "worse": 1, "newly_left_behind": 1}
    if after.seated:
        return {"riders": 1, "affected": 1, "better": 1, "newly_served": 1}
    return {"riders": 1, "same": 1}


def _both_seated(before: Ride, after: Ride) -> dict[str, int]:
    if before.bus is None or after.bus is None:  # a seat is on a bus
        return {}
    moved = before.bus.departure != after.bus.departure
    more = _minutes(after) - _minutes(before)
    wait = after.minutes - before.minutes
    return {
        "affected": moved or before.bus.arrival != after.bus.arrival,
        "moved": moved,
        "better": more < 0,
        "worse": more > 0,
        "same": more == 0,
        "minutes_saved": max(0, -more),
        "minutes_lost": max(0, more),
        "shorter_waits": wait < 0,
        "shorter_wait_minutes": max(0, -wait),
        "longer_waits": wait > 0,
        "longer_wait_minutes": max(0, wait),
    }


def _minutes(ride: Ride) -> int:
    """From her wish to her arrival, or from her departure to her wish."""
    if ride.bus is None:
        return 0
    return ride.wished - ride.bus.departure if ride.arrives_by else ride.bus.arrival - ride.wished
