import pytest

from shuttle.domain.stages import BlockTrip
from shuttle.errors import InputError
from shuttle.services.stages.given_trips import DepotWish, Means, block_task, straight_minutes


def trip(origin: str, destination: str, vehicle_type: str | None = None) -> BlockTrip:
    types = (vehicle_type,) if vehicle_type else None
    name = f"{origin}{destination}"
    return BlockTrip(
        id=name, origin=origin, destination=destination, start=480, end=510, vehicle_types=types
    )


def test_places_without_an_empty_run_have_no_way_between_them() -> None:
    task = block_task([trip("a", "b")], Means((DepotWish("a"),), {("b", "a"): 7}))
    assert task.travel_minutes is not None
    assert task.travel_minutes.places == ("a", "b")
    assert task.travel_minutes.matrix == ((0, None), (7, 0))


def test_a_depot_without_capacity_holds_a_bus_for_every_trip() -> None:
    task = block_task([trip("a", "b"), trip("b", "a")], Means((DepotWish("a"),), {}))
    assert task.depots[0].capacity == 2


def test_each_type_at_a_place_is_a_depot() -> None:
    wishes = (DepotWish("a", 1, "midi"), DepotWish("a", 2, "maxi"))
    task = block_task([trip("a", "b", "midi")], Means(wishes, {}))
    assert [depot.id for depot in task.depots] == ["a midi", "a maxi"]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ((), "is missing: a timetable does not say where buses stand; trips start at a"),
        ((DepotWish("z"),), '"z" is no place where a trip starts'),
        ((DepotWish("a", 1, "maxi"),), 'vehicle type "midi" has no depot'),
    ],
)
def test_depots_that_cannot_serve_are_told(wishes: tuple[DepotWish, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        block_task([trip("a", "b", "midi")], Means(wishes, {}))
    assert caught.value.problems[0].message.startswith(message)


def test_straight_lines_are_driven_at_the_speed_and_rounded_up() -> None:
    # One degree of latitude is 111.2 km.
    minutes = straight_minutes({"a": (22.0, 114.0), "b": (23.0, 114.0), "c": (22.0, 114.0)}, 60)
    assert minutes["a", "b"] == minutes["b", "a"] == 112
    assert minutes["a", "c"] == 1
    assert ("a", "a") not in minutes
