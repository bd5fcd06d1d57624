"""Stops and routes under new ids: what was made under the old ones, said in the new ones.

A rider's calendar knows a trip by its id alone, so that a rename must reach everything that was
published before it, or every trip would be another one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from shuttle.domain.network import Direction, Route, Stop, direction_id
from shuttle.domain.plan import Block, BlockPiece, Plan, Trip, TripLeg
from shuttle.domain.timetable import ExtraTrip, Period, PublicStop, PublishedTrip, Timetable

_Trip = TypeVar("_Trip", Trip, PublishedTrip)
_Part = TypeVar("_Part", PublicStop, Route)
_TO = direction_id("")


@dataclass(frozen=True, slots=True)
class Renames:
    """Present ids by former ones; every other id is what it was.

    Attributes:
        stops: of stops; directions are named after them.
        routes: of routes.
    """

    stops: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stops: Iterable[Stop | PublicStop], routes: Iterable[Route]) -> "Renames":
        """What stops and routes say of their former ids."""
        return cls(dict(_former(stops)), dict(_former(routes)))

    @classmethod
    def of_timetable(cls, timetable: Timetable) -> "Renames":
        """All that was renamed up to a version."""
        return cls.of(timetable.stops.values(), timetable.routes.values())

    @classmethod
    def between(cls, before: Timetable, after: Timetable) -> "Renames":
        """What the version before calls otherwise, also where an earlier version returns."""
        known = cls.of_timetable(after)
        stops = _returned(before.stops, after.stops)
        routes = _returned(before.routes, after.routes)
        return cls({**stops, **known.stops}, {**routes, **known.routes})

    def stop(self, name: str) -> str:
        """The present id of a stop, and of any other place what it is."""
        return self.stops.get(name, name)

    def route(self, name: str) -> str:
        """The present id of a route."""
        return self.routes.get(name, name)

    def direction(self, name: str) -> str:
        """The present id of a direction."""
        return direction_id(self.stop(name.removeprefix(_TO))) if name.startswith(_TO) else name

    def trip(self, trip: _Trip) -> _Trip:
        """A trip of a plan or a timetable on its line's present ids; its own id stays."""
        return trip.model_copy(
            update={
                "route": self.route(trip.route),
                "direction": self.direction(trip.direction),
                "origin": self.stop(trip.origin),
                "destination": self.stop(trip.destination),
                "legs": self._legs(trip.legs),
            }
        )

    def timetable(self, timetable: Timetable) -> Timetable:
        """A version on present ids; names stay as they were."""
        if not (self.stops or self.routes):
            return timetable
        stops = (
            stop.model_copy(update={"id": self.stop(stop.id)}) for stop in timetable.stops.values()
        )
        routes = map(self._route, timetable.routes.values())
        ways = map(self._direction, timetable.directions)
        return timetable.model_copy(
            update={
                "stops": {stop.id: stop for stop in stops},
                "routes": {route.id: route for route in routes},
                "directions": tuple({(way.route, way.id): way for way in ways}.values()),
                "periods": tuple(map(self._period, timetable.periods)),
                "extras": tuple(map(self._extra, timetable.extras)),
            }
        )

    def plan(self, plan: Plan) -> Plan:
        """A plan with its trips and blocks on present ids; its riders and money are not touched."""
        if not (self.stops or self.routes):
            return plan
        return plan.model_copy(
            update={
                "trips": tuple(map(self.trip, plan.trips)),
                "blocks": tuple(map(self._block, plan.blocks)),
            }
        )

    def _route(self, route: Route) -> Route:
        ends = tuple(map(self.stop, route.stops))
        return route.model_copy(update={"id": self.route(route.id), "stops": ends})

    def _direction(self, way: Direction) -> Direction:
        return way.model_copy(
            update={
                "id": self.direction(way.id),
                "route": self.route(way.route),
                "origin": self.stop(way.origin),
                "destination": self.stop(way.destination),
            }
        )

    def _period(self, period: Period) -> Period:
        return period.model_copy(update={"trips": tuple(map(self.trip, period.trips))})

    def _extra(self, extra: ExtraTrip) -> ExtraTrip:
        return extra.model_copy(update={"trip": self.trip(extra.trip)})

    def _block(self, block: Block) -> Block:
        return block.model_copy(update={"pieces": tuple(map(self._piece, block.pieces))})

    def _piece(self, piece: BlockPiece) -> BlockPiece:
        ends = {"origin": self.stop(piece.origin), "destination": self.stop(piece.destination)}
        return piece.model_copy(update={**ends, "legs": self._legs(piece.legs)})

    def _legs(self, legs: Iterable[TripLeg]) -> tuple[TripLeg, ...]:
        return tuple(
            leg.model_copy(
                update={
                    "origin": self.stop(leg.origin),
                    "destination": self.stop(leg.destination),
                }
            )
            for leg in legs
        )


def _former(parts: Iterable[Stop | PublicStop | Route]) -> Iterator[tuple[str, str]]:
    for part in parts:
        yield from ((former, part.id) for former in part.formerly)


def _returned(before: Mapping[str, _Part], after: Mapping[str, _Part]) -> dict[str, str]:
    """Former ids that are in use again, by the ids that had taken their place."""
    return {
        part.id: former
        for part in before.values()
        if part.id not in after
        for former in part.formerly
        if former in after
    }
