"""Partial plans and answers about one departure on the base service: CPU-seconds and ranges.

Run with `pytest -m benchmark -s`. The partial plan leaves as little as three coaches allow of
fifteen-minute headways.
"""

import time

import pytest

from shuttle import audit
from shuttle.domain.policy import HeadwayPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.deciding.why import Question, why
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options

pytestmark = pytest.mark.benchmark

QUESTIONS = ("08:15", "08:00", "12:00", "22:55", "03:00")
MOST_SECONDS_A_QUESTION = 15.0
MOST_SECONDS_PARTIAL = 60.0


def base_service() -> Scenario:
    return load_scenario(shared_root() / "seeds" / "hetao-2026")


def test_a_partial_plan_of_three_coaches_is_proved() -> None:
    place = base_service()
    types = {
        name: kind.model_copy(update={"count": 3 if name == "coach" else 0})
        for name, kind in place.vehicle_types.items()
    }
    headway = HeadwayPolicy(min_minutes=10, max_minutes=15)
    policies = place.policies.model_copy(update={"headways": (headway,)})
    place = place.model_copy(update={"vehicle_types": types, "policies": policies})
    started = time.process_time()
    plan = make_plan(place, PlanRequest(partial=True))
    seconds = time.process_time() - started
    assert plan.unkept_proof is not None
    print(  # noqa: T201 - the table
        f"partial: {plan.unkept_proof.objective:.0f} points, at least "
        f"{plan.unkept_proof.bound:.0f}; cost {plan.proof.objective}, gap {plan.proof.gap:.2%}; "
        f"{seconds:.1f} CPU-s"
    )
    assert audit.check(place, plan) == ()
    assert plan.unkept_proof.status == "optimal"
    assert seconds <= MOST_SECONDS_PARTIAL


def test_questions_are_answered_as_quickly_as_in_a_conversation() -> None:
    place = base_service()
    plan = make_plan(place, PlanRequest(options=Options(gap=0.002)))
    for clock in QUESTIONS:
        started = time.process_time()
        answer = why(place, plan, Question("hksp", parse_minute(clock)))
        seconds = time.process_time() - started
        print(  # noqa: T201 - the table
            f"{clock}: {answer.verdict}, {answer.at_least} to {answer.at_most}; {seconds:.1f} CPU-s"
        )
        assert seconds <= MOST_SECONDS_A_QUESTION
