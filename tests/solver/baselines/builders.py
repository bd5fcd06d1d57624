"""Lines by hand: minutes and headways without a scenario around them."""

from collections.abc import Sequence

import numpy as np

from shuttle.solver.baselines.line import Line
from shuttle.solver.baselines.quota_room import QuotaRoom
from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem, Run, build_problem
from tests.solver.duties.builders import rules, scenario


def problem() -> Problem:
    """A problem without ports, so without quotas."""
    return build_problem(scenario(rules()), "workday", scenario(rules()).reference_date)


def room() -> QuotaRoom:
    return QuotaRoom(problem())


def run(departure: int, minutes: int = 60) -> Run:
    return Run(
        direction=0,
        port=None,
        departure=departure,
        reach=None,
        arrival=departure + minutes,
        legs=(),
        refusals=(),
        types=(0,),
        loaded=True,
    )


def minutes(*wishes: int) -> Ints:
    return np.array(wishes, dtype=np.int64)


def line(
    slots: Sequence[int],
    headways: tuple[int, int],
    first: range | None = None,
    last: range | None = None,
    **wishes: Ints,
) -> Line:
    """A line over those minutes with headways from least to most, each run 60 minutes long.

    Args:
        slots: allowed minutes, ascending; one that is listed twice has a slower run first.
        headways: least and most minutes between departures.
        first: where the first departure lies.
        last: where the last one lies.
        **wishes: `after_wishes`, `by_wishes`.
    """
    runs = [
        run(slot, 75 if slot in slots[number + 1 :] else 60) for number, slot in enumerate(slots)
    ]
    departure = np.array([one.departure for one in runs], dtype=np.int64)
    gaps = departure[None, :] - departure[:, None]
    follows = (gaps >= headways[0]) & (gaps <= headways[1])
    return Line(
        runs=tuple(runs),
        departure=departure,
        arrival=np.array([one.arrival for one in runs], dtype=np.int64),
        detour=np.array([one.arrival - one.departure - 60 for one in runs], dtype=np.int64),
        first=np.array([first is None or one.departure in first for one in runs], bool),
        last=np.array([last is None or one.departure in last for one in runs], bool),
        before=tuple(np.flatnonzero(column) for column in follows.T),
        may_be_empty=first is None and last is None,
        after_wishes=wishes.get("after_wishes", minutes()),
        by_wishes=wishes.get("by_wishes", minutes()),
    )
