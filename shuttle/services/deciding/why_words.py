"""Answers about one departure in planners' words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shuttle.domain.base import LocalText
from shuttle.domain.difference import TripDifference
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.sentences import clock, listed, plain, say
from shuttle.errors import Conflict, Words
from shuttle.services.deciding.difference_words import money
from shuttle.services.deciding.tight_rules import tight_rules
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.readout import Readout

Sentences: TypeAlias = tuple[LocalText, ...]
Way = Literal["with", "without"]
_MOST_CHANGES = 5


@dataclass(frozen=True)
class Difference:
    """The best other timetable against a plan.

    Attributes:
        way: whether the departure is forced or left out.
        more: at least and at most so much more money.
        changes: trips that are not as they were.
        terms: more money by term.
    """

    way: Way
    more: tuple[float, float]
    changes: tuple[TripDifference, ...]
    terms: dict[str, float]
    plan: Plan
    other: Readout


def in_three(words: Words) -> LocalText:
    """A sentence as a value."""
    return LocalText(en=words.en, zh_hant=words.zh_hant, zh_hans=words.zh_hans)


def refused(problem: Problem, index: int, at: int, rules: Sequence[Conflict]) -> Sentences:
    """Which rules refuse a departure, and when it would be where."""
    return (
        say("why.refused", towards=_towards(problem, index), time=clock(at)),
        *(in_three(rule.words) for rule in rules),
        *_would_reach(problem, index, at),
    )


def _would_reach(problem: Problem, index: int, at: int) -> Iterator[LocalText]:
    for run in problem.refused:
        if (run.direction, run.departure) == (index, at) and run.port and run.reach is not None:
            cleared = next(leg.arrival for leg in run.legs if leg.kind == "clearance")
            name = problem.scenario.ports[run.port].name
            yield say("why.would-reach", port=name, reach=clock(run.reach), cleared=clock(cleared))


def impossible(
    problem: Problem, index: int, at: int, other: tuple[Way, Sequence[Conflict]]
) -> Sentences:
    """That there is no other way, and which rules forbid it."""
    way, rules = other
    what = _what(problem, index, at, way)
    return (say("why.impossible", what=what), *(in_three(rule.words) for rule in rules))


def unknown(problem: Problem, index: int, at: int, way: Way) -> Sentences:
    """That no other timetable was found."""
    return (say("why.unknown", what=_what(problem, index, at, way)),)


def compared(problem: Problem, index: int, at: int, found: Difference) -> Sentences:
    """What the other way costs, changes, and for whom."""
    return (
        _range(_what(problem, index, at, found.way), found),
        _changes(problem, index, at, found),
        *_buses(found),
        *_left(problem, found),
        *_terms(found),
    )


def _range(what: LocalText, found: Difference) -> LocalText:
    currency, (least, most) = found.plan.objective.currency, found.more
    if most == 0:
        return say("why.free", what=what)
    if most < 0:
        return say("why.saves", what=what, most=money(currency, -most))
    amount = money(currency, most)
    if least == most:
        return say("why.exactly", what=what, most=amount)
    if least > 0:
        return say("why.range", what=what, least=money(currency, least), most=amount)
    return say("why.up-to", what=what, most=amount)


def _changes(problem: Problem, index: int, at: int, found: Difference) -> LocalText:
    """What becomes of other trips: the nearest by name, the rest by number."""
    way = problem.directions[index]
    asked = way.origin, way.destination, at
    others = [change for change in found.changes if not _is_asked(change, asked)]
    by_name = [change for change in others if change.fate != "kept"]
    nearest = sorted(by_name, key=lambda change: abs(_trip(change).departure - at))[:_MOST_CHANGES]
    told = [_change(problem, change) for change in by_name if change in nearest]
    for key, number in (
        ("others-too", len(by_name) - len(nearest)),
        ("other-bus", len(others) - len(by_name)),
    ):
        if number:
            told.append(say(f"why.{key}", count=number))
    if not told:
        return say("why.displaces-nothing")
    return say("why.displaces", changes=listed(told))


def _trip(change: TripDifference) -> Trip:
    """The trip that changes, as planned where it was."""
    return next(trip for trip in (change.before, change.after) if trip is not None)


def _is_asked(change: TripDifference, asked: tuple[str, str, int]) -> bool:
    """Whether it is but the departure in question that comes or goes."""
    trip = _trip(change)
    gone_or_come = change.fate in {"dropped", "added"}
    return gone_or_come and (trip.origin, trip.destination, trip.departure) == asked


def _change(problem: Problem, change: TripDifference) -> LocalText:
    trip = _trip(change)
    stop = problem.scenario.stops[trip.destination].name
    towards, time = say("common.towards", stop=stop), clock(trip.departure)
    if change.fate == "moved" and change.after is not None:
        other = clock(change.after.departure)
        return say("why.moves", time=time, towards=towards, other=other)
    return say("why.drops" if change.fate == "dropped" else "why.adds", time=time, towards=towards)


def _buses(found: Difference) -> Iterator[LocalText]:
    before, after = len(found.plan.blocks), len(found.other.blocks)
    if before != after:
        yield say("why.buses", things=say("common.buses", count=after), count=before)


def _left(problem: Problem, found: Difference) -> Iterator[LocalText]:
    more = found.other.unserved - found.plan.demand.left_behind
    if more and problem.cents.unserved:
        riders = say("common.riders", count=abs(more))
        yield say("why.left-more" if more > 0 else "why.left-fewer", riders=riders)


def _terms(found: Difference) -> Iterator[LocalText]:
    told = [
        say("why.term", name=say(f"why.term-{name}"), amount=plain(f"{amount:+,.2f}"))
        for name, amount in found.terms.items()
        if amount
    ]
    if told:
        yield say("why.money", currency=found.plan.objective.currency, terms=listed(told))
    if "drivers" in found.plan.objective.terms:
        yield say("why.drivers-aside")


def about_trip(problem: Problem, plan: Plan, trip: Trip, index: int) -> Sentences:
    """Whom a trip serves, what its bus does before and after, which rules leave it no room."""
    return (
        say(
            "why.rides",
            time=clock(trip.departure),
            towards=_towards(problem, index),
            riders=say("common.riders", count=trip.load),
        ),
        *_wishes(problem, plan, trip, index),
        *_bus(plan, trip),
        *(
            say("why.tight", rule=in_three(rule.words))
            for rule in tight_rules(problem, plan, trip, index)
        ),
    )


def _wishes(problem: Problem, plan: Plan, trip: Trip, index: int) -> Iterator[LocalText]:
    """Riders whose wish names this trip, with their first and last wish."""
    policies, wishes = problem.scenario.policies, problem.wishes[index]
    line = [t for t in plan.trips if (t.origin, t.destination) == (trip.origin, trip.destination)]
    earlier = max((t.departure for t in line if t.departure < trip.departure), default=-1)
    later = min((t.arrival for t in line if t.departure > trip.departure), default=None)
    since = max(earlier + 1, trip.departure - policies.max_wait_minutes, 0)
    until = trip.arrival + policies.max_early_minutes + 1
    until = until if later is None else max(trip.arrival, min(until, later))
    for key, by_minute, start, end in (
        ("waiting", wishes.depart_after, since, trip.departure + 1),
        ("arriving", wishes.arrive_by, trip.arrival, until),
    ):
        minutes = [m for m in range(start, min(end, len(by_minute))) if by_minute[m]]
        if minutes:
            riders = say("common.riders", count=int(by_minute[start:end].sum()))
            first, last = clock(minutes[0]), clock(minutes[-1])
            yield say(f"why.{key}", riders=riders, start=first, end=last)


def _bus(plan: Plan, trip: Trip) -> Iterator[LocalText]:
    block = next(block for block in plan.blocks if block.id == trip.block)
    place = next(n for n, piece in enumerate(block.pieces) if piece.id == trip.id)
    if place == 0:
        yield say("why.first-run", block=plain(block.id))
    else:
        came = block.pieces[place - 1].arrival
        stood = say("common.minutes", count=trip.departure - came)
        yield say("why.bus-comes", block=plain(block.id), time=clock(came), minutes=stood)
    if place + 1 == len(block.pieces):
        yield say("why.last-run")
    else:
        goes = clock(block.pieces[place + 1].departure)
        yield say("why.bus-goes", arrival=clock(trip.arrival), time=goes)


def _what(problem: Problem, index: int, at: int, way: Way) -> LocalText:
    return say(f"why.{way}", towards=_towards(problem, index), time=clock(at))


def _towards(problem: Problem, index: int) -> LocalText:
    stop = problem.scenario.stops[problem.directions[index].destination]
    return say("common.towards", stop=stop.name)
