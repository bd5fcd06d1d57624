"""A difference in planners' words: a few sentences on trips, buses, drivers, money and riders."""

from collections.abc import Iterator, Sequence
from functools import reduce

from shuttle.domain.base import LocalText
from shuttle.domain.difference import CountChange, PlanDifference, RiderBalance, WorkChange
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say


def planners_words(found: PlanDifference, scenario: Scenario) -> tuple[LocalText, ...]:
    """What a planner wants to know of a difference, sentence by sentence.

    Args:
        found: the difference.
        scenario: whose names are used.
    """
    if found.is_empty:
        return (say("compare.as-before", trips=say("common.trips", count=len(found.trips))),)
    return (
        _trips(found),
        _buses(found, scenario),
        _duties(found),
        _money(found),
        *_of_riders(found),
    )


def riders_words(balance: RiderBalance) -> tuple[LocalText, ...]:
    """Who is affected, better off, worse off; nothing of what concerns nobody."""
    return tuple(_riders(balance))


def _trips(found: PlanDifference) -> LocalText:
    changes = list(_trip_changes(found))
    if not changes:
        return say("compare.trips-stay", trips=say("common.trips", count=len(found.trips)))
    stay = sum(trip.unchanged for trip in found.trips)
    if not stay:
        return say("compare.all-trips-change", changes=_clauses(changes))
    return say("compare.trips-change", changes=_clauses(changes), count=stay)


def _trip_changes(found: PlanDifference) -> Iterator[LocalText]:
    if found.trips_moved:
        yield _moved(found)
    kept = [trip for trip in found.trips if trip.before and trip.after]
    for name, number in (
        ("dropped", len(found.of_fate("dropped"))),
        ("added", len(found.of_fate("added"))),
        ("ports-change", sum(trip.other_port for trip in kept)),
        ("times-change", sum(trip.other_arrival and not trip.other_port for trip in kept)),
        ("types-change", sum(trip.other_vehicle_type for trip in kept)),
    ):
        if number:
            yield say(f"compare.{name}", count=number)


def _clauses(clauses: Sequence[LocalText]) -> LocalText:
    """Several clauses as one sentence's: Chinese sets commas where English has its `and`."""
    *firsts, last = clauses
    if not firsts:
        return last
    return say("compare.last-clause", first=reduce(_next_clause, firsts), next=last)


def _next_clause(first: LocalText, later: LocalText) -> LocalText:
    return say("compare.next-clause", first=first, next=later)


def _next_item(first: LocalText, later: LocalText) -> LocalText:
    return say("compare.next-item", first=first, next=later)


def _moved(found: PlanDifference) -> LocalText:
    shifts = [abs(trip.minutes) for trip in found.of_fate("moved")]
    minutes = say("common.minutes", count=max(shifts))
    if min(shifts) == max(shifts):
        return say("compare.moved-by", count=len(shifts), minutes=minutes)
    return say("compare.moved-between", count=len(shifts), least=min(shifts), minutes=minutes)


def _buses(found: PlanDifference, scenario: Scenario) -> LocalText:
    before = sum(count.before for count in found.buses_by_type.values())
    after = sum(count.after for count in found.buses_by_type.values())
    number = _number("common.buses", CountChange(before=before, after=after))
    types = [
        say(
            "compare.type-number",
            name=_type(scenario, name),
            count=count.after,
            before=count.before,
        )
        for name, count in found.buses_by_type.items()
        if count.more
    ]
    if types:
        number = say("compare.by-type", number=number, types=reduce(_next_item, types))
    return _days(number, found.blocks)


def _duties(found: PlanDifference) -> LocalText:
    before = sum(duty.before is not None for duty in found.duties)
    after = sum(duty.after is not None for duty in found.duties)
    return _days(_number("compare.duties", CountChange(before=before, after=after)), found.duties)


def _number(things: str, count: CountChange) -> LocalText:
    after = say(things, count=count.after)
    if count.more:
        return say("compare.other-number", things=after, count=count.before)
    return say("compare.same-number", things=after)


def _days(number: LocalText, days: Sequence[WorkChange]) -> LocalText:
    """The number with how many of those that there are now have another day's work."""
    touched = sum(day.fate in {"changed", "added"} for day in days)
    if not touched:
        return say("compare.days-stay", number=number)
    return say("compare.days-change", number=number, count=touched)


def _money(found: PlanDifference) -> LocalText:
    amounts = (found.total.before, found.total.after)
    pairs = zip(found.currencies, amounts, strict=True)
    before, after = (money(currency, amount) for currency, amount in pairs)
    if found.currencies[0] != found.currencies[1]:
        return say("compare.costs-elsewhere", before=before, after=after)
    if not found.total.more:
        return say("compare.costs-same", after=after)
    more = money(found.currencies[1], abs(found.total.more))
    key = "compare.costs-more" if found.total.more > 0 else "compare.costs-less"
    return say(key, more=more, before=before, after=after)


def money(currency: str, amount: float) -> LocalText:
    """An amount with its currency, as `HKD 1,250.00`."""
    return plain(f"{currency} {amount:,.2f}")


def _riders(balance: RiderBalance) -> Iterator[LocalText]:
    if not balance.affected:
        yield say("compare.nobody-affected")
        return
    yield say("compare.affected", count=balance.affected)
    for name, number, minutes in (
        ("better", balance.better - balance.newly_served, balance.minutes_saved),
        ("worse", balance.worse - balance.newly_left_behind, balance.minutes_lost),
    ):
        if number:
            by = say("common.minutes", count=minutes)
            yield say(f"compare.{name}", count=number, minutes=by)
    for name, number in (
        ("newly-served", balance.newly_served),
        ("newly-left-behind", balance.newly_left_behind),
    ):
        if number:
            yield say(f"compare.{name}", count=number)


def _of_riders(found: PlanDifference) -> Iterator[LocalText]:
    """What is known of riders: nothing where the demand is not, or where none is in both."""
    riders = found.riders
    others = riders.only_before + riders.only_after
    if riders.all.riders:
        yield from riders_words(riders.all)
    elif not others:
        yield say("compare.no-demand")
    if others:
        yield say("compare.other-riders", before=riders.only_before, after=riders.only_after)


def _type(scenario: Scenario, name: str) -> LocalText:
    kind = scenario.vehicle_types.get(name)
    return kind.name if kind else plain(name)
