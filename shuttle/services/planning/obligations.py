"""What a partial plan leaves, stated in the plan with the proof that it is the least."""

from collections.abc import Sequence

from shuttle import audit
from shuttle.domain.obligations import POINTS_OF_A_DEPARTURE
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.proof import Proof
from shuttle.solver.problem import Problem
from shuttle.solver.result import Solution

_GIVEN = "obligations left: given departures that no bus may make"


def with_unkept(
    problem: Problem, plan: Plan, given: Sequence[FixedTrip], solution: Solution
) -> Plan:
    """The plan with what it leaves, as the audit finds it, and the proof of its points.

    Args:
        problem: what was solved.
        plan: without that.
        given: departures that were asked for, also those that no bus may make.
        solution: what was found, with a proof of its points where some had to be left.
    """
    left = audit.unkept(problem.scenario, plan, given)
    asked = {(trip.origin, trip.destination, trip.departure) for trip in given}
    impossible = POINTS_OF_A_DEPARTURE * (len(asked) - sum(map(len, problem.required)))
    if solution.left_proof is None and not impossible:
        return plan
    proof = solution.left_proof or _of_given(solution.proof)
    return plan.model_copy(update={"unkept": left, "unkept_proof": _with(proof, impossible)})


def _of_given(proof: Proof) -> Proof:
    """The proof of a plan that leaves nothing but departures that no bus may make."""
    none = {"objective": 0.0, "bound": 0.0, "gap": 0.0, "status": "optimal"}
    return proof.model_copy(update={"proves": _GIVEN, **none})


def _with(proof: Proof, points: int) -> Proof:
    """The proof with points that every plan leaves."""
    objective, bound = proof.objective + points, proof.bound + points
    gap = round((objective - bound) / objective, 9) if objective else 0.0
    return proof.model_copy(update={"objective": objective, "bound": bound, "gap": gap})
