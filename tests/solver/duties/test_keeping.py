"""Duties of an earlier plan beside new ones; a trip takes an hour."""

import pytest

from shuttle.domain.driver_rules import Drivers
from shuttle.errors import InfeasibleError
from shuttle.solver.duties.assign import DutyPlan, assign_duties
from shuttle.solver.duties.keeping import Stays, assign_keeping, survivors
from tests.solver.duties.builders import Run, blocks, rules, scenario

HOUR = 60
# Four buses there and back, one after another: two drivers can do all of it, in pairs.
DAY: list[list[Run]] = [
    [("south", "north", start, start + HOUR), ("north", "south", start + 80, start + 140)]
    for start in (480, 640, 800, 960)
]
SIX_HOURS = rules(max_duty_minutes=320, returns_home=True)


def names(plan: DutyPlan) -> list[tuple[str, ...]]:
    return [duty.pieces for duty in plan.duties]


MADE = blocks(*DAY)
ROUNDS = [tuple(piece.id for piece in block.pieces) for block in MADE]


def test_nothing_to_keep_is_the_plain_assignment() -> None:
    plain, kept = (
        assign_duties(scenario(SIX_HOURS), MADE),
        assign_keeping(scenario(SIX_HOURS), MADE, Stays()),
    )
    assert names(plain) == names(kept) == [(*ROUNDS[0], *ROUNDS[1]), (*ROUNDS[2], *ROUNDS[3])]
    assert kept.proof.proves == plain.proof.proves


def test_a_pinned_duty_stays_and_is_marked_though_it_takes_a_driver_more() -> None:
    pinned = (*ROUNDS[1], *ROUNDS[2])
    plan = assign_keeping(scenario(SIX_HOURS), MADE, Stays(pinned=(pinned,)))
    assert names(plan) == [ROUNDS[0], pinned, ROUNDS[3]]
    assert [duty.pinned for duty in plan.duties] == [False, True, False]
    assert (plan.proof.objective, plan.proof.bound) == (3, 3)
    assert plan.proof.proves == "duties for these blocks, 1 kept"


@pytest.mark.parametrize(("most", "duties"), [(0, 4), (1, 4), (2, 3), (4, 2), (None, 2)])
def test_known_duties_are_cut_anew_as_far_as_allowed(most: int | None, duties: int) -> None:
    stays = Stays(known=tuple(ROUNDS), most_touched=most)
    plan = assign_keeping(scenario(SIX_HOURS), MADE, stays)
    assert len(plan.duties) == duties
    same = len(set(names(plan)) & set(ROUNDS))
    assert same >= len(ROUNDS) - (len(ROUNDS) if most is None else most)
    # The bound is that of any number cut anew.
    assert plan.proof.bound == 2
    assert plan.proof.status == ("optimal" if duties == 2 else "feasible")


def test_a_known_duty_that_lost_a_run_does_not_stay() -> None:
    stays = Stays(known=((*ROUNDS[0], "gone"), ROUNDS[3]), most_touched=0)
    plan = assign_keeping(scenario(SIX_HOURS), MADE, stays)
    assert len(plan.duties) == 3
    assert ROUNDS[3] in names(plan)


def test_a_pinned_duty_that_breaks_a_rule_now_is_refused_with_its_runs() -> None:
    too_long = (*ROUNDS[0], *ROUNDS[3])
    with pytest.raises(InfeasibleError) as caught:
        assign_keeping(scenario(SIX_HOURS), MADE, Stays(pinned=(too_long,)))
    [conflict] = caught.value.conflicts
    assert caught.value.proved
    assert too_long[0] in conflict.words.en


@pytest.mark.parametrize(("drivers", "fits"), [(2, False), (3, True)])
def test_pinned_duties_count_among_the_drivers(drivers: int, *, fits: bool) -> None:
    place = scenario(SIX_HOURS, Drivers(rule_profile="profile", count_hk=drivers))
    stays = Stays(pinned=((*ROUNDS[1], *ROUNDS[2]),))
    if fits:
        assert len(assign_keeping(place, MADE, stays).duties) == 3
        return
    with pytest.raises(InfeasibleError):
        assign_keeping(place, MADE, stays)


def test_too_few_cut_anew_for_the_drivers_says_what_may_be_raised() -> None:
    place = scenario(SIX_HOURS, Drivers(rule_profile="profile", count_hk=3))
    with pytest.raises(InfeasibleError, match="max-duties-touched") as caught:
        assign_keeping(place, MADE, Stays(known=tuple(ROUNDS), most_touched=0))
    assert not caught.value.proved
    within = assign_keeping(place, MADE, Stays(known=tuple(ROUNDS), most_touched=2))
    assert len(within.duties) == 3


def test_duties_survive_by_the_names_that_their_runs_have_now() -> None:
    first, second = assign_duties(scenario(SIX_HOURS), MADE).duties
    now = {piece: f"new-{piece}" for piece in first.pieces}
    assert survivors([first, second], now) == (tuple(now[piece] for piece in first.pieces),)
