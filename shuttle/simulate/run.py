"""Many days of chance for one plan."""

from collections.abc import Callable
from dataclasses import dataclass

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.variation import Variation
from shuttle.simulate.at_port import left_at_port
from shuttle.simulate.boarding import board
from shuttle.simulate.chance import STEP, Days, Streams
from shuttle.simulate.figures import figures
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import play
from shuttle.simulate.report import Simulation
from shuttle.simulate.tally import Tally
from shuttle.simulate.wishes import lines

Heard = Callable[[int], None]
"""Told how many days are done."""


_CELLS = 4_000_000


def unheard(_: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """How a plan is to be simulated.

    Attributes:
        days: at least 30; below, intervals from days are not to be trusted.
        seed: of all chance: plans simulated with the same seed meet the same days.
        days_at_once: at most, a multiple of 4; changes no figure. So many that calls of numpy cost
            little and the arrays of a run stay in the processor's cache.
    """

    variation: Variation
    days: int = 10_000
    seed: int = 0
    days_at_once: int = 8192


def simulate(
    scenario: Scenario, plan: Plan, experiment: Experiment, heard: Heard = unheard
) -> Simulation:
    """Play many days of a plan that keeps every rule of its scenario."""
    planned = operation(scenario, plan, experiment.variation)
    riding = lines(planned)
    streams, tally = Streams(experiment.seed), Tally(planned)
    at_once = min(experiment.days_at_once, _most_at_once(len(planned.runs)))
    while tally.days < experiment.days:
        count = min(at_once, experiment.days - tally.days)
        days = Days(streams, tally.days, count)
        boarded = board(riding, days, experiment.variation.riders)
        played = play(planned, days, boarded.loads)
        tally.add(played, boarded, left_at_port(planned, days, played, boarded))
        heard(tally.days)
    return figures(planned, tally, experiment.seed)


def _most_at_once(runs: int) -> int:
    """So many days of so many runs as fit into about 50 megabytes."""
    return max(STEP, _CELLS // max(runs, 1) // STEP * STEP)
