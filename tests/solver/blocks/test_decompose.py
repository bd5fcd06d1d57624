import pytest

from shuttle.domain.network import Route
from shuttle.domain.time import parse_minute
from shuttle.solver.blocks import decompose
from shuttle.solver.blocks.decompose import UsedRun
from shuttle.solver.problem import Problem, Run
from shuttle.solver.same_side import SideRun
from tests.builders import depot, policies, scenario, text, vehicle_type
from tests.side_world import side_world
from tests.solver.timetable.builders import problem

FLEET = (vehicle_type("coach"), vehicle_type("van"))
EVERYWHERE = tuple(depot(f"yard-{stop}", stop) for stop in ("a", "b", "c"))
HERE = problem(scenario(vehicle_types=FLEET))


def run(ends: str, clock: str, vehicle_type: int = 0, *, empty: bool = False) -> UsedRun:
    index, minute = ("a-b", "b-a").index(ends), parse_minute(clock)
    found = (r for r in HERE.deadheads if (r.direction, r.departure) == (index, minute))
    return UsedRun(next(found), vehicle_type, empty=empty)


def pieces(*runs: UsedRun, place: Problem = HERE, **stock: int) -> dict[str, list[str]]:
    """Pieces of each block; `stock` is coaches by stop."""
    starting = {(0, stop): count for stop, count in stock.items()}
    found = decompose.blocks(place, runs, starting)
    return {block.id: [piece.id for piece in block.pieces] for block in found}


def test_the_bus_that_has_stood_longest_leaves_first() -> None:
    runs = run("a-b", "08:00"), run("a-b", "08:20"), run("b-a", "09:00"), run("b-a", "09:10")
    assert pieces(*runs, a=2) == {
        "block-01": ["to-b-0800", "to-a-0900"],
        "block-02": ["to-b-0820", "to-a-0910"],
    }


def test_a_bus_that_stood_overnight_leaves_before_one_that_came() -> None:
    runs = run("a-b", "08:00"), run("b-a", "09:00"), run("b-a", "10:00")
    assert pieces(*runs, a=1, b=1) == {
        "block-01": ["to-b-0800", "to-a-1000"],
        "block-02": ["to-a-0900"],
    }


def test_a_bus_leaves_at_the_minute_at_which_it_is_ready() -> None:
    assert pieces(run("b-a", "08:40"), run("a-b", "08:00"), a=1) == {
        "block-01": ["to-b-0800", "to-a-0840"]
    }


def test_an_empty_run_is_a_deadhead_named_after_its_block() -> None:
    runs = run("a-b", "08:00"), run("b-a", "08:40", empty=True)
    (block,) = decompose.blocks(HERE, runs, {(0, "a"): 1})
    assert [(piece.id, piece.kind) for piece in block.pieces] == [
        ("to-b-0800", "trip"),
        ("block-01-0840", "deadhead"),
    ]


def test_bus_types_do_not_mix_and_blocks_count_from_the_first_departure() -> None:
    runs = run("a-b", "08:10"), run("a-b", "08:00", 1), run("b-a", "09:00")
    found = decompose.blocks(HERE, runs, {(0, "a"): 1, (1, "a"): 1})
    assert [(block.vehicle_type, len(block.pieces)) for block in found] == [
        ("van", 1),
        ("coach", 2),
    ]


def test_a_block_ends_at_the_depot_of_the_stop_where_it_ends() -> None:
    runs = run("a-b", "08:00"), run("b-a", "08:00")
    found = decompose.blocks(HERE, runs, {(0, "a"): 1, (0, "b"): 1})
    assert [(block.depot, block.end_depot) for block in found] == [
        ("yard-a", "yard-b"),
        ("yard-b", "yard-a"),
    ]


def test_a_bus_that_never_leaves_makes_no_block() -> None:
    assert list(pieces(run("a-b", "08:00"), a=3)) == ["block-01"]


def test_trips_are_named_after_their_route_where_directions_share_a_name() -> None:
    base = scenario()
    other = base.stops["a"].model_copy(update={"id": "c"})
    routes = (
        base.routes["a-b"],
        Route(id="c-b", name=text("C to B"), stops=("c", "b"), ports=("gate",)),
    )
    place = scenario(stops=(*base.stops.values(), other), routes=routes, policies=policies())
    assert decompose.trip_ids(problem(place)) == ("a-b-to-b", "to-a", "c-b-to-b", "to-c")


def test_a_piece_after_midnight_keeps_the_hours_of_its_service_day() -> None:
    assert decompose.piece_id("to-b", 1470) == "to-b-2430"


@pytest.mark.parametrize(
    ("empty", "later", "blocks"),
    [
        # The bus of 07:30 is ready from 08:10 on, the other from 08:15: it has come at 08:02.
        ("08:02", "08:15", [["a", "c"], ["a", "b"]]),
        # The trip needs the bus that is ready for it; the other may leave empty.
        ("08:06", "08:10", [["a", "b"], ["a", "c"]]),
    ],
)
def test_an_empty_run_within_a_side_takes_a_bus_that_has_come_and_no_trip_needs(
    empty: str, later: str, blocks: list[list[str]]
) -> None:
    place = problem(side_world(depots=EVERYWHERE))
    leaves = parse_minute(empty)
    runs = [
        UsedRun(way(place, "b-a", "07:30"), 0, empty=False),
        UsedRun(way(place, "b-a", "07:35"), 0, empty=False),
        UsedRun(SideRun("a", "c", leaves, leaves + 12), 0, empty=True),
        UsedRun(way(place, "a-b", later), 0, empty=False),
    ]
    found = decompose.blocks(place, runs, {(0, "b"): 2})
    assert [[piece.destination for piece in block.pieces] for block in found] == blocks


def way(place: Problem, ends: str, clock: str) -> Run:
    """A run along a route of a problem."""
    origin, destination = ends.split("-")
    directions = [(d.origin, d.destination) for d in place.directions]
    index, minute = directions.index((origin, destination)), parse_minute(clock)
    return next(r for r in place.deadheads if (r.direction, r.departure) == (index, minute))
