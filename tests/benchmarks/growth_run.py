"""One measured run of a generated network; given a process of its own, its memory is its own."""

import resource
import time
from collections.abc import Callable
from typing import Literal

from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.baselines.sweep import best_baseline
from shuttle.solver.optimise import Options, optimise, silent
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.progress import Progress
from shuttle.solver.result import Solution
from shuttle.solver.timetable.model import build_model
from tests.benchmarks.generator import DAY_TYPE, generate

CHECKPOINTS = (60, 120, 300)
WORKERS = 2
METHODS: tuple[Literal["even-headway", "even-load"], ...] = ("even-headway", "even-load")

Row = dict[str, str | int | float | None]
_BASELINE_GAP = 0.002
_KIB_PER_MIB = 1024
_CENTS = 100


def measure(name: str, seed: int, seconds: int, baseline_seconds: int) -> Row:
    """The row of one size and seed.

    Args:
        name: of `generator.SIZES`.
        seed: of the network.
        seconds: the optimiser's time limit.
        baseline_seconds: for each method's whole sweep; 0 for no baselines.
    """
    scenario = generate(name, seed)
    problem = build_problem(scenario, DAY_TYPE, scenario.reference_date)
    started = time.process_time()
    linear = build_model(problem).linear
    row: Row = {
        "size": name,
        "seed": seed,
        "columns": len(linear.cost),
        "rows": len(linear.row_lower),
        "build_cpu_seconds": time.process_time() - started,
    }
    row |= _optimised(problem, seconds)
    row["peak_mib"] = _peak_mib()
    for method in METHODS:
        baseline = _baseline(problem, method, baseline_seconds) if baseline_seconds else None
        row[method] = baseline
        row[f"below_{method}"] = _below(row["cost"], baseline)
    return row


class _Trace:
    """What a run reported, with the wall and CPU-seconds at which it did."""

    def __init__(self) -> None:
        self._started, self._cpu_started = time.monotonic(), _cpu_seconds()
        self._reports: list[tuple[float, Progress]] = []
        self.first_cpu_seconds: float | None = None
        self.first_bound: float | None = None

    def __call__(self, progress: Progress) -> None:
        if self.first_bound is None:
            self.first_cpu_seconds = self.cpu_seconds
            self.first_bound = progress.bound / _CENTS
        self._reports.append((time.monotonic() - self._started, progress))

    @property
    def cpu_seconds(self) -> float:
        """Work of this process and of those that it has waited for."""
        return _cpu_seconds() - self._cpu_started

    def gap_at(self, wall_seconds: int) -> float | None:
        """The gap known by then; None without a timetable."""
        gaps = [report.gap for wall, report in self._reports if wall <= wall_seconds]
        return gaps[-1] if gaps else None


def _optimised(problem: Problem, seconds: int) -> Row:
    trace = _Trace()
    options = Options(time_limit_seconds=seconds, workers=WORKERS)
    try:
        solution = optimise(problem, options, trace)
    except NoPlanError:
        solution = None
    return {
        "lp_cpu_seconds": trace.first_cpu_seconds,
        "lp_bound": trace.first_bound,
        **_answer(solution),
        **{f"gap@{at}": _gap(trace, solution, at, seconds) for at in CHECKPOINTS},
        "cpu_seconds": trace.cpu_seconds,
    }


def _answer(solution: Solution | None) -> Row:
    if solution is None:
        return dict.fromkeys(("cost", "bound", "trips", "buses", "left_behind"))
    proof = solution.proof
    return {
        "cost": proof.objective,
        "bound": proof.bound,
        "trips": len(solution.trips),
        "buses": len(solution.blocks),
        "left_behind": solution.unserved,
    }


def _gap(trace: _Trace, solution: Solution | None, at: int, limit: int) -> float | None:
    """As reported by then; the plan's own at the limit, and later where it is proved."""
    if at < limit:
        return trace.gap_at(at)
    ended = solution is not None and (at == limit or solution.proof.status == "optimal")
    return solution.proof.gap if solution is not None and ended else None


def _baseline(
    problem: Problem, method: Literal["even-headway", "even-load"], seconds: int
) -> float | None:
    """Cost of the sweep's best timetable; None where the sweep does not finish in time."""
    late = _after(seconds)
    options = Options(time_limit_seconds=seconds, gap=_BASELINE_GAP, stop=late)
    try:
        best = best_baseline(problem, method, options, silent)
    except InfeasibleError:
        return None
    return None if late() else best.proof.objective


def _after(seconds: int) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _below(cost: object, baseline: float | None) -> float | None:
    if baseline is None or not isinstance(cost, float):
        return None
    return 1 - cost / baseline


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_mib() -> float:
    """At most so much: the peak of this process, and for each worker that of the largest."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + WORKERS * child) / _KIB_PER_MIB
