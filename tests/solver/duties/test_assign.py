"""Duties for whole sets of blocks: rules by hand on both sides of each limit, and brute force."""

from itertools import chain

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, Drivers, RestAfterDriving
from shuttle.domain.plan import Block
from shuttle.domain.time import TimeBand
from shuttle.errors import InfeasibleError
from shuttle.solver.duties.assign import DutyPlan, assign_duties
from shuttle.solver.duties.columns import Columns, Costs, generate
from shuttle.solver.duties.pieces import pieces_of
from shuttle.solver.duties.pricing import DutySearch
from shuttle.solver.highs import Deadline
from tests.solver.duties.builders import Run, blocks, rules, scenario, there_and_back
from tests.solver.duties.enumeration import duty_counts, legal
from tests.solver.duties.strategies import in_order, profiles, some_blocks

OUT: Run = ("south", "north", 480, 540)


def back(departure: int, minutes: int = 60) -> Run:
    return ("north", "south", departure, departure + minutes)


def count(profile: DriverRules, *buses: list[Run], clearance_minutes: int = 0) -> int:
    made = blocks(*buses, clearance_minutes=clearance_minutes)
    return len(assign_duties(scenario(profile), made).duties)


def broken(profile: DriverRules, *buses: list[Run], drivers: Drivers | None = None) -> list[str]:
    with pytest.raises(InfeasibleError) as caught:
        assign_duties(scenario(profile, drivers), blocks(*buses))
    assert caught.value.proved
    return [conflict.rule for conflict in caught.value.conflicts]


def test_no_blocks_need_no_duties() -> None:
    plan = assign_duties(scenario(rules()), ())
    assert (plan.duties, plan.proof.status, plan.proof.bound) == ((), "optimal", 0)


def test_a_duty_says_when_it_begins_and_ends_and_how_long_is_driven() -> None:
    profile = rules(sign_on_minutes=15, sign_off_minutes=10)
    plan = assign_duties(scenario(profile), blocks([OUT, back(560)], clearance_minutes=20))
    [duty] = plan.duties
    assert (duty.id, duty.rule_profile, duty.home) == ("duty-01", "profile", "hk")
    assert (duty.sign_on, duty.sign_off, duty.driving_minutes) == (465, 630, 80)
    assert duty.pieces == ("south-north-480-540", "north-south-560-620")


def test_duties_are_numbered_by_sign_on() -> None:
    buses = [("north", "south", 490, 550)], [OUT], [("north", "south", 485, 600)]
    plan = assign_duties(scenario(rules()), blocks(*buses))
    assert [duty.sign_on for duty in plan.duties] == [480, 485, 490]
    assert [duty.id for duty in plan.duties] == ["duty-01", "duty-02", "duty-03"]


def test_a_driver_may_change_the_bus() -> None:
    assert count(rules(), [OUT], [back(540)]) == 1


@pytest.mark.parametrize(("departure", "duties"), [(540, 1), (539, 2)])
def test_pieces_of_a_duty_do_not_overlap(departure: int, duties: int) -> None:
    assert count(rules(), [OUT], [back(departure)]) == duties


def test_a_piece_begins_where_the_one_before_ended() -> None:
    assert count(rules(), [OUT], [("south", "north", 600, 660)]) == 2


@pytest.mark.parametrize(("limit", "duties"), [(205, 1), (204, 2)])
def test_duty_length_counts_from_sign_on_to_sign_off(limit: int, duties: int) -> None:
    profile = rules(max_duty_minutes=limit, sign_on_minutes=15, sign_off_minutes=10)
    assert count(profile, [OUT, back(600)]) == duties


def test_runs_too_short_for_a_duty_are_infeasible() -> None:
    assert broken(rules(min_duty_minutes=61), [OUT]) == ["duty-min-length"]
    assert count(rules(min_duty_minutes=60), [OUT]) == 1


