"""Points of a frontier judged: which one beats which, where the knee is, what each one is."""

from collections.abc import Sequence

from shuttle.domain.frontier import FrontierPoint, PointStatus
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.frontier_words import point_words
from shuttle.solver.frontier import CENTRE, Point

_CENTS = 100
_TIME = ("waiting", "early")


def worth_showing(points: Sequence[Point], gap: float) -> list[Point]:
    """By rising cost for the operator, those without a plan last.

    What was found by the way is left out unless it is certified and no other point beats it.
    """
    found = sorted(points, key=lambda p: (p.answer is None, p.figures, p.gap, p.by_the_way))
    beaten = _beaten(found)
    return [
        point
        for place, point in enumerate(found)
        if not point.by_the_way or (point.gap <= gap and place not in beaten)
    ]


def judged_points(
    scenario: Scenario, found: Sequence[Point], gap: float
) -> tuple[FrontierPoint, ...]:
    """The points with their figures, which one beats which, and the knee."""
    names = [f"point-{number:02d}" for number in range(1, len(found) + 1)]
    beaten = _beaten(found)
    knee = _knee(
        [
            None if place in beaten or p.answer is None else p.figures
            for place, p in enumerate(found)
        ]
    )
    centre = next(p for p in found if p.setting == CENTRE and not p.by_the_way)
    return tuple(
        FrontierPoint(
            id=name,
            riders_weight=point.setting.riders_weight,
            asked_buses=point.setting.buses,
            status=_status(point, gap),
            cost=None if point.cents is None else point.cents / _CENTS,
            bound=0.0 if point.infeasible else point.bound / _CENTS,
            gap=None if point.cents is None else round(point.gap, 6),
            dominated_by=names[beaten[place]] if place in beaten else None,
            knee=place == knee,
            words=point_words(scenario, point, centre),
            **_measures(scenario, point),
        )
        for place, (name, point) in enumerate(zip(names, found, strict=True))
    )


def _status(point: Point, gap: float) -> PointStatus:
    if point.infeasible:
        return "infeasible"
    if point.answer is None:
        return "unknown"
    return "certified" if point.gap <= gap else "uncertified"


def _measures(scenario: Scenario, point: Point) -> dict[str, float]:
    """Figures of a point's plan; nothing where there is none."""
    if point.answer is None:
        return {}
    operator, riders, buses = point.figures
    prices = scenario.policies.prices
    priced = (prices.waiting_per_minute, prices.early_per_minute)
    minutes = sum(
        point.answer.terms[name] / (_CENTS * price)
        for name, price in zip(_TIME, priced, strict=True)
        if price
    )
    return {
        "operator_cost": operator / _CENTS,
        "riders_cost": riders / _CENTS,
        "rider_minutes": round(minutes),
        "buses": buses,
        "trips": len(point.answer.trips),
        "left_behind": point.answer.unserved,
    }


def _beaten(found: Sequence[Point]) -> dict[int, int]:
    """For each point that another one beats, by place, the first such other."""
    known = [place for place, point in enumerate(found) if point.answer is not None]
    beaten: dict[int, int] = {}
    for place in known:
        mine = found[place].figures
        for other in known:
            theirs = found[other].figures
            no_worse = all(a <= b for a, b in zip(theirs, mine, strict=True))
            if other != place and no_worse and (theirs != mine or other < place):
                beaten.setdefault(place, other)
    return beaten


def _knee(known_figures: Sequence[tuple[int, int, int] | None]) -> int | None:
    """The point farthest below the line from the cheapest to the shortest waiting.

    Both axes run from 0 to 1 over the points; None for fewer than three.
    """
    known = [(place, f[0], f[1]) for place, f in enumerate(known_figures) if f is not None]
    if len(known) < 3:  # noqa: PLR2004 - a line's two ends have nothing between them
        return None
    (_, least, slow), (_, most, quick) = min(known, key=_money_first), min(known, key=_time_first)
    wide, high = max(1, most - least), max(1, slow - quick)
    below = {
        place: 1 - (money - least) / wide - (waiting - quick) / high
        for place, money, waiting in known
    }
    best = max(below, key=lambda place: below[place])
    return best if below[best] > 0 else None


def _money_first(item: tuple[int, int, int]) -> tuple[int, int]:
    return item[1], item[2]


def _time_first(item: tuple[int, int, int]) -> tuple[int, int]:
    return item[2], item[1]
