"""What a repair does, as planners, dispatchers and drivers say it."""

from collections import Counter
from collections.abc import Iterator

from shuttle.audit.case import Case
from shuttle.audit.passengers import Ride, rides
from shuttle.audit.slots import ServiceDay
from shuttle.domain.base import LocalText
from shuttle.domain.plan import Duty, Plan, Trip
from shuttle.domain.rules import catalogue
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, listed, plain, say
from shuttle.services.deciding.commuter_words import towards


def told(scenario: Scenario, base: Plan, plan: Plan) -> tuple[LocalText, ...]:
    """What happens: buses on the road, trips, buses, drivers, what is not kept, what it costs."""
    words = _Words(scenario, base, plan)
    happens = (
        *words.on_the_road(),
        *words.over_another_port(),
        *words.trips(),
        *words.buses(),
        *words.drivers(),
        *words.eased(),
    )
    return (*(happens or (say("repair.nothing"),)), *words.sums())


class _Words:
    """A plan before, and the day that it has become."""

    def __init__(self, scenario: Scenario, base: Plan, plan: Plan) -> None:
        self._scenario, self._base, self._plan = scenario, base, plan
        self._known = plan.disruption.known_at if plan.disruption else 0
        self._now = {trip.id: trip for trip in plan.trips}
        self._fate = {
            fate.published.id: fate.trip for fate in (plan.changes.fates if plan.changes else ())
        }
        self._pairs = [
            (trip, self._now[name])
            for trip in base.trips
            if (name := self._fate.get(trip.id)) is not None
        ]

    def on_the_road(self) -> Iterator[LocalText]:
        """Trips that had left and do not arrive as planned."""
        for before, now in self._pairs:
            late = now.arrival - before.arrival
            if before.departure >= self._known or (late == 0 and now.port == before.port):
                continue
            values = {
                "time": clock(before.departure),
                "towards": towards(self._scenario, before),
                "arrival": clock(now.arrival),
            }
            late_words = say("common.minutes", count=late)
            waits = now.legs[-2].arrival - before.legs[-2].arrival if len(now.legs) > 1 else 0
            if now.port != before.port:
                port = self._port(now)
                yield say("repair.on-the-road-over", **values, port=port, late=late_words)
            elif waits > 0:
                yield say(
                    "repair.on-the-road-waits",
                    **values,
                    bus=now.block,
                    port=self._port(now),
                    cleared=clock(now.legs[-2].arrival),
                    waits=say("common.minutes", count=waits),
                )
            else:
                yield say("repair.on-the-road-late", **values, late=late_words)

    def over_another_port(self) -> Iterator[LocalText]:
        """Trips still to come that go over another port, by direction."""
        groups: dict[tuple[str, str, str | None, str | None], list[tuple[Trip, Trip]]] = {}
        for before, now in self._pairs:
            if before.departure >= self._known and before.port != now.port:
                key = before.route, before.direction, before.port, now.port
                groups.setdefault(key, []).append((before, now))
        for mine in groups.values():
            before, now = mine[0]
            yield say(
                "repair.over-instead",
                count=len(mine),
                towards=towards(self._scenario, before),
                port=self._port(now),
                planned=self._port(before),
                times=listed([clock(later.departure) for _, later in mine]),
            )

    def trips(self) -> Iterator[LocalText]:
        """Trips that move, are cancelled or are added."""
        for before, now in self._pairs:
            if before.departure != now.departure:
                yield say(
                    "repair.moved",
                    time=clock(before.departure),
                    towards=towards(self._scenario, before),
                    now=clock(now.departure),
                )
        yield from self._cancelled()
        kept = {now.id for _, now in self._pairs}
        for trip in self._plan.trips:
            if trip.id not in kept:
                values = {"time": clock(trip.departure), "towards": towards(self._scenario, trip)}
                if trip.port is None:
                    yield say("repair.added-no-port", **values)
                else:
                    yield say("repair.added", **values, port=self._port(trip))

    def _cancelled(self) -> Iterator[LocalText]:
        gone = [trip for trip in self._base.trips if self._fate.get(trip.id) is None]
        fates = self._fates_of_riders() if gone else {}
        for trip in gone:
            values = {"time": clock(trip.departure), "towards": towards(self._scenario, trip)}
            found = fates.get(trip.id, Counter())
            said = [
                say("repair.riders-take", count=found[minute], time=clock(minute))
                for minute in sorted(minute for minute in found if minute >= 0)
            ]
            if found[-1]:
                said.append(say("repair.riders-without", count=found[-1]))
            if said:
                yield say("repair.cancelled-riders", **values, fates=listed(said))
            else:
                yield say("repair.cancelled", **values)

    def _fates_of_riders(self) -> dict[str, Counter[int]]:
        """By trip of the plan before, at which minute its riders now leave; -1 for no seat.

        Riders are compared one by one; those of demand bins that the disruption changes are left
        aside.
        """
        before, after = self._rides(self._base), self._rides(self._plan)
        found: dict[str, Counter[int]] = {}
        for key in before.keys() & after.keys():
            if len(before[key]) != len(after[key]):
                continue
            for old, new in zip(before[key], after[key], strict=True):
                if old.bus and old.seated:
                    minute = new.bus.departure if new.bus and new.seated else -1
                    found.setdefault(old.bus.key, Counter())[minute] += 1
        return found

    def _rides(self, plan: Plan) -> dict[tuple[int, int], list[Ride]]:
        """Every rider of a plan by demand bin and wish."""
        case = Case.of(self._scenario, plan, ServiceDay(plan.reference_date, plan.day_type))
        found: dict[tuple[int, int], list[Ride]] = {}
        for ride in rides(case.scenario, plan.day_type, case.departures):
            found.setdefault((ride.bin, ride.wished), []).append(ride)
        return found

    def buses(self) -> Iterator[LocalText]:
        """Buses that make trips of others, or that leave their depots unplanned."""
        planned = {trip.id: trip.block for trip in self._base.trips}
        known = {block.id for block in self._base.blocks}
        taken: dict[str, list[Trip]] = {}
        for before, now in self._pairs:
            if planned[before.id] != now.block and now.block in known:
                taken.setdefault(now.block, []).append(now)
        for name, trips in sorted(taken.items()):
            said = [clock(trip.departure) for trip in trips]
            yield say("repair.bus-takes", bus=name, count=len(said), times=listed(said))
        for block in self._plan.blocks:
            if block.id not in known:
                yield say("repair.bus-new", bus=block.id, time=clock(block.pieces[0].departure))

    def drivers(self) -> Iterator[LocalText]:
        """Drivers whose day changes."""
        before = {duty.id: duty for duty in self._base.duties}
        for duty in self._plan.duties:
            if duty.id not in before:
                start, end = clock(duty.sign_on), clock(duty.sign_off)
                yield say("repair.driver-new", driver=duty.id, start=start, end=end)
            else:
                yield from _driver(before[duty.id], duty)
        for name in sorted(before.keys() - {duty.id for duty in self._plan.duties}):
            yield say("repair.driver-free", driver=name)

    def eased(self) -> Iterator[LocalText]:
        """Rules that are not kept."""
        for easing in self._plan.repairs.eased if self._plan.repairs else ():
            title = catalogue()[easing.rule].title
            yield say("repair.eased", rule=title, subject=easing.subject)

    def sums(self) -> Iterator[LocalText]:
        """Riders left behind and money, against the plan before."""
        left, planned = self._plan.demand.left_behind, self._base.demand.left_behind
        if left != planned:
            riders = say("common.riders", count=left)
            yield say("repair.left-behind", riders=riders, planned=planned)
        more = self._plan.objective.total - self._base.objective.total
        changes = self._plan.objective.terms.get("changes", 0.0)
        currency = self._plan.objective.currency
        if more or changes:
            yield say(
                "repair.costs-more" if more >= 0 else "repair.costs-less",
                money=plain(f"{currency} {abs(more):,.0f}"),
                changes=plain(f"{currency} {changes:,.0f}"),
            )

    def _port(self, trip: Trip) -> LocalText:
        port = self._scenario.ports.get(trip.port or "")
        return port.name if port else plain(trip.port or "")


def _driver(before: Duty, now: Duty) -> Iterator[LocalText]:
    minutes = now.sign_off - before.sign_off
    if minutes:
        key = "repair.driver-later" if minutes > 0 else "repair.driver-earlier"
        length = say("common.minutes", count=abs(minutes))
        yield say(key, driver=now.id, minutes=length, time=clock(now.sign_off))
    elif now.pieces != before.pieces:
        yield say("repair.driver-other-runs", driver=now.id)