@pytest.mark.parametrize(("least", "duties"), [(20, 1), (21, 2)])
def test_between_two_runs_lie_the_minutes_that_the_profile_wants(least: int, duties: int) -> None:
    assert count(rules(min_gap_minutes=least), [OUT, back(560)]) == duties


@pytest.mark.parametrize(("limit", "duties"), [(80, 1), (79, 2)])
def test_driving_leaves_out_clearance(limit: int, duties: int) -> None:
    profile = rules(max_driving_minutes=limit)
    assert count(profile, [OUT, back(600)], clearance_minutes=20) == duties


@pytest.mark.parametrize(("limit", "duties"), [(120, 1), (119, 2)])
def test_driving_includes_clearance_where_the_profile_says_so(limit: int, duties: int) -> None:
    profile = rules(max_driving_minutes=limit, clearance_is_driving=True)
    assert count(profile, [OUT, back(600)], clearance_minutes=20) == duties


@pytest.mark.parametrize(
    ("departure", "limit", "duties"), [(560, 60, 1), (559, 60, 2), (559, 119, 2), (559, 120, 1)]
)
def test_continuous_driving_ends_with_a_break(departure: int, limit: int, duties: int) -> None:
    profile = rules(max_continuous_driving_minutes=limit, break_minutes=20)
    assert count(profile, [OUT, back(departure)]) == duties


@pytest.mark.parametrize(
    ("start", "end", "duties"), [(610, 700, 1), (609, 700, 2), (300, 481, 2), (300, 480, 1)]
)
def test_the_night_limit_holds_where_the_stretch_touches_the_night(
    start: int, end: int, duties: int
) -> None:
    profile = rules(max_continuous_night_driving_minutes=119, night=TimeBand(start=start, end=end))
    assert count(profile, [OUT, back(550)]) == duties


def test_the_night_limit_is_for_the_stretch_alone_that_touches_the_night() -> None:
    profile = rules(max_continuous_night_driving_minutes=60, night=TimeBand(start=600, end=900))
    assert count(profile, [OUT, back(560)]) == 1


@pytest.mark.parametrize(
    ("pauses", "duties"),
    [((20, 20), 1), ((20, 19), 2), ((19, 40), 1), ((40, 0), 1), ((0, 39), 2)],
)
def test_rest_adds_up_before_driving_goes_on(pauses: tuple[int, int], duties: int) -> None:
    rest = RestAfterDriving(driving_minutes=120, rest_minutes=40)
    second = back(540 + pauses[0])
    third = ("south", "north", second[3] + pauses[1], second[3] + pauses[1] + 60)
    assert count(rules(rest_after_driving=rest), [OUT, second, third]) == duties


def test_a_rest_begins_both_counts_anew() -> None:
    # Pauses of 40, 20, 20: the first is a full rest, so that only the next two make another.
    rest = RestAfterDriving(driving_minutes=120, rest_minutes=40)
    times = [(480, 540), (580, 640), (660, 720), (740, 800)]
    runs = [
        ("south", "north", *time) if i % 2 == 0 else ("north", "south", *time)
        for i, time in enumerate(times)
    ]
    assert count(rules(rest_after_driving=rest), runs) == 1
    tighter = RestAfterDriving(driving_minutes=119, rest_minutes=40)
    assert count(rules(rest_after_driving=tighter), runs) == 3


def test_a_duty_ends_on_the_side_where_it_began_if_the_profile_says_so() -> None:
    runs = [OUT, back(600), ("south", "north", 700, 760), back(800)]
    assert count(rules(returns_home=True, max_duty_minutes=200), runs) == 2
    assert broken(rules(returns_home=True), [OUT]) == ["duty-continuity"]


@pytest.mark.parametrize(("hk", "sz"), [(1, None), (None, 1), (1, 1)])
def test_as_many_duties_as_drivers_are_enough(hk: int | None, sz: int | None) -> None:
    drivers = Drivers(rule_profile="profile", count_hk=hk, count_sz=sz)
    made = blocks([OUT], [("north", "south", 500, 560)])
    assert len(assign_duties(scenario(rules(), drivers), made).duties) == 2


