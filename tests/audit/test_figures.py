"""Money and key figures of a plan that is worked out by hand.

Two buses; 8 riders from `a` between 08:00 and 08:15 for the bus at 08:15, 1 rider who wants to be
at `a` by 09:20, and 1 rider at 12:00 for whom there is no bus.
"""

from typing import Any

import pytest

from shuttle.audit.figures import cents
from shuttle.domain.network import Leg, Route
from shuttle.domain.plan import Plan, UsableStay
from shuttle.domain.policy import Crowding, StayWish
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken, words
from tests.builders import (
    FACT,
    deadhead,
    leg,
    plan,
    policies,
    prices,
    riders,
    scenario,
    text,
    trip,
    vehicle_type,
)

FIVE_SEATS = vehicle_type("van", seats=5, cost_per_day=600.5, cost_per_trip=70.25)
COACH = vehicle_type(cost_per_deadhead=55)
PLACE = scenario(
    vehicle_types=(COACH, FIVE_SEATS),
    demand=(
        riders(8, "08:00", minutes=16),  # wish for minutes 1, 3, 5, 7, 9, 11, 13, 15
        riders(1, "09:20", "b-a", wish="arrive_by", minutes=1),
        riders(1, "12:00"),
    ),
    policies=policies(
        prices=prices(waiting_per_minute=0.55, early_per_minute=0.3, unserved_per_rider=80)
    ),
)


WANTED = (
    trip("to-b", "08:15", vehicle_type="van"),
    trip("to-a", "08:55", vehicle_type="van"),
    trip("to-a", "08:30", block="coach"),
    deadhead("to-b", "09:10", block="coach"),
)


def answer() -> Plan:
    """The van to and fro; a coach from `b`, which returns empty."""
    return plan(PLACE, WANTED)


def test_each_term_is_as_worked_out_by_hand() -> None:
    # All eight wait 14 + 12 + 10 + 8 + 6 + 4 + 2 + 0 = 56 minutes, five find a seat. The bus at
    # 08:30 arrives at 09:00; that of 08:55 arrives at 09:25, too late for 09:20: 20 minutes early.
    assert answer().objective.terms == {
        "buses": 1600.5,
        "trips": 240.5,
        "deadheads": 55.0,
        "waiting": 30.8,
        "early": 6.0,
        "unserved": 320.0,
    }
    assert answer().objective.total == 2252.8
    assert answer().objective.currency == "HKD"


def test_key_figures_are_as_worked_out_by_hand() -> None:
    kpis = answer().kpis

    assert (kpis.trips, kpis.buses, kpis.duties, kpis.deadheads, kpis.riders) == (3, 2, 2, 1, 10)
    assert kpis.buses_by_type == {"coach": 1, "van": 1}
    assert kpis.mean_wait_minutes == 7.0  # 56 minutes for eight
    assert kpis.mean_early_minutes == 20.0
    assert kpis.mean_load_factor == 0.12  # 6 riders on 50 seats
    # From Hong Kong: at b from 08:45 to 08:55. From Shenzhen: at a from 09:00, no bus back.
    assert kpis.usable_stay == (
        UsableStay(route="a-b", home="hk", minutes=10),
        UsableStay(route="a-b", home="sz", minutes=None),
    )


def test_the_plan_worked_out_by_hand_passes_the_audit() -> None:
    assert broken(PLACE, answer()) == []


def test_means_of_nobody_are_none_and_stays_need_both_ways() -> None:
    kpis = plan(scenario(), [trip("to-b", "08:00")]).kpis

    assert kpis.mean_wait_minutes is None
    assert kpis.mean_early_minutes is None
    assert kpis.mean_load_factor == 0.0
    assert [stay.minutes for stay in kpis.usable_stay] == [None, None]


@pytest.mark.parametrize(("back", "minutes"), [("08:25", None), ("08:30", 0), ("08:35", 5)])
def test_a_stay_may_be_nothing_but_not_less(back: str, minutes: int | None) -> None:
    kpis = plan(scenario(), [trip("to-b", "08:00"), trip("to-a", back, block="x")]).kpis

    assert kpis.usable_stay[0] == UsableStay(route="a-b", home="hk", minutes=minutes)


