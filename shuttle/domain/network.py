"""Parks, stops, routes and the legs between stops and ports."""

from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from shuttle.domain.base import LocalText, Slug, Sourced, Value, not_given
from shuttle.domain.facts import Duration, FactBand

Side = Literal["hk", "sz"]
BorderDirection = Literal["to_sz", "to_hk"]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Park(Sourced):
    """A science park (or campus, hospital, station) on one side of the border."""

    id: Slug
    name: LocalText
    side: Side


class Stop(Sourced):
    """Where riders board and leave: the end of a route.

    Attributes:
        formerly: ids that it had before; what was published under them lives on under the new one.
        boarding: the exact place in words ("Bay 3, Building 19W"), where it is known.
        timezone: IANA name; the stop keeps its own although both sides share UTC+8.
    """

    id: Slug
    park: Slug
    name: LocalText
    formerly: tuple[Slug, ...] = Field(default=(), exclude_if=not_given)
    boarding: LocalText | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    timezone: Literal["Asia/Hong_Kong", "Asia/Shanghai"]


class RunningBand(FactBand):
    """Minutes that a leg takes when entered within the band: at least one."""

    minutes: Duration

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.minutes.p50 == 0:
            msg = "takes no time; give at least 1 minute"
            raise ValueError(msg)
        return self


class Leg(Sourced):
    """A drive between a stop and a port, a port and a stop, or two places on one side.

    Attributes:
        origin: id of a stop, a port or a depot that lies at no stop, key `from`.
        destination: likewise, key `to`.
        bands: minutes by time of day; the band is chosen by the minute at which the leg begins.
    """

    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    bands: tuple[RunningBand, ...] = Field(min_length=1)


class Route(Value):
    """A point-to-point service between two stops, run in both directions.

    Attributes:
        formerly: ids that it had before; its feeds are still found under them.
        stops: the two ends; the first is "home" in lists and pictures.
        ports: ports over which its trips may run; empty for a route that crosses no border.
    """

    id: Slug
    name: LocalText
    formerly: tuple[Slug, ...] = Field(default=(), exclude_if=not_given)
    stops: tuple[Slug, Slug]
    ports: tuple[Slug, ...] = ()


def direction_id(destination: str) -> str:
    """The id of the direction that ends at a stop, as in trips, feeds and policies."""
    return f"to-{destination}"


class Direction(Value):
    """One direction of a route: an origin-destination pair, as demand and headways see it.

    Attributes:
        id: as `direction_id` has it.
        border: which way it crosses, or None.
    """

    id: str
    route: Slug
    origin: Slug
    destination: Slug
    border: BorderDirection | None


class Depot(Value):
    """Where buses start and end their day: at a stop, or at a place of its own.

    Buses reach a place of its own by empty runs over the legs that name the depot's id.

    Attributes:
        stop: the stop at which the depot lies; None for a place of its own.
        side: the side on which a place of its own lies; None for a depot at a stop.
        capacity: most buses that may stay overnight; None for no limit.
    """

    id: Slug
    stop: Slug | None = Field(default=None, exclude_if=not_given)
    side: Side | None = Field(default=None, exclude_if=not_given)
    capacity: PositiveInt | None = None

    @model_validator(mode="after")
    def _lies_somewhere(self) -> Self:
        if (self.stop is None) == (self.side is None):
            msg = 'needs either stop, the stop where it lies, or side, "hk" or "sz"'
            raise ValueError(msg)
        return self

    @property
    def place(self) -> str:
        """Where its buses stand: its stop, or its own id."""
        return self.stop or self.id