@pytest.mark.parametrize(("hk", "sz"), [(0, None), (None, 0), (0, 5)])
def test_more_duties_than_drivers_are_infeasible(hk: int | None, sz: int | None) -> None:
    drivers = Drivers(rule_profile="profile", count_hk=hk, count_sz=sz)
    runs = [OUT], [("north", "south", 500, 560)]
    assert broken(rules(), *runs, drivers=drivers) == ["driver-count"]


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        ({"max_duty_minutes": 59}, "duty-length"),
        ({"max_driving_minutes": 59}, "duty-driving"),
        ({"max_continuous_driving_minutes": 59}, "duty-continuous-driving"),
        (
            {"rest_after_driving": RestAfterDriving(driving_minutes=59, rest_minutes=1)},
            "duty-rest",
        ),
    ],
)
def test_a_piece_too_long_for_any_driver_names_the_rule(limits: dict[str, int], rule: str) -> None:
    assert broken(rules(**limits), [OUT]) == [rule]


def test_rules_that_clash_are_named_together() -> None:
    profile = rules(returns_home=True, max_driving_minutes=119)
    found = broken(profile, [OUT, back(600)])
    assert found == ["duty-driving", "duty-continuity"]


def test_a_run_too_early_for_its_sign_on_is_refused() -> None:
    profile = rules(sign_on_minutes=15)
    assert count(profile, [("south", "north", 15, 60)]) == 1
    assert broken(profile, [("south", "north", 14, 60)]) == ["duty-length"]


def test_a_day_of_sixty_runs_is_proved_and_the_same_every_time() -> None:
    buses = [there_and_back(360 + 12 * bus, 58, 14, 12) for bus in range(5)]
    profile = rules(
        max_duty_minutes=720,
        max_driving_minutes=480,
        max_continuous_driving_minutes=240,
        rest_after_driving=RestAfterDriving(driving_minutes=360, rest_minutes=40),
        returns_home=True,
    )
    made = blocks(*buses)
    plans = [assign_duties(scenario(profile), order) for order in (made, made[::-1])]
    assert plans[0].duties == plans[1].duties
    assert plans[0].proof.deterministic_time == plans[1].proof.deterministic_time
    assert plans[0].proof.status == "optimal"
    # The five first runs are all on the road before 07:46, the five last ones after 20:00, which
    # no duty of twelve hours joins.
    assert len(plans[0].duties) == 10


def check(plan: DutyPlan, made: tuple[Block, ...], profile: DriverRules) -> None:
    pieces = {piece.id: piece for block in made for piece in block.pieces}
    covered = list(chain.from_iterable(duty.pieces for duty in plan.duties))
    assert sorted(covered) == sorted(pieces)
    assert all(legal([pieces[id_] for id_ in duty.pieces], profile) for duty in plan.duties)


def answer(made: tuple[Block, ...], profile: DriverRules, drivers: Drivers) -> DutyPlan | None:
    """The duties, or None where it is proved that there are none."""
    try:
        return assign_duties(scenario(profile, drivers), made)
    except InfeasibleError as error:
        if not error.proved:
            raise
        return None


@settings(max_examples=40, deadline=None)
@given(some_blocks(9), profiles(), st.tuples(*[st.sampled_from((None, 1, 2, 3, 8))] * 2))
def test_on_tiny_days_the_number_of_duties_is_that_of_trying_everything(
    made: tuple[Block, ...], profile: DriverRules, most: tuple[int | None, int | None]
) -> None:
    drivers = Drivers(rule_profile="profile", count_hk=most[0], count_sz=most[1])
    caps = [99 if cap is None else cap for cap in most]
    counts = duty_counts(in_order(made), profile)
    fitting = [sum(c) for c in counts if c[0] <= caps[0] and c[1] <= caps[1]]
    plan = answer(made, profile, drivers)
    assert (plan is None) == (not fitting)
    if plan is not None:
        check(plan, made, profile)
        assert (len(plan.duties), plan.proof.bound) == (min(fitting), min(fitting))
        assert plan.proof.status == "optimal"


