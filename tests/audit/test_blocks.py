"""Rules for buses: a trip takes 30 minutes, the layover is 10."""

import pytest

from shuttle.domain.policy import Layover
from tests.audit.verdict import broken, words
from tests.builders import (
    Wanted,
    deadhead,
    depot,
    plan,
    policies,
    scenario,
    trip,
    vehicle_type,
    with_block,
    with_figures,
    with_trip,
)

THERE_AND_BACK = (trip("to-b", "08:00"), trip("to-a", "08:40"))


@pytest.mark.parametrize(("count", "found"), [(1, ["fleet-size"]), (2, []), (3, [])])
def test_blocks_of_a_type_are_at_most_its_buses(count: int, found: list[str]) -> None:
    place = scenario(vehicle_types=(vehicle_type(count=count),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:00")])

    assert broken(place, answer) == found


def test_each_bus_type_has_its_own_count() -> None:
    place = scenario(vehicle_types=(vehicle_type(count=1), vehicle_type("van", count=1)))
    mixed = [trip("to-b", "08:00"), trip("to-b", "08:05", vehicle_type="van")]
    back = [trip("to-a", "09:00"), trip("to-a", "09:05", vehicle_type="van")]

    assert broken(place, plan(place, [*mixed, *back])) == []


def test_too_many_buses_are_told_with_both_numbers() -> None:
    place = scenario(vehicle_types=(vehicle_type(count=1),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:00")])

    assert words(place, answer, "fleet-size") == ["2 buses of type coach are used; there are 1."]


def test_a_block_begins_at_its_depots_stop() -> None:
    place = scenario()
    answer = with_block(plan(place, THERE_AND_BACK), "bus-1", depot="yard-b", end_depot="yard-b")

    assert words(place, answer, "block-continuity") == [
        "Block bus-1 ends at a, but its end depot yard-b lies at b.",
        "Block bus-1 is at b, but its to-b-0800 leaves a at 08:00.",
    ]


def test_a_bus_does_not_jump_to_another_stop() -> None:
    place = scenario()
    jumps = [trip("to-b", "08:00", block="bus"), trip("to-b", "10:00", block="bus")]

    assert words(place, plan(place, jumps), "block-continuity") == [
        "Block bus is at b, but its to-b-1000 leaves a at 10:00."
    ]


def test_each_trip_is_in_a_block() -> None:
    place = scenario()
    answer = plan(place, [*THERE_AND_BACK, trip("to-b", "10:00", block="x")])
    lost = answer.model_copy(update={"blocks": answer.blocks[:1], "duties": answer.duties[:1]})

    assert words(place, with_figures(place, lost), "block-continuity") == [
        "Trip to-b-1000 is in no block: no bus runs it."
    ]


def test_a_trip_is_in_one_block_only() -> None:
    place = scenario()
    answer = plan(place, THERE_AND_BACK)
    twice = answer.model_copy(
        update={"blocks": (*answer.blocks, answer.blocks[0].model_copy(update={"id": "bus-2"}))}
    )

    assert words(place, twice, "block-continuity") == [
        "Piece to-a-0840 occurs 2 times; it may occur once.",
        "Piece to-b-0800 occurs 2 times; it may occur once.",
    ]


def test_a_block_runs_only_trips_of_the_plan() -> None:
    place = scenario()
    answer = plan(place, THERE_AND_BACK)
    cut = with_figures(place, answer.model_copy(update={"trips": answer.trips[:1]}))

    assert words(place, cut, "block-continuity") == [
        "Block bus-1 runs to-a-0840, which is not a trip of the plan."
    ]


def test_trips_and_blocks_have_unique_ids() -> None:
    place = scenario()
    answer = plan(place, THERE_AND_BACK)
    twice = answer.model_copy(update={"trips": (*answer.trips, answer.trips[0])})

    assert "Trip to-b-0800 occurs 2 times; it may occur once." in words(
        place, with_figures(place, twice), "block-continuity"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"block": "bus-2"}, "names block bus-2, but block bus-1 runs it"),
        ({"vehicle_type": "van"}, "needs a van, but block bus-1 is a coach"),
        ({"departure": 485}, "has another departure than its piece in block bus-1"),
        ({"port": None}, "has another port than its piece in block bus-1"),
        ({"legs": ()}, "has another legs than its piece in block bus-1"),
    ],
)
def test_a_trip_and_its_piece_are_the_same(changes: dict[str, object], sentence: str) -> None:
    place = scenario(vehicle_types=(vehicle_type(), vehicle_type("van")))
    answer = with_trip(plan(place, THERE_AND_BACK), "to-b-0800", **changes)

    assert words(place, answer, "block-continuity") == [f"Trip to-b-0800 {sentence}."]


@pytest.mark.parametrize(
    ("back", "found"), [("08:35", ["layover"]), ("08:40", []), ("08:25", ["layover"])]
)
def test_a_bus_has_its_layover(back: str, found: list[str]) -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", "08:00", block="x"), trip("to-a", back, block="x")])

    assert [rule for rule in broken(place, answer) if rule != "duty-continuity"] == found


@pytest.mark.parametrize(("minutes", "found"), [(15, ["layover"]), (10, []), (0, [])])
def test_a_stop_may_have_a_layover_of_its_own(minutes: int, found: list[str]) -> None:
    own = (Layover(stop="b", minutes=minutes), Layover(stop="a", minutes=120))
    place = scenario(policies=policies(layovers=own, layover_minutes=60))
    answer = plan(place, [trip("to-b", "08:00", block="x"), trip("to-a", "08:40", block="x")])

    assert broken(place, answer) == found


def test_a_short_layover_is_told_with_place_and_times() -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", "08:00", block="x"), trip("to-a", "08:35", block="x")])

    assert words(place, answer, "layover") == [
        "Block x has 5 minutes at b (08:30 to 08:35, before to-a-0835); the layover there is 10."
    ]


@pytest.mark.parametrize(
    ("runs", "found"),
    [
        ((trip("to-b", "08:00"),), ["depot-balance", "depot-balance"]),
        ((trip("to-b", "08:00"), trip("to-a", "08:40")), []),
        ((trip("to-b", "08:00"), trip("to-a", "08:00")), []),  # two buses change places
        (
            (trip("to-b", "08:00"), trip("to-a", "08:00", vehicle_type="van")),
            ["depot-balance"] * 4,  # each type on its own
        ),
    ],
)
def test_each_depot_ends_the_day_as_it_began(runs: tuple[Wanted, ...], found: list[str]) -> None:
    place = scenario(vehicle_types=(vehicle_type(), vehicle_type("van")))

    assert broken(place, plan(place, runs)) == found


@pytest.mark.parametrize(
    ("depots", "found"),
    [
        (None, []),
        (("yard-a",), []),
        (("yard-b",), ["depot-balance"]),
        ((), ["depot-balance"]),
    ],
)
def test_a_bus_stays_only_at_depots_permitted_to_its_type(
    depots: tuple[str, ...] | None, found: list[str]
) -> None:
    answer = plan(scenario(), THERE_AND_BACK)
    place = scenario(vehicle_types=(vehicle_type(depots=depots),))

    assert broken(place, answer) == found


@pytest.mark.parametrize(
    ("capacity", "found"), [(None, []), (1, ["depot-capacity"]), (2, []), (3, [])]
)
def test_a_depot_has_room(capacity: int | None, found: list[str]) -> None:
    place = scenario(depots=(depot("yard-a", "a", capacity), depot("yard-b", "b", 1)))
    both = [
        trip("to-b", "08:00"),
        trip("to-b", "08:05"),
        trip("to-a", "09:00"),
        trip("to-a", "09:05"),
    ]

    assert broken(place, plan(place, both)) == found


@pytest.mark.parametrize(("price", "found"), [(None, ["deadhead-permitted"]), (0, []), (50, [])])
def test_empty_runs_need_a_price(price: int | None, found: list[str]) -> None:
    place = scenario(vehicle_types=(vehicle_type(cost_per_deadhead=price),))
    answer = plan(place, [trip("to-b", "08:00", block="x"), deadhead("to-a", "08:40", block="x")])

    assert broken(place, answer) == found


def test_an_empty_run_joins_the_stops_of_a_route() -> None:
    place = scenario(vehicle_types=(vehicle_type(cost_per_deadhead=50),))
    answer = plan(place, [trip("to-b", "08:00", block="x"), deadhead("to-a", "08:40", block="x")])
    piece = answer.blocks[0].pieces[1].model_copy(update={"origin": "a"})
    changed = with_block(answer, "x", pieces=(answer.blocks[0].pieces[0], piece))

    assert words(place, changed, "deadhead-permitted") == [
        "Deadhead x-0840 runs from a to a, which no route joins."
    ]


def test_an_empty_run_keeps_the_ports_hours() -> None:
    place = scenario(vehicle_types=(vehicle_type(cost_per_deadhead=50),))
    runs = [trip("to-b", "21:00", block="x"), deadhead("to-a", "21:45", block="x")]

    assert broken(place, plan(place, runs)) == ["port-hours"]


def test_an_empty_run_is_checked_against_the_permits_of_its_bus() -> None:
    place = scenario(vehicle_types=(vehicle_type(cost_per_deadhead=50, ports=()),))
    runs = [trip("to-b", "08:00", block="x"), deadhead("to-a", "08:40", block="x")]

    assert broken(place, plan(place, runs)) == ["port-permitted"] * 2
