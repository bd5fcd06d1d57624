"""The cheapest blocks for a timetable that somebody else made."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from shuttle.domain.stages import BlockAnswer, BlockPart, BlockTask, VehicleBlock
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.blocks.matching import Chain, chains_cost, match
from shuttle.solver.blocks.networks import build_flow
from shuttle.solver.blocks.problem import CENTS, BlockProblem, block_problem
from shuttle.solver.blocks.search import BlockSearch, Found
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options, silent
from shuttle.solver.progress import Progress, Report, SearchLimits
from shuttle.solver.proofs import Effort, proof_of

_PROVES = "vehicle blocks for these trips"
_MATCHING = "minimum-cost flow in OR-Tools, trip by trip"
_MOST_NAMED = 10
_SEARCH = "HiGHS in OR-Tools, flow of each depot's buses"


@dataclass(frozen=True, slots=True)
class _Solved:
    found: Found
    solver: str


def solve_blocks(
    task: BlockTask, options: Options | None = None, report: Report = silent
) -> BlockAnswer:
    """The cheapest blocks for a task, with their proof.

    One depot without shifting is a minimum-cost flow, exact at once. Several depots, or trips
    that may shift, are searched until proved, or until a limit of `options`.

    Raises:
        InfeasibleError: no blocks drive every trip; `proved` as always.
        NoPlanError: the time limit came before any blocks were found.
    """
    options = options or Options()
    started, started_cpu = time.monotonic(), time.process_time()
    problem = block_problem(task)
    solved = _solve(problem, options, report)
    found = solved.found
    if found.infeasible:
        raise InfeasibleError(_why_not(problem), proved=True)
    if found.chains is None or found.cost is None:
        message = f"No blocks were found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message)
    seconds = (time.monotonic() - started, time.process_time() - started_cpu)
    effort = Effort(solved.solver, found.nodes, options.seed, options.workers, seconds)
    proof = proof_of(_PROVES, found.cost / CENTS, found.bound / CENTS, effort)
    return BlockAnswer(
        blocks=_blocks(problem, found.chains), objective=found.cost / CENTS, proof=proof
    )


def _solve(problem: BlockProblem, options: Options, report: Report) -> _Solved:
    if not problem.allowed.any(axis=0).all():
        return _Solved(Found(None, None, math.inf, infeasible=True, nodes=0), _MATCHING)
    chains = match(problem)
    cost = None if chains is None else chains_cost(problem, chains)
    fixed = len(problem.trip) == len(problem.task.trips)
    if fixed and len(problem.capacity) == 1:
        bound = math.inf if cost is None else float(cost)
        report(Progress("blocks", cost, bound))
        return _Solved(Found(chains, cost, bound, infeasible=chains is None, nodes=0), _MATCHING)
    deadline = Deadline(options.time_limit_seconds, options.stop)
    limits = SearchLimits(options.gap, deadline, options.seed)
    search = BlockSearch(build_flow(problem), limits, report)
    if chains is not None:
        search.offer(chains)
    return _Solved(search.run(), _SEARCH)


def _why_not(problem: BlockProblem) -> str:
    """What can be said of a task without blocks: trips that no depot can serve, else the limits."""
    lost = [
        trip.id
        for number, trip in enumerate(problem.task.trips)
        if not problem.allowed[:, number].any()
    ]
    if lost:
        more = len(lost) - _MOST_NAMED
        names = ", ".join(lost[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        return f"No depot has a vehicle type that these trips allow: {names}."
    buses = int(problem.capacity.sum())
    return (
        f"No blocks drive every trip with the {buses} buses of all depots: raise a capacity, allow "
        "more vehicle types, or make ways between places."
    )


def _blocks(problem: BlockProblem, chains: Sequence[Chain]) -> tuple[VehicleBlock, ...]:
    def by_first(chain: Chain) -> tuple[int, int]:
        return int(problem.start[chain.copies[0]]), int(problem.trip[chain.copies[0]])

    depots = problem.task.depots
    width = max(2, len(str(len(chains))))
    return tuple(
        VehicleBlock(
            id=f"block-{number:0{width}d}",
            depot=depots[chain.depot].id,
            vehicle_type=depots[chain.depot].vehicle_type,
            pieces=tuple(_part(problem, copy) for copy in chain.copies),
        )
        for number, chain in enumerate(sorted(chains, key=by_first), start=1)
    )


def _part(problem: BlockProblem, copy: int) -> BlockPart:
    trip = problem.task.trips[int(problem.trip[copy])]
    return BlockPart(trip=trip.id, start=int(problem.start[copy]))
