"""Answers about one departure: what binds a trip, what refuses one, what cannot be otherwise."""

from typing import Any

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.policy import ClockFace, HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.domain.why import WhyAnswer
from shuttle.errors import CheckError
from shuttle.services.deciding.tight_rules import tight_rules
from shuttle.services.deciding.why import Question, why
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.problem import build_problem
from tests.builders import (
    WORKDAY,
    band,
    hours,
    plan,
    policies,
    port,
    prices,
    quota,
    riders,
    scenario,
    trip,
    vehicle_type,
)


def place(**changes: Any) -> Scenario:
    """Departures every 20 minutes from 08:00 to 10:00; cheap buses."""
    fields: dict[str, Any] = {
        "policies": policies(
            grid_minutes=20, span=band("08:00", "10:00"), prices=prices(unserved_per_rider=50)
        ),
        "vehicle_types": (vehicle_type(cost_per_day=50, cost_per_trip=5),),
        "demand": (riders(9, "08:00", minutes=1), riders(7, "09:30", "b-a", wish="arrive_by")),
    }
    return scenario(**{**fields, **changes})


def with_policies(here: Scenario, **changes: Any) -> Scenario:
    return here.model_copy(update={"policies": here.policies.model_copy(update=changes)})


def planned(here: Scenario) -> Plan:
    return make_plan(here, PlanRequest(day_type=WORKDAY))


def asked(here: Scenario, clock: str, to: str = "b") -> WhyAnswer:
    return why(here, planned(here), Question(to, parse_minute(clock)))


def test_a_trip_is_worth_what_its_riders_would_lose() -> None:
    here = place(demand=(riders(9, "08:00", minutes=1),))
    answer = asked(here, "08:00")

    # The bus there and back costs 60. The next one, at 08:20, would cost nine times 20 minutes;
    # to leave the nine behind costs 450, and saves the 60.
    assert answer.verdict == "runs"
    assert (answer.at_least, answer.at_most) == (180, 180)
    assert answer.terms["waiting"] == 180


def test_a_trip_that_nobody_wants_costs_its_own_price_and_its_bus() -> None:
    here = place(demand=())
    answer = asked(here, "08:20")

    # One bus, a trip there and one back.
    assert answer.verdict == "could-run"
    assert (answer.at_least, answer.at_most) == (60, 60)
    assert answer.terms["buses"] == 50
    assert "It takes 1 bus instead of 0." in {sentence.en for sentence in answer.words}


def test_a_closed_port_refuses_and_says_when_the_bus_would_be_there() -> None:
    here = place(ports=(port(hours=(hours("08:00", "09:00"),)),))
    answer = asked(here, "09:00")

    assert answer.verdict == "refused"
    assert [rule.rule for rule in answer.rules] == ["port-hours"]
    assert [sentence.en for sentence in answer.words] == [
        "No bus may leave to b at 09:00:",
        "Gate is open for coaches from 08:00 to 09:00.",
        "Over Gate it would reach the port at 09:10 and be cleared at 09:20.",
    ]


def test_a_clock_face_refuses_by_its_minutes() -> None:
    here = with_policies(place(), clock_faces=(ClockFace(minutes=(0, 20)),))

    assert [rule.key for rule in asked(here, "08:40").rules] == ["policies.clock_faces[0].minutes"]


def test_a_departure_that_the_rules_do_not_let_go_is_impossible_to_leave_out() -> None:
    first = SpanPolicy(first=band("08:00", "08:20"), origin="a")
    answer = asked(with_policies(place(), spans=(first,)), "08:00")

    assert answer.verdict == "impossible"
    assert "first-departure" in {rule.rule for rule in answer.rules}


def test_a_departure_too_near_to_one_that_must_be_made_is_impossible() -> None:
    here = with_policies(
        place(),
        spans=(SpanPolicy(first=band("08:00", "08:20"), origin="a"),),
        headways=(HeadwayPolicy(min_minutes=40),),
    )
    answer = asked(here, "08:20")

    assert answer.verdict == "impossible"
    assert {"first-departure", "min-headway"} <= {rule.rule for rule in answer.rules}


def test_a_plan_that_breaks_rules_is_not_spoken_of() -> None:
    here = with_policies(place(), headways=(HeadwayPolicy(min_minutes=40),))
    wrong = plan(here, [trip("to-b", "08:00"), trip("to-b", "08:20")])

    with pytest.raises(CheckError, match="nothing can be told"):
        why(here, wrong, Question("b", 480))


def test_every_sentence_is_in_three_languages() -> None:
    for sentence in asked(place(), "08:00").words:
        assert sentence.en != sentence.zh_hant != sentence.zh_hans


def tight(here: Scenario, clocks: tuple[str, ...], clock: str) -> set[str]:
    """Rules that leave a trip to `b` no room."""
    back = [trip("to-a", "09:40")] * bool(clocks)
    made = plan(here, [*(trip("to-b", entry) for entry in clocks), *back])
    problem = build_problem(here, WORKDAY, here.reference_date)
    mine = next(
        t for t in made.trips if (t.direction, t.departure) == ("to-b", parse_minute(clock))
    )
    index = [way.id for way in problem.directions].index("to-b")
    return {rule.rule for rule in tight_rules(problem, made, mine, index)}


def test_headways_are_tight_where_a_step_of_the_grid_breaks_them() -> None:
    here = with_policies(place(), headways=(HeadwayPolicy(min_minutes=40, max_minutes=60),))

    assert tight(here, ("08:00", "08:40"), "08:40") == {"min-headway"}
    assert tight(here, ("08:00", "09:00"), "09:00") == {"max-headway"}
    assert tight(with_policies(here, headways=()), ("08:00", "08:40"), "08:40") == set()


def test_a_window_is_tight_for_the_first_bus_that_may_leave_no_later() -> None:
    here = with_policies(place(), spans=(SpanPolicy(first=band("08:00", "08:40")),))

    assert tight(here, ("08:20", "09:00"), "08:20") == {"first-departure"}
    assert tight(here, ("08:00", "09:00"), "08:00") == set()
    assert tight(here, ("08:20", "09:00"), "09:00") == set()


def test_the_last_departure_over_an_open_port_is_tight() -> None:
    here = place(ports=(port(hours=(hours("08:00", "09:00"),)),))

    assert tight(here, ("08:20", "08:40"), "08:40") == {"port-hours"}
    assert tight(here, ("08:20", "08:40"), "08:20") == set()


def test_a_full_quota_is_tight() -> None:
    here = place(ports=(port(quotas=(quota(2),)),))

    assert tight(here, ("08:00", "08:20"), "08:20") == {"port-quota"}
    assert tight(here, ("08:00", "09:00"), "09:00") == set()