@settings(max_examples=60, deadline=None)
@given(some_blocks(9), profiles(), st.data())
def test_the_bound_of_the_linear_program_is_never_above_the_fewest_duties(
    made: tuple[Block, ...], profile: DriverRules, data: st.DataObject
) -> None:
    counts = sorted(duty_counts(in_order(made), profile))
    most = data.draw(st.sampled_from(counts or [(9, 9)]))
    drivers = Drivers(rule_profile="profile", count_hk=most[0], count_sz=most[1])
    counts = [count for count in counts if count[0] <= most[0] and count[1] <= most[1]]
    pieces = pieces_of(scenario(profile, drivers), made)
    costs = Costs(duty=1000.0, minute=0.0, uncovered=5000.0)
    lp = generate(pieces, DutySearch(pieces), Columns(pieces), costs, len(pieces), never)
    assert lp.exact
    if counts:
        fewest = min(map(sum, counts))
        assert lp.bound / 1000 <= fewest + 1e-6
        assert pieces.most_at_once() <= fewest


def never(_: int) -> bool:
    return False


def test_neither_driving_nor_the_linear_program_bounds_too_high() -> None:
    bus = there_and_back(start=400, minutes=50, layover=10, count=8)
    plan = assign_duties(scenario(rules(max_driving_minutes=150)), blocks(bus))
    assert (len(plan.duties), plan.proof.bound) == (3, 3)


def test_the_linear_program_heeds_the_number_of_drivers() -> None:
    # Runs 1+2 and 3+4 would do with two drivers from hk; with one it takes 1, 2+3, 4.
    bus = there_and_back(start=480, minutes=60, layover=20, count=4)
    drivers = Drivers(rule_profile="profile", count_hk=1)
    plan = assign_duties(scenario(rules(max_duty_minutes=200), drivers), blocks(bus))
    assert (len(plan.duties), plan.proof.bound) == (3, 3)


@settings(max_examples=40, deadline=None)
@given(some_blocks(9), profiles())
def test_after_the_deadline_an_answer_keeps_its_bound(
    made: tuple[Block, ...], profile: DriverRules
) -> None:
    counts = duty_counts(in_order(made), profile)
    assume(counts)
    plan = assign_duties(scenario(profile), made, Deadline(0.0))
    check(plan, made, profile)
    assert plan.proof.bound <= min(map(sum, counts)) <= len(plan.duties)


@settings(max_examples=60, deadline=None)
@given(some_blocks(9), profiles(), st.integers(1, 5))
def test_a_linear_program_cut_short_bounds_no_higher_than_the_fewest_duties(
    made: tuple[Block, ...], profile: DriverRules, rounds: int
) -> None:
    counts = duty_counts(in_order(made), profile)
    assume(counts)
    fewest = min(map(sum, counts))
    pieces = pieces_of(scenario(profile), made)
    left = iter(range(rounds))
    costs = Costs(duty=1000.0, minute=0.0, uncovered=5000.0)
    lp = generate(
        pieces,
        DutySearch(pieces),
        Columns(pieces),
        costs,
        fewest,
        lambda _: next(left, None) is None,
    )
    assert lp.bound / 1000 <= fewest + 1e-4


def test_a_day_on_which_quick_choices_find_nothing_is_not_given_up() -> None:
    profile = rules(
        max_duty_minutes=720,
        max_driving_minutes=480,
        max_continuous_driving_minutes=240,
        rest_after_driving=RestAfterDriving(driving_minutes=360, rest_minutes=40),
        returns_home=True,
    )
    buses = [
        there_and_back(330 + 37 * bus % 60, 45 + bus % 4 * 5, 15 + bus % 3 * 5, 14)
        for bus in range(10)
    ]
    plan = assign_duties(scenario(profile), blocks(*buses))
    assert (len(plan.duties), plan.proof.status) == (20, "optimal")