def test_a_stay_lasts_from_the_first_arrival_to_the_last_departure() -> None:
    runs = [
        trip("to-b", "08:00"),
        trip("to-b", "10:00"),
        trip("to-a", "17:00"),
        trip("to-a", "19:00"),
    ]

    assert plan(scenario(), runs).kpis.usable_stay[0].minutes == 19 * 60 - (8 * 60 + 30)


def test_a_route_on_one_side_has_no_stay_across_the_border() -> None:
    place = one_side((leg("a", "b", minutes=25), leg("b", "a", minutes=25)))
    runs = plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")])

    assert runs.kpis.usable_stay == ()
    assert broken(place, runs) == []


def one_side(legs: tuple[Leg, ...]) -> Scenario:
    """A scenario whose two stops lie in Hong Kong."""
    base = scenario()
    stop = base.stops["b"].model_copy(update={"park": "hk-park"})
    return scenario(
        stops=(base.stops["a"], stop),
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b")),),
        legs=legs,
    )


@pytest.mark.parametrize(
    ("amount", "whole"), [(0.55, 55), (0.005, 1), (0.004, 0), (1.1, 110), (19.99, 1999), (0, 0)]
)
def test_money_is_counted_in_whole_cents(amount: float, whole: int) -> None:
    assert cents(amount) == whole


@pytest.mark.parametrize("term", ["buses", "trips", "deadheads", "waiting", "early", "unserved"])
def test_another_term_is_a_violation_from_a_cent_on(term: str) -> None:
    assert money_broken({"terms": {**answer().objective.terms, term: 0.01 + value(term)}}) != []
    assert money_broken({"terms": {**answer().objective.terms, term: 0.004 + value(term)}}) == []


def value(term: str) -> float:
    """The right value of a term."""
    return answer().objective.terms[term]


def money_broken(changes: dict[str, Any]) -> list[str]:
    """What the audit says of the plan with another objective."""
    right = answer()
    wrong = right.model_copy(update={"objective": right.objective.model_copy(update=changes)})
    return words(PLACE, wrong, "objective-value")


def test_another_total_is_a_violation() -> None:
    assert money_broken({"total": 2252.81}) == [
        "The proof speaks of 2252.80, the plan costs 2252.81.",
        "The total cost is stated as 2252.81; recomputed it is 2252.80.",
    ]


def test_missing_and_unknown_terms_are_violations() -> None:
    terms = {name: term for name, term in answer().objective.terms.items() if name != "early"}

    assert money_broken({"terms": {**terms, "bribes": 1.0}}) == [
        "Term 'bribes' is not a term of the cost.",
        "Term 'early' is missing.",
    ]


def test_another_currency_is_a_violation() -> None:
    assert money_broken({"currency": "CNY"}) == ["The plan counts in CNY, the scenario in HKD."]


@pytest.mark.parametrize("which", ["proof", "duty_proof"])
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"bound_below": 0.004}, []),
        ({"bound_below": 0.01}, ["says optimal, but objective and bound are 0.01 apart"]),
        ({"bound_below": 0.01, "status": "feasible"}, []),
        ({"bound_below": -0.01}, ["above its objective"]),
    ],
)
def test_a_proof_does_not_contradict_itself(
    which: str, changes: dict[str, Any], found: list[str]
) -> None:
    right = answer()
    proof = getattr(right, which)
    bound = proof.objective - changes.get("bound_below", 0)
    status = changes.get("status", "optimal")
    gap = (proof.objective - bound) / proof.objective
    wrong = proof.model_copy(update={"bound": bound, "status": status, "gap": gap})
    said = words(PLACE, right.model_copy(update={which: wrong}), "objective-value")

    assert len(said) == len(found)
    assert all(part in sentence for part, sentence in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("gap", "number"), [(0.1, 0), (0.10009, 0), (0.0989, 1), (0.1011, 1), (0.0, 1)]
)
def test_the_gap_is_that_of_objective_and_bound(gap: float, number: int) -> None:
    right = answer()
    bound = right.objective.total * 0.9
    proof = right.proof.model_copy(update={"bound": bound, "status": "feasible", "gap": gap})
    said = words(PLACE, right.model_copy(update={"proof": proof}), "objective-value")

    assert len(said) == number


