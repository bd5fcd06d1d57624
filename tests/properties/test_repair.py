"""Repairs of tiny days: the cheapest there is, by the count of whoever tries everything."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuttle import audit
from shuttle.domain.disruption import Disruption
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from shuttle.errors import CheckError, InfeasibleError
from shuttle.services import repairing
from shuttle.services.planning import PlanRequest, make_plan
from shuttle.services.repairing import repair
from shuttle.solver.repair import model, quotas
from tests.builders import quota
from tests.properties.brute_repair import Trying
from tests.properties.judging import SLOW
from tests.properties.strategies import FIRST, tiny_scenarios
from tests.repairs import closed, day, known, place

MANY = settings(SLOW, max_examples=60)
_HEADWAYS = {"max-headway", "first-departure", "last-departure"}


@st.composite
def disrupted_days(draw: st.DrawFn) -> tuple[Scenario, Plan, Disruption]:
    """A tiny scenario, its plan, and one or two things that go wrong."""
    world = draw(tiny_scenarios())
    base = None
    with suppress(InfeasibleError):
        base = make_plan(world, PlanRequest())
    assume(base is not None)
    assert base is not None
    end = world.policies.span.end
    at = draw(st.integers(FIRST, end + 10))
    entries = draw(st.lists(_entries(world, base, at, end), min_size=1, max_size=2))
    notice = draw(st.sampled_from((0, 0, 5, 15)))
    return world, base, known(format_minute(at), *entries, notice_minutes=notice)


@st.composite
def _entries(draw: st.DrawFn, world: Scenario, base: Plan, at: int, end: int) -> dict[str, Any]:
    start = draw(st.integers(at - 5, end + 10))
    until = draw(st.integers(max(start, at) + 1, end + 60))
    times = {"from": format_minute(start), "to": format_minute(until)}
    blocks = [block.id for block in base.blocks]
    kinds = ["port", "port", "port", "road", "slower", "signal", "surge", *["bus"][: len(blocks)]]
    kind = draw(st.sampled_from(kinds))
    port = draw(st.sampled_from(sorted(world.ports)))
    factor = draw(st.sampled_from((1.5, 2, 0.5)))
    block = draw(st.sampled_from(blocks)) if blocks else ""
    early = draw(st.sampled_from((0, 20)))
    return {
        "port": closed(times["from"], times["to"], port),
        "road": {"kind": "approach-road-closed", "port": port, **times},
        "slower": {"kind": "slower", "factor": factor, **times},
        "signal": {"kind": "no-service", "bring_forward_minutes": early, **times},
        "surge": {"kind": "surge", "factor": factor, **times},
        "bus": {"kind": "bus-missing", "block": block},
    }[kind]


@MANY
@given(disrupted_days())
def test_a_repair_is_the_cheapest_there_is(given_day: tuple[Scenario, Plan, Disruption]) -> None:
    agrees(*given_day)


def agrees(world: Scenario, base: Plan, disruption: Disruption) -> None:
    """The repair costs what trying everything finds, is proved, and passes the audit."""
    expected = Trying(world, base, disruption).cheapest()
    try:
        made = repair(world, base, disruption).plan
    except InfeasibleError:
        assert expected is None
        return
    assert audit.check(world, made) == ()
    assert made.repairs is not None
    eased = {easing.rule for easing in made.repairs.eased}
    if expected is None:
        assert eased & _HEADWAYS
    else:
        assert not eased & _HEADWAYS
        assert round(made.objective.total * 100) == expected
        assert made.proof.status == "optimal"


# --- Mutants: each must be seen to fail ----------------------------------------------------------

PLACE = place()
BASE = day(PLACE)


def test_a_mutant_that_moves_what_had_left_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = repairing.read_today

    def moved(*given_: Any) -> Any:
        today = ended(*given_)
        late = [b.model_copy(update={"pieces": b.pieces[1:]}) for b in today.blocks]
        gone = {block.pieces[0].id for block in today.blocks}
        trips = tuple(trip for trip in today.trips if trip.id not in gone)
        return replace(today, blocks=tuple(late), trips=trips)

    monkeypatch.setattr(repairing, "read_today", moved)
    with pytest.raises(CheckError):
        repair(PLACE, BASE, known("12:35", closed("14:00", "15:00")))


def test_a_mutant_that_ignores_when_buses_are_ready_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Buses that wait until 14:20 would leave at 13:30 again: no bus stands there to read out."""
    real = model.stand

    def ready_at_once(builder: Any, most: Any, events: Any, ends: Any) -> None:
        real(builder, most, [(0 if s > 0 else m, s, c) for m, s, c in events], ends)

    both = [closed("12:36", "14:00", name) for name in ("gate", "bridge")]
    monkeypatch.setattr(model, "stand", ready_at_once)
    with pytest.raises((CheckError, ValueError)):
        repair(PLACE, BASE, known("12:35", *both))


def test_a_mutant_that_forgets_the_quota_of_what_had_left_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tight = PLACE.ports["bridge"].model_copy(update={"quotas": (quota(1),)})
    world = place(ports=(PLACE.ports["gate"], tight))
    real = quotas._reaching

    def forgetful(task: Any, runs: Any, supplies: Any) -> Any:
        later = [item for item in runs if not task.under_way.had_left(item.run.departure)]
        return real(task, later, supplies)

    monkeypatch.setattr(quotas, "_reaching", forgetful)
    with pytest.raises(CheckError):
        repair(world, day(world), known("12:35", closed("12:36", "14:30")))
