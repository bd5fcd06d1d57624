"""What points of a frontier are, in a planner's words."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shuttle.domain.base import LocalText
from shuttle.domain.frontier import FrontierPoint
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import listed, plain, say
from shuttle.solver.frontier import CENTRE, Point

_CENTS = 100


def point_words(scenario: Scenario, point: Point, centre: Point) -> LocalText:
    """What a point is, against the plan at the scenario's own prices."""
    if point.answer is None:
        key = "frontier.infeasible" if point.infeasible else "frontier.unknown"
        return say(key, buses=_buses(point.setting.buses))
    if point.setting == CENTRE and not point.by_the_way:
        return _own(scenario, point)
    money, riders = _against(scenario, point, centre)
    if point.setting == CENTRE:
        buses = _buses(point.figures[2])
        return say("frontier.nearly", buses=buses, money=money, riders=riders)
    if point.setting.buses is not None:
        buses = _buses(point.setting.buses)
        return say("frontier.by-buses", buses=buses, money=money, riders=riders)
    return say(
        "frontier.by-value",
        factor=f"{point.setting.riders_weight:g}",
        buses=_buses(point.figures[2]),
        money=money,
        riders=riders,
    )


def _own(scenario: Scenario, point: Point) -> LocalText:
    operator, riders, buses = point.figures
    return say(
        "frontier.centre",
        buses=_buses(buses),
        money=_amount(scenario, operator),
        riders=_amount(scenario, riders),
    )


def _against(scenario: Scenario, point: Point, centre: Point) -> tuple[LocalText, LocalText]:
    """By how much it is dearer for the operator, and what riders bear more or less."""
    money, borne, _ = (mine - own for mine, own in zip(point.figures, centre.figures, strict=True))
    paid, riders = say("frontier.same-money"), say("frontier.riders-same")
    if money:
        key = "frontier.dearer" if money > 0 else "frontier.cheaper"
        paid = say(key, money=_amount(scenario, abs(money)))
    if borne:
        key = "frontier.riders-more" if borne > 0 else "frontier.riders-less"
        riders = say(key, money=_amount(scenario, abs(borne)))
    return paid, listed([riders, *_left_behind(point, centre)])


def _left_behind(point: Point, centre: Point) -> Iterator[LocalText]:
    if point.answer is None or centre.answer is None:
        return
    more = point.answer.unserved - centre.answer.unserved
    if more:
        key = "frontier.left-behind-more" if more > 0 else "frontier.left-behind-fewer"
        yield say(key, riders=say("common.riders", count=abs(more)))


def overview(points: Sequence[FrontierPoint], gap: float) -> Iterator[LocalText]:
    """How many points are certified, and at which to look first."""
    certified = [p for p in points if p.status == "certified" and p.dominated_by is None]
    yield say("frontier.count", count=len(certified), gap=f"{100 * gap:g}")
    for point in points:
        if point.knee:
            yield say("frontier.knee", point=plain(point.id))


def next_buses(scenario: Scenario, points: Sequence[FrontierPoint]) -> Iterator[LocalText]:
    """What each bus more changes in all, riders' time included, and how much that is known to be.

    The cheapest days with so many buses and with one more are each known to within their bounds,
    so their difference is too.
    """
    own = [point for point in points if point.riders_weight == 1]
    for count, before, after in _neighbours(own):
        more, number = after.cost - before.cost, count + 1
        if more >= 0:
            least = _money(scenario, max(0.0, after.bound - before.cost))
            cost = _money(scenario, more)
            yield say("frontier.next-bus", number=number, cost=cost, least=least)
        else:
            most = _money(scenario, before.cost - after.bound)
            cost = _money(scenario, -more)
            yield say("frontier.next-bus-saves", number=number, cost=cost, most=most)


class _Priced(NamedTuple):
    cost: float
    bound: float


def _neighbours(points: Sequence[FrontierPoint]) -> Iterator[tuple[int, _Priced, _Priced]]:
    """Numbers of buses with the cheapest days of that many, and of one more."""
    by_buses: dict[int, _Priced] = {}
    for point in points:
        if point.cost is not None and point.buses is not None:
            known = by_buses.get(point.buses, _Priced(math.inf, math.inf))
            by_buses[point.buses] = min(known, _Priced(point.cost, point.bound))
    for count in sorted(by_buses):
        if count + 1 in by_buses:
            yield count, by_buses[count], by_buses[count + 1]


def _buses(count: int | None) -> LocalText:
    return say("frontier.any-buses") if count is None else say("common.buses", count=count)


def _amount(scenario: Scenario, cents: int) -> LocalText:
    return _money(scenario, cents / _CENTS)


def _money(scenario: Scenario, amount: float) -> LocalText:
    return plain(f"{scenario.policies.prices.currency} {amount:,.0f}")
