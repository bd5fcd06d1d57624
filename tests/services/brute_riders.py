"""What becomes of riders, found by asking every rider about every bus: slow, plain, and apart."""

from collections import Counter
from typing import NamedTuple

from shuttle.domain.demand import DemandBin
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.scenario import Scenario


class Person(NamedTuple):
    """Sorted as seats are given away: by minute, those who wait at the stop first."""

    minute: int
    arrives_by: bool
    number: int
    wish: DemandBin


def people(scenario: Scenario) -> list[Person]:
    """Everybody, one by one."""
    found: list[Person] = []
    for wish in scenario.demand:
        for place in range(wish.riders):
            minute = wish.start + (2 * place + 1) * wish.minutes // (2 * wish.riders)
            found.append(Person(minute, wish.wish == "arrive_by", len(found), wish))
    return sorted(found)


def seats_taken(scenario: Scenario, plan: Plan) -> dict[int, Trip | None]:
    """The trip on which each person has a seat, by her number; None for none."""
    on_board: Counter[str] = Counter()
    found: dict[int, Trip | None] = {}
    for person in people(scenario):
        choice = wanted(scenario, plan, person)
        if choice and on_board[choice.id] < scenario.vehicle_types[choice.vehicle_type].seats:
            on_board[choice.id] += 1
            found[person.number] = choice
        else:
            found[person.number] = None
    return found


def wanted(scenario: Scenario, plan: Plan, person: Person) -> Trip | None:
    """The bus that she tries."""
    policies, wish = scenario.policies, person.wish
    best: Trip | None = None
    for trip in plan.trips:
        if (trip.origin, trip.destination) != (wish.origin, wish.destination):
            continue
        if person.arrives_by:
            suits = trip.arrival <= person.minute
            better = best is None or trip.departure > best.departure
        else:
            suits = trip.departure >= person.minute
            better = best is None or trip.departure < best.departure
        if suits and better:
            best = trip
    if best is None:
        return None
    if person.arrives_by:
        return best if person.minute - best.arrival <= policies.max_early_minutes else None
    return best if best.departure - person.minute <= policies.max_wait_minutes else None


def waited(person: Person, trip: Trip) -> int:
    """Minutes at the stop, or too early at the other end."""
    return person.minute - trip.arrival if person.arrives_by else trip.departure - person.minute


def spent(person: Person, trip: Trip) -> int:
    """Minutes that the way takes of her: waiting, riding, being early."""
    return trip.arrival - trip.departure + waited(person, trip)


def balance(scenario: Scenario, before: Plan, after: Plan) -> dict[str, int]:
    """The sums over everybody, under the names that a difference gives them."""
    old, new = seats_taken(scenario, before), seats_taken(scenario, after)
    sums: Counter[str] = Counter(riders=len(old))
    for person in people(scenario):
        was, now = old[person.number], new[person.number]
        if was and now:
            minutes, wait = spent(person, now) - spent(person, was), waited(person, now)
            sums["moved"] += was.departure != now.departure
            sums["affected"] += (was.departure, was.arrival) != (now.departure, now.arrival)
            sums["better"] += minutes < 0
            sums["worse"] += minutes > 0
            sums["minutes_saved" if minutes < 0 else "minutes_lost"] += abs(minutes)
            less = waited(person, was) - wait
            if less:
                name = "shorter" if less > 0 else "longer"
                sums[f"{name}_waits"] += 1
                sums[f"{name}_wait_minutes"] += abs(less)
        elif was or now:
            sums["affected"] += 1
            sums["worse" if was else "better"] += 1
            sums["newly_left_behind" if was else "newly_served"] += 1
    sums["same"] = sums["riders"] - sums["better"] - sums["worse"]
    return dict(sums)
