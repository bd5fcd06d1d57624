"""What a publication brings, and the periods that come of it."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from shuttle.domain.calendar import DayAnswer
from shuttle.domain.plan import Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.timetable import Period, PublishedTrip
from shuttle.services.publishing.dated_repairs import dropped
from shuttle.services.publishing.identity import identify
from shuttle.services.publishing.span import Span
from shuttle.store.records import PLAN, Artefact


@dataclass(frozen=True, slots=True)
class Edition:
    """Plans of one scenario for some dates.

    Attributes:
        span: the dates that it speaks about.
        days: an answer for each of them, in order.
    """

    scenario: Scenario
    plans: Sequence[Plan]
    span: Span
    days: tuple[DayAnswer, ...]

    def part(self, plan: Plan) -> Span | None:
        """The dates on which a plan is to be used, or None."""
        return self.span.overlap(plan.effective.valid_from, plan.effective.valid_to)

    def parts(self) -> list[tuple[Span, Plan]]:
        """Plans with the dates on which they are used: by day type, then by date."""
        order = [day_type.id for day_type in self.scenario.day_types]
        parts = [(part, plan) for plan in self.plans if (part := self.part(plan))]
        return sorted(parts, key=lambda item: (order.index(item[1].day_type), item[0].first))


def cut(periods: Iterable[Period], span: Span) -> Iterator[Period]:
    """The parts of periods that lie outside some dates."""
    for period in periods:
        for part in span.outside(period.first, period.last):
            yield period.model_copy(update={"first": part.first, "last": part.last})


def new_periods(
    edition: Edition, published: Sequence[Period], taken: AbstractSet[str]
) -> Iterator[Period]:
    """A period for each plan; what one plan publishes is known to the next.

    Args:
        edition: plans that have been found fit for their dates.
        published: periods of the version in force.
        taken: every trip id that the service ever published.
    """
    known = list(published)
    for part, plan in edition.parts():
        mine = [period for period in known if period.day_type == plan.day_type]
        ids = identify(
            _predecessors(mine, part),
            plan.trips,
            taken,
            elsewhere=[trip for period in known for trip in period.trips],
        )
        trips = (
            *(_publish(edition.scenario, trip, ids[trip.id]) for trip in plan.trips),
            *dropped(plan, part, mine, set(ids.values())),
        )
        period = Period(
            day_type=plan.day_type,
            first=part.first,
            last=part.last,
            plan_sha256=Artefact.of_value(PLAN, plan).sha256,
            trips=tuple(sorted(trips, key=lambda trip: (trip.departure, trip.id))),
        )
        taken = taken | set(ids.values())
        known.append(period)
        yield period


def _predecessors(periods: Sequence[Period], part: Span) -> tuple[PublishedTrip, ...]:
    """Trips that riders knew when the part begins, else shortly before it, else after it."""
    during = [period for period in periods if part.overlap(period.first, period.last)]
    before = [period for period in periods if period.last < part.first]
    if during:
        return min(during, key=lambda period: period.first).trips
    if before:
        return max(reversed(before), key=lambda period: period.last).trips
    return min(periods, key=lambda period: period.first).trips if periods else ()


def _publish(scenario: Scenario, trip: Trip, public_id: str) -> PublishedTrip:
    return PublishedTrip(
        id=public_id,
        route=trip.route,
        direction=trip.direction,
        origin=trip.origin,
        destination=trip.destination,
        departure=trip.departure,
        arrival=trip.arrival,
        port=trip.port,
        seats=scenario.vehicle_types[trip.vehicle_type].seats,
        legs=trip.legs,
    )
