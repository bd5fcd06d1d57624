"""From sums to figures with their intervals."""

import numpy as np

from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.simulate.intervals import Estimate, mean, share, wilson
from shuttle.simulate.operation import Operation
from shuttle.simulate.report import (
    DutyFigures,
    HourFigures,
    Misfit,
    Punctuality,
    RiderFigures,
    Simulation,
    TripFigures,
)
from shuttle.simulate.tally import (
    ARRIVAL_MINUTES,
    ARRIVED,
    DEPARTURE_MINUTES,
    LEFT_AT_PORT,
    STRANDED_AT_PORT,
    Tally,
    TripSums,
    departed,
    departed_in,
)

_WORTH_TELLING_MINUTES = 0.1


def figures(operation: Operation, tally: Tally, seed: int) -> Simulation:
    """The figures of a whole simulation."""
    trips = len(operation.trips)
    late = tally.of_each_day("delay") / max(trips, 1)
    return Simulation(
        scenario=operation.plan.scenario,
        day_type=operation.plan.day_type,
        days=tally.days,
        seed=seed,
        variation=operation.variation,
        trips=trips,
        departures=tuple(
            Punctuality(minutes=minutes, share=_of_trips(tally, departed(minutes), trips))
            for minutes in DEPARTURE_MINUTES
        ),
        arrivals=(Punctuality(minutes=ARRIVAL_MINUTES, share=_of_trips(tally, ARRIVED, trips)),),
        departure_delay=mean(late),
        knock_on=mean(tally.of_each_day("knock-on")),
        late_at_port=mean(tally.of_each_day("late at port")),
        riders=_riders(tally),
        duties=_duties(operation, tally),
        by_hour=tuple(_by_hour(operation, tally)),
        by_trip=tuple(_by_trip(operation, tally)),
        nothing_varies=not any(part.varies for run in operation.runs for part in run.parts),
        misfits=tuple(_misfits(operation)),
    )


def _of_trips(tally: Tally, name: str, trips: int) -> Estimate:
    return share(tally.of_each_day(name), np.full(tally.days, trips))


def _riders(tally: Tally) -> RiderFigures:
    names = ("riders", "denied", "rebooked", "lost", "without")
    riders, denied = tally.of_each_day("riders"), tally.of_each_day("denied")
    waits = not tally.has(LEFT_AT_PORT)
    return RiderFigures(
        left_at_port=None if waits else mean(tally.of_each_day(LEFT_AT_PORT)),
        stranded_at_port=None if waits else mean(tally.of_each_day(STRANDED_AT_PORT)),
        denied_share=share(denied, riders),
        **{name: mean(tally.of_each_day(name)) for name in names},
    )


def _duties(operation: Operation, tally: Tally) -> DutyFigures:
    over = tally.of_each_day("duties over")
    longest = max(tally.duties_over.items(), key=lambda entry: entry[1], default=("", 0))
    ever = longest[1] > 0
    return DutyFigures(
        share_over=share(over, np.full(tally.days, len(operation.shifts))),
        minutes_over=mean(tally.of_each_day("minutes over")),
        longest=longest[0] if ever else None,
        longest_share_over=wilson(longest[1] / tally.days, tally.days) if ever else None,
    )


def _by_hour(operation: Operation, tally: Tally) -> list[HourFigures]:
    hours = [operation.runs[p].piece.departure // MINUTES_PER_HOUR for p in operation.trips]
    return [
        HourFigures(
            hour=hour,
            trips=hours.count(hour),
            departs_within_3=_of_trips(tally, departed_in(hour), hours.count(hour)),
        )
        for hour in sorted(set(hours))
    ]


def _by_trip(operation: Operation, tally: Tally) -> list[TripFigures]:
    """The worst departure first, then the worst arrival; else in the order of departure."""
    found = [_trip(operation, place, tally.trips[place], tally.days) for place in operation.trips]
    return sorted(found, key=lambda t: (t.departs_within_3.value, t.arrives_within_5.value))


def _trip(operation: Operation, place: int, sums: TripSums, days: int) -> TripFigures:
    piece = operation.runs[place].piece
    return TripFigures(
        id=piece.id,
        departure=piece.departure,
        departs_within_3=wilson(sums.in_time / days, days),
        arrives_within_5=wilson(sums.arrived / days, days),
        departure_delay=round(sums.departure_delay / days, 3),
        arrival_delay=round(sums.arrival_delay / days, 3),
        knock_on=round(sums.knock_on / days, 3),
        denied=round(sums.denied / days, 3),
    )


def _misfits(operation: Operation) -> list[Misfit]:
    """Durations of the plan's parts whose law is off, the farthest first."""
    laws = {law for run in operation.runs for part in run.parts for law in part.pace.laws}
    off = [law for law in laws if law.misfit > _WORTH_TELLING_MINUTES]
    return [
        Misfit(stated=law.stated, misfit_minutes=round(law.misfit, 3))
        for law in sorted(off, key=lambda law: (-law.misfit, law.stated))
    ]
