"""What simulated days tell: figures with intervals, trip by trip and hour by hour."""

from pydantic import NonNegativeInt, PositiveInt

from shuttle.domain.base import Slug, Value
from shuttle.domain.plan import ScenarioRef
from shuttle.domain.time import ServiceMinute
from shuttle.domain.variation import Variation
from shuttle.simulate.intervals import Estimate


class Punctuality(Value):
    """Share of trips that are no more than so many minutes late."""

    minutes: NonNegativeInt
    share: Estimate


class RiderFigures(Value):
    """Riders of a day, means.

    Attributes:
        riders: all of them.
        denied: who found the bus that they chose first full; `denied_share` of all riders.
        rebooked: of those denied, who got a seat on another bus within tolerance.
        lost: of those denied, who did not.
        without: for whom the plan has no bus within tolerance.
        left_at_port: whose bus did not wait for them at the port; None where every bus waits.
        stranded_at_port: of those, for whom no later bus there had a seat.
    """

    riders: Estimate
    denied: Estimate
    denied_share: Estimate
    rebooked: Estimate
    lost: Estimate
    without: Estimate
    left_at_port: Estimate | None = None
    stranded_at_port: Estimate | None = None


class DutyFigures(Value):
    """Drivers' days against the profile's limits on length and driving.

    Attributes:
        share_over: of duties, longer or with more driving than allowed.
        minutes_over: minutes beyond the limits a day, all duties together.
        longest: the duty that is over most often, and how often; None where none ever is.
    """

    share_over: Estimate
    minutes_over: Estimate
    longest: Slug | None
    longest_share_over: Estimate | None


class TripFigures(Value):
    """One trip over all days.

    Attributes:
        departs_within_3: share of days on which it leaves at most 3 minutes late.
        arrives_within_5: share on which it arrives at most 5 minutes after the planned minute.
        departure_delay: mean minutes.
        arrival_delay: mean minutes after the planned arrival; 0 on days on which it is earlier.
        knock_on: mean minutes by which it makes later trips leave late, all together.
        denied: mean riders who found it full.
    """

    id: Slug
    departure: ServiceMinute
    departs_within_3: Estimate
    arrives_within_5: Estimate
    departure_delay: float
    arrival_delay: float
    knock_on: float
    denied: float


class HourFigures(Value):
    """Trips that leave within a clock hour of the plan.

    Attributes:
        hour: of the service day; 25 is from 01:00 on the next date.
    """

    hour: NonNegativeInt
    trips: PositiveInt
    departs_within_3: Estimate


class Misfit(Value):
    """A stated duration that no law of the kind used hits.

    Attributes:
        stated: its percentiles p50, p85, p95.
        misfit_minutes: largest distance to them.
    """

    stated: tuple[NonNegativeInt, NonNegativeInt, NonNegativeInt]
    misfit_minutes: float


class Simulation(Value):
    """A plan over many days of chance.

    Attributes:
        departures: for 0, 3 and 5 minutes.
        arrivals: for 5 minutes.
        departure_delay: mean minutes of a trip.
        knock_on: minutes a day by which trips leave late because of runs before them.
        late_at_port: runs a day that reach their port after it has closed.
        by_trip: worst first.
        nothing_varies: whether every part of every run takes the same minutes on all days.
        misfits: durations that are not met to a tenth of a minute.
    """

    scenario: ScenarioRef
    day_type: Slug
    days: PositiveInt
    seed: NonNegativeInt
    variation: Variation
    trips: NonNegativeInt
    departures: tuple[Punctuality, ...]
    arrivals: tuple[Punctuality, ...]
    departure_delay: Estimate
    knock_on: Estimate
    late_at_port: Estimate
    riders: RiderFigures
    duties: DutyFigures
    by_hour: tuple[HourFigures, ...]
    by_trip: tuple[TripFigures, ...]
    nothing_varies: bool
    misfits: tuple[Misfit, ...]
