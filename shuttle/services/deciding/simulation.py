"""A plan over many days of chance, in figures and in the planner's words."""

from collections.abc import Iterator

from shuttle import audit
from shuttle.domain.base import LocalText, Value
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, plain, say
from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.domain.variation import Variation
from shuttle.errors import CheckError
from shuttle.scenario import load_variation
from shuttle.simulate import Estimate, Experiment, Heard, Simulation, simulate, unheard

_PER_CENT = 100
_THOUSAND = 1000


class SimulationAnswer(Value):
    """Figures of simulated days, and what they tell."""

    simulation: Simulation
    sentences: tuple[LocalText, ...]


def assumptions(scenario: Scenario) -> Variation:
    """The scenario's own assumptions, else the shared ones; raises InputError."""
    return scenario.variation or load_variation()


def simulate_plan(
    scenario: Scenario, plan: Plan, experiment: Experiment, heard: Heard = unheard
) -> SimulationAnswer:
    """Play many days of a plan.

    Raises:
        CheckError: the plan breaks rules of its scenario, so that its days mean nothing.
    """
    violations = audit.check(scenario, plan)
    if violations:
        message = "The plan breaks rules of its scenario; plan anew before you simulate it."
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
    found = simulate(scenario, plan, experiment, heard)
    return SimulationAnswer(simulation=found, sentences=tuple(_sentences(scenario, found)))


def _sentences(scenario: Scenario, found: Simulation) -> Iterator[LocalText]:
    day_type = next(entry for entry in scenario.day_types if entry.id == found.day_type)
    yield say(
        "simulate.head",
        days=f"{found.days:,}",
        scenario=scenario.title,
        day_type=day_type.name,
        trips=say("common.trips", count=found.trips),
        seed=found.seed,
    )
    yield from _punctuality(found)
    yield from _riders(found)
    yield from _drivers(found)
    if found.late_at_port.value > 0:
        yield say("simulate.late-at-port", count=figure(found.late_at_port, 1, _THOUSAND))
    if found.nothing_varies:
        yield say("simulate.nothing-varies")
    yield from _assumed(found)


def _punctuality(found: Simulation) -> Iterator[LocalText]:
    now, three, five = (entry.share for entry in found.departures)
    yield say("simulate.departures", now=share(now), three=share(three), five=share(five))
    yield say("simulate.arrivals", five=share(found.arrivals[0].share))
    yield say(
        "simulate.delay",
        delay=figure(found.departure_delay, 2),
        knock_on=figure(found.knock_on, 1),
    )
    cause = max(found.by_trip, key=lambda trip: trip.knock_on, default=None)
    if cause is not None and cause.knock_on > 0:
        minutes = plain(f"{cause.knock_on:.1f}")
        yield say("simulate.worst-knock-on", trip=cause.id, minutes=minutes)
    worst = min(found.by_hour, key=lambda hour: hour.departs_within_3.value, default=None)
    if worst is not None:
        yield say(
            "simulate.worst-hour",
            hour=clock(worst.hour * MINUTES_PER_HOUR),
            share=share(worst.departs_within_3),
            trips=say("common.trips", count=worst.trips),
        )


def _riders(found: Simulation) -> Iterator[LocalText]:
    riders = found.riders
    if riders.riders.value > 0:
        yield say(
            "simulate.riders",
            riders=f"{riders.riders.value:,.0f}",
            denied=figure(riders.denied, 1),
            share=share(riders.denied_share),
            rebooked=figure(riders.rebooked, 1),
            lost=figure(riders.lost, 1),
            without=figure(riders.without, 1),
        )
    if riders.left_at_port is not None and riders.stranded_at_port is not None:
        yield say(
            "simulate.left-at-port",
            left=figure(riders.left_at_port, 2),
            stranded=figure(riders.stranded_at_port, 2),
        )


def _drivers(found: Simulation) -> Iterator[LocalText]:
    duties = found.duties
    yield say(
        "simulate.drivers", share=share(duties.share_over), minutes=figure(duties.minutes_over, 1)
    )
    if duties.longest is not None and duties.longest_share_over is not None:
        often = share(duties.longest_share_over)
        yield say("simulate.worst-duty", duty=duties.longest, share=often)


def _assumed(found: Simulation) -> Iterator[LocalText]:
    port, road = found.variation.clearance, found.variation.running
    yield say(
        "simulate.assumed",
        day_port=_per_cent(port.day_share),
        hour_port=_per_cent(port.hour_share),
        day_road=_per_cent(road.day_share),
        hour_road=_per_cent(road.hour_share),
        turn_round=say("common.minutes", count=found.variation.turn_round_minutes),
    )
    if found.riders.riders.value > 0:
        drawn = found.variation.riders == "poisson"
        yield say("simulate.riders-drawn" if drawn else "simulate.riders-fixed")
    if found.variation.assumed:
        yield say("simulate.assumed-from")
    if found.misfits:
        worst = found.misfits[0]
        yield say(
            "simulate.misfit",
            count=len(found.misfits),
            minutes=f"{worst.misfit_minutes:.1f}",
            stated=", ".join(map(str, worst.stated)),
        )


def _per_cent(part: float) -> str:
    return f"{part * _PER_CENT:g}"


def share(estimate: Estimate) -> LocalText:
    """A share in per cent with its interval."""
    parts = (estimate.value, estimate.low, estimate.high)
    value, low, high = (plain(f"{part * _PER_CENT:.2f}") for part in parts)
    return say("simulate.share", value=value, low=low, high=high)


def figure(estimate: Estimate, decimals: int, days: int = 1) -> LocalText:
    """A figure of so many days with its interval."""
    parts = (estimate.value, estimate.low, estimate.high)
    value, low, high = (plain(f"{part * days:.{decimals}f}") for part in parts)
    return say("simulate.figure", value=value, low=low, high=high)
