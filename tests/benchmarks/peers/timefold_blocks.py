"""Fewest buses by Timefold: each bus has a list of trips; two that clash in it break the rule.

The plain model that its tutorials suggest, with no moves or configuration of our own.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    InverseRelationShadowVariable,
    NextElementShadowVariable,
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningListVariable,
    PlanningScore,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintFactory,
    HardSoftScore,
    constraint_provider,
)


@planning_entity
@dataclass
class Trip:
    """One trip, and what comes after it."""

    id: Annotated[str, PlanningId]
    start: int
    ready: int
    origin: str
    destination: str
    bus: Annotated["Bus | None", InverseRelationShadowVariable(source_variable_name="trips")] = None
    after: Annotated["Trip | None", NextElementShadowVariable(source_variable_name="trips")] = None

    def clash(self) -> int:
        """Minutes by which the next trip comes too soon; a day where it leaves elsewhere."""
        if self.after is None:
            return 0
        late = max(0, self.ready - self.after.start)
        return late if self.destination == self.after.origin else late + 1440


@planning_entity
@dataclass
class Bus:
    """A bus and the trips that it makes."""

    id: Annotated[str, PlanningId]
    trips: Annotated[list[Trip], PlanningListVariable] = field(default_factory=list)

    def used(self) -> bool:
        """Whether it makes any trip."""
        return len(self.trips) > 0


@planning_solution
@dataclass
class Day:
    """All trips and as many buses."""

    trips: Annotated[list[Trip], PlanningEntityCollectionProperty, ValueRangeProvider]
    buses: Annotated[list[Bus], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider  # type: ignore[untyped-decorator]  # Timefold's own
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """No trip before the bus is ready; as few buses as possible."""
    return [
        factory.for_each(Trip)
        .filter(lambda trip: trip.clash() > 0)
        .penalize(HardSoftScore.ONE_HARD, lambda trip: trip.clash())
        .as_constraint("bus not ready"),
        factory.for_each(Bus)
        .filter(lambda bus: bus.used())
        .penalize(HardSoftScore.ONE_SOFT)
        .as_constraint("bus used"),
    ]


def solve(task: dict[str, Any]) -> list[list[int]] | None:
    """The trips of each bus, by index; None where Timefold found no feasible answer."""
    trips = [
        Trip(
            str(number),
            trip["start"],
            trip["end"] + task["layover_minutes"],
            trip["from"],
            trip["to"],
        )
        for number, trip in enumerate(task["trips"])
    ]
    config = SolverConfig(
        solution_class=Day,
        entity_class_list=[Bus, Trip],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=task["seconds"])),
        random_seed=task["seed"],
    )
    buses = [Bus(str(number)) for number in range(len(trips))]
    day: Any = SolverFactory.create(config).build_solver().solve(Day(trips, buses))
    if not day.score.is_feasible:
        return None
    return [[int(trip.id) for trip in bus.trips] for bus in day.buses if bus.trips]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    blocks = solve(asked)
    json.dump({"blocks": blocks, "cpu_seconds": time.process_time()}, sys.stdout)
