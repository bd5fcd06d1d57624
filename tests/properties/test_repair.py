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
from shuttle.domain.time import format_minute, parse_minute
from shuttle.errors import CheckError, InfeasibleError
from shuttle.services.deciding.repairing import repair
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.repair import quotas
from shuttle.solver.repair.readout import read_today
from shuttle.solver.timetable.vehicles import stand
from tests.builders import band, clearance, leg, policies, port, quota, riders, vehicle_type
from tests.properties.brute_repair import Trying
from tests.properties.judging import SLOW
from tests.properties.strategies import tiny_scenarios
from tests.repairs import BOTH, closed, day, known, place

MANY = settings(SLOW, max_examples=80)
_HEADWAYS = {"max-headway", "first-departure", "last-departure"}


@st.composite
def busy_worlds(draw: st.DrawFn) -> Scenario:
    """Five departures each way over two ports, cheap enough that most of them are made."""
    drives = st.integers(4, 12)
    pairs = [(start, end) for name in BOTH for start, end in (("a", name), (name, "b"))]
    legs = [leg(*ends, minutes=draw(drives)) for pair in pairs for ends in (pair, pair[::-1])]
    if draw(st.booleans()):
        legs += [leg(*BOTH, minutes=draw(drives)), leg(*BOTH[::-1], minutes=draw(drives))]
    limits = draw(st.sampled_from(((), (), (quota(2),))))
    ports = (port("gate"), port("bridge", quotas=limits, clearance=(clearance(draw(drives)),)))
    wishes = st.builds(
        riders,
        st.integers(1, 4),
        st.sampled_from(("08:00", "08:15", "08:30", "08:45", "09:00")),
        st.sampled_from(("a-b", "b-a")),
        wish=st.sampled_from(("depart_after", "depart_after", "arrive_by")),
    )
    most = draw(st.sampled_from((None, None, 30, 45)))
    return place(
        ports=ports,
        legs=tuple(legs),
        demand=tuple(draw(st.lists(wishes, min_size=4, max_size=8))),
        policies=policies(
            grid_minutes=15,
            span=band("08:00", "09:15"),
            layover_minutes=draw(st.sampled_from((0, 5))),
            headways=({"max_minutes": most},) if most else (),
        ),
        vehicle_types=(
            vehicle_type(count=draw(st.integers(1, 4)), cost_per_day=20, cost_per_trip=5),
        ),
    )


@st.composite
def disrupted_days(draw: st.DrawFn) -> tuple[Scenario, Plan, Disruption]:
    """A small day, its plan, and one or two things that go wrong.

    Most of them become known while a bus is on its way to its port.
    """
    world = draw(st.one_of(busy_worlds(), busy_worlds(), tiny_scenarios()))
    base = None
    with suppress(InfeasibleError):
        base = make_plan(world, PlanRequest())
    assume(base is not None and base.trips)
    assert base is not None
    span = world.policies.span
    leaves = sorted({trip.departure for trip in base.trips})
    soon = st.builds(int.__add__, st.sampled_from(leaves[:4]), st.integers(1, 5))
    at = draw(st.one_of(soon, soon, st.integers(span.start, span.end)))
    # What is tried grows by three with each departure that is still open.
    at = max(at, span.end - 4 * world.policies.grid_minutes)
    entries = draw(st.lists(_entries(world, base, at, span.end), min_size=1, max_size=2))
    notice = draw(st.sampled_from((0, 0, 5, 15)))
    return world, base, known(format_minute(at), *entries, notice_minutes=notice)


@st.composite
def _entries(draw: st.DrawFn, world: Scenario, base: Plan, at: int, end: int) -> dict[str, Any]:
    start = draw(st.one_of(st.integers(at, at + 4), st.integers(at - 5, max(at, end) + 10)))
    until = draw(st.integers(max(start, at) + 1, end + 60))
    times = {"from": format_minute(start), "to": format_minute(until)}
    blocks = [block.id for block in base.blocks]
    kinds = [
        "port",
        "port",
        "port",
        "port",
        "port",
        "road",
        "slower",
        "signal",
        "surge",
        *["bus"][: len(blocks)],
    ]
    kind = draw(st.sampled_from(kinds))
    name = draw(st.sampled_from(sorted(world.ports)))
    factor = draw(st.sampled_from((1.5, 2, 0.5)))
    block = draw(st.sampled_from(blocks)) if blocks else ""
    early = draw(st.sampled_from((0, 20)))
    return {
        "port": closed(times["from"], times["to"], name),
        "road": {"kind": "approach-road-closed", "port": name, **times},
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
TURN = known("12:35", closed("12:36", "14:30"))


def test_a_mutant_that_moves_what_had_left_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(*given_: Any) -> Any:
        today = read_today(*given_)
        late = [b.model_copy(update={"pieces": b.pieces[1:]}) for b in today.blocks]
        gone = {block.pieces[0].id for block in today.blocks}
        trips = tuple(trip for trip in today.trips if trip.id not in gone)
        return replace(today, blocks=tuple(late), trips=trips)

    monkeypatch.setattr("shuttle.services.deciding.repairing.read_today", moved)
    with pytest.raises(CheckError):
        repair(PLACE, BASE, known("12:35", closed("14:00", "15:00")))


def test_a_mutant_that_ignores_when_buses_are_ready_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Buses that wait until 14:20 would leave at 13:30 again: no bus stands there to read out."""

    def ready_at_once(builder: Any, most: Any, events: Any, ends: Any) -> None:
        stand(builder, most, [(0 if s > 0 else m, s, c) for m, s, c in events], ends)

    both = [closed("12:36", "14:00", name) for name in BOTH]
    monkeypatch.setattr("shuttle.solver.repair.model.stand", ready_at_once)
    with pytest.raises((CheckError, ValueError)):
        repair(PLACE, BASE, known("12:35", *both))


def test_a_mutant_that_forgets_the_quota_of_what_had_left_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who turns to the bridge reaches it after 13:00, and so would the next departure."""
    one = quota(1, start=parse_minute("13:00"), end=parse_minute("14:30"), each_hour=False)
    tight = PLACE.ports["bridge"].model_copy(update={"quotas": (one,)})
    across = leg("gate", "bridge", minutes=25)
    world = place(ports=(PLACE.ports["gate"], tight), legs=(*PLACE.legs, across))
    assert audit.check(world, repair(world, day(world), TURN).plan) == ()
    real = quotas._reaching

    def forgetful(task: Any, runs: Any, supplies: Any) -> Any:
        later = [item for item in runs if not task.under_way.had_left(item.run.departure)]
        return real(task, later, supplies)

    monkeypatch.setattr(quotas, "_reaching", forgetful)
    with pytest.raises(CheckError):
        repair(world, day(world), TURN)
