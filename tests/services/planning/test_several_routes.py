from shuttle.audit.check import check
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.baselines.candidates import candidates
from shuttle.solver.optimise import Options
from shuttle.solver.problem import build_problem
from tests.benchmarks.generator import DAY_TYPE, generate


def test_buses_and_drivers_of_routes_that_share_a_stop_pass_the_audit() -> None:
    scenario = generate("n100")
    problem = build_problem(scenario, DAY_TYPE, scenario.reference_date)
    found = {item.label: item.departures for item in candidates(problem, "even-load")}
    middling = found["80% of 33 seats"]
    request = PlanRequest(method="timetable", timetable=middling, options=Options(gap=0.02))
    plan = make_plan(scenario, request)
    ways = [{piece.origin for piece in block.pieces} for block in plan.blocks]
    assert check(scenario, plan) == ()
    assert len({trip.id for trip in plan.trips}) == len(plan.trips) == len(middling)
    assert any({"sz-1", "sz-2"} <= origins for origins in ways)