def test_the_proof_speaks_of_the_plans_cost() -> None:
    right = answer()
    proof = right.proof.model_copy(update={"objective": 2252.79, "bound": 2252.79})

    assert words(PLACE, right.model_copy(update={"proof": proof}), "objective-value") == [
        "The proof speaks of 2252.79, the plan costs 2252.80."
    ]


def test_the_proof_for_duties_speaks_of_their_number() -> None:
    right = answer()
    proof = right.duty_proof.model_copy(update={"objective": 3.0, "bound": 3.0})

    assert words(PLACE, right.model_copy(update={"duty_proof": proof}), "objective-value") == [
        "The proof for duties speaks of 3 duties, the plan has 2."
    ]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("trips", 4),
        ("buses", 1),
        ("buses_by_type", {"coach": 2}),
        ("duties", 1),
        ("deadheads", 0),
        ("riders", 9),
        ("mean_wait_minutes", 7.1),
        ("mean_early_minutes", None),
        ("mean_load_factor", 0.121),
        ("usable_stay", ()),
    ],
)
def test_another_key_figure_is_a_violation(name: str, wrong: object) -> None:
    right = answer()
    kpis = right.kpis.model_copy(update={name: wrong})
    changed = right.model_copy(update={"kpis": kpis})

    assert broken(PLACE, changed) == ["kpi-value"]
    assert words(PLACE, changed, "kpi-value")[0].startswith(f"Key figure {name} is stated as")


CROWDING = Crowding(comfortable_percent=79, price_per_rider=1.5, **FACT)


def test_riders_above_the_comfortable_share_are_counted_and_priced() -> None:
    # Five seats at 79 % are three comfortable ones; five of the eight find a seat.
    place = with_policies(PLACE, crowding=CROWDING)
    made = plan(place, [trip("to-b", "08:15", vehicle_type="van"), trip("to-a", "08:55")])

    assert made.kpis.crowded_riders == 2
    assert made.objective.terms["crowding"] == 3.0
    assert made.objective.total == sum(made.objective.terms.values())


def test_another_number_of_crowded_riders_is_a_violation() -> None:
    place = with_policies(PLACE, crowding=CROWDING)
    made = plan(place, [trip("to-b", "08:15", vehicle_type="van")])
    wrong = made.model_copy(update={"kpis": made.kpis.model_copy(update={"crowded_riders": 1})})

    assert words(place, wrong, "kpi-value") == [
        "Key figure crowded_riders is stated as 1; it is 2."
    ]


def test_a_plan_says_nothing_of_what_its_scenario_does_not_price() -> None:
    written = answer().model_dump(mode="json")

    assert "crowded_riders" not in written["kpis"]
    assert not {"crowding", "stay"} & written["objective"]["terms"].keys()


@pytest.mark.parametrize(
    ("home", "visited", "wanted", "lacking"),
    [
        ("a", "b", 10, 0),  # at b from 08:45 to 08:55
        ("a", "b", 11, 1),
        ("a", "b", 300, 290),
        ("b", "a", 40, 40),  # at a from 09:00, no bus back
    ],
)
def test_what_a_wanted_stay_lacks_is_priced(
    home: str, visited: str, wanted: int, lacking: int
) -> None:
    wish = StayWish(
        home=home,
        visited=visited,
        wanted_minutes=wanted,
        price_per_missing_minute=0.25,
        **FACT,
    )
    place = with_policies(PLACE, stays=(wish,))

    assert plan(place, WANTED).objective.terms["stay"] == 0.25 * lacking


def test_a_stay_that_no_direction_or_only_one_serves_lacks_all_of_it() -> None:
    wish = StayWish(home="a", visited="b", wanted_minutes=60, price_per_missing_minute=1, **FACT)
    place = with_policies(PLACE, stays=(wish,))

    assert plan(place, []).objective.terms["stay"] == 60
    assert plan(place, [trip("to-b", "08:00")]).objective.terms["stay"] == 60
    assert plan(place, [trip("to-a", "20:00")]).objective.terms["stay"] == 60


def with_policies(place: Scenario, **changes: object) -> Scenario:
    return place.model_copy(update={"policies": place.policies.model_copy(update=changes)})
