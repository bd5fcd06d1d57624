"""Differences as planners and commuters read them."""

import pytest

from shuttle.domain.base import LANGUAGES, LocalText
from shuttle.domain.demand import DemandBin
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.commuter_words import commuters_words
from shuttle.services.deciding.difference_words import planners_words
from shuttle.services.deciding.differences import difference
from tests.builders import leg, riders, scenario, text
from tests.services.two_plans import timetable, world


def _english(said: tuple[LocalText, ...]) -> list[str]:
    return [words.en for words in said]


def _planner(before: tuple[str, ...], after: tuple[str, ...], *demand: DemandBin) -> list[str]:
    place, old, new = _plans(before, after, demand)
    return _english(planners_words(difference(old, new, place), place))


def _commuter(before: tuple[str, ...], after: tuple[str, ...], *demand: DemandBin) -> list[str]:
    place, old, new = _plans(before, after, demand)
    return _english(commuters_words(difference(old, new, place), place))


def _plans(
    before: tuple[str, ...], after: tuple[str, ...], demand: tuple[DemandBin, ...]
) -> tuple[Scenario, Plan, Plan]:
    place = world(demand)
    return place, timetable(place, *before), timetable(place, *after)


def test_a_planner_reads_that_nothing_changes() -> None:
    assert _planner(("08:00",), ("08:00",)) == ["Nothing changes: 1 trip as before."]


def test_a_planner_reads_what_two_moves_and_a_cut_do() -> None:
    said = _planner(
        ("08:00", "09:00", "10:00", "11:00"),
        ("08:05", "09:05", "10:00"),
        riders(2, "07:55", minutes=1),
        riders(1, "10:30", minutes=1),
    )
    assert said == [
        "2 trips move by 5 minutes and 1 trip is dropped; 1 trip stays as it is.",
        "3 buses instead of 4 (coach: 3 instead of 4); the days of 2 of them change.",
        "3 drivers' duties instead of 4; the days of 2 of them change.",
        "The day costs HKD 1,020.00 less: HKD 3,420.00 instead of HKD 4,440.00.",
        "3 riders a day are affected.",
        "2 riders are worse off, by 10 minutes in all.",
        "1 rider is newly left behind.",
    ]


def test_riders_who_newly_get_a_seat_are_not_told_twice() -> None:
    said = _planner(
        ("08:10", "09:00"),
        ("08:05", "09:00", "10:00"),
        riders(1, "08:00", minutes=1),
        riders(2, "09:45", minutes=1),
    )
    assert said[-3:] == [
        "3 riders a day are affected.",
        "1 rider is better off, by 5 minutes.",
        "2 riders newly get a seat.",
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (("08:05", "09:15"), "2 trips move by 5 to 15 minutes; no trip stays as it is."),
        (("08:00 bridge", "09:00"), "1 trip crosses at another port; 1 trip stays as it is."),
        (
            ("08:00 van", "09:00", "12:00"),
            "1 trip is added and 1 trip runs with a bus of another type; 1 trip stays as it is.",
        ),
        (
            ("08:05 bridge van", "09:00"),
            "1 trip moves by 5 minutes, 1 trip crosses at another port and 1 trip runs with a bus of another type; 1 trip stays as it is.",  # noqa: E501 - one sentence
        ),
    ],
)
def test_a_planner_reads_what_becomes_of_trips(after: tuple[str, ...], words: str) -> None:
    assert _planner(("08:00", "09:00"), after)[0] == words


def test_a_planner_reads_that_only_drivers_change() -> None:
    place = world()
    mine = timetable(place, "08:00")
    (duty,) = mine.duties
    early = mine.model_copy(update={"duties": (duty.model_copy(update={"sign_on": 100}),)})
    assert _english(planners_words(difference(mine, early, place), place)) == [
        "The timetable stays as it is: 1 trip.",
        "1 bus as before; no day of work changes.",
        "1 driver's duty as before; the day of 1 of them changes.",
        "The day costs HKD 1,100.00, as before.",
        "The scenario has no demand, so nobody knows whom this affects.",
    ]


def test_money_in_another_currency_is_not_subtracted() -> None:
    place = world()
    mine, other = timetable(place, "08:00"), timetable(place, "08:00", "09:00")
    money = other.objective.model_copy(update={"currency": "CNY"})
    other = other.model_copy(update={"objective": money})
    said = _english(planners_words(difference(mine, other, place), place))
    assert "The day costs CNY 2,200.00; before it cost HKD 1,100.00, in another currency." in said


def test_riders_who_cannot_be_compared_are_named() -> None:
    one, two = world((riders(1, "08:00"),)), world((riders(4, "08:00"),))
    found = difference(timetable(one, "08:15"), timetable(two, "08:15"), one, two)
    assert _english(planners_words(found, two))[-1] == (
        "Riders who are in one demand alone are not compared: 1 before, 4 after."
    )


def test_a_commuter_reads_what_becomes_of_her_departure() -> None:
    said = _commuter(
        ("08:00", "09:00", "10:00", "11:00"),
        ("08:05", "09:00 bridge", "10:10 bridge", "12:00"),
        riders(1, "08:00", minutes=1),
    )
    assert said == [
        "The 08:00 to b now leaves at 08:05.",
        "The 09:00 to b now goes over Bridge instead of Gate and arrives at 09:50.",
        "The 10:00 to b now leaves at 10:10 and goes over Bridge instead of Gate; it arrives at 11:00.",  # noqa: E501 - one sentence
        "The 11:00 to b no longer runs; the one before it leaves at 10:10, the next one at 12:00.",
        "New: 12:00 to b, arriving at 12:30.",
        "1 rider a day is affected.",
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ((), "The 09:00 to b no longer runs."),
        (("08:00",), "The 09:00 to b no longer runs; the one before it leaves at 08:00."),
        (("10:00",), "The 09:00 to b no longer runs; the next one leaves at 10:00."),
    ],
)
def test_a_commuter_reads_what_is_left_of_a_cut(after: tuple[str, ...], words: str) -> None:
    assert _commuter((*after, "09:00"), after) == [words]


def test_a_commuter_does_not_read_of_a_bus_of_another_type() -> None:
    late = riders(1, "20:00", minutes=1)
    assert _commuter(("08:00",), ("08:00 van",), late) == ["No rider is affected."]


def test_a_commuter_reads_that_her_bus_arrives_later() -> None:
    slow = scenario(
        legs=(leg("a", "gate"), leg("gate", "b", minutes=17), leg("b", "gate"), leg("gate", "a"))
    )
    found = difference(timetable(scenario(), "08:00"), timetable(slow, "08:00"), scenario(), slow)
    assert _english(commuters_words(found, slow))[0] == (
        "The 08:00 to b now arrives at 08:37 instead of 08:30."
    )


def test_where_several_routes_lead_to_a_stop_its_departures_are_told_by_both_ends() -> None:
    place = world()
    route = place.routes["a-b"]
    twin = route.model_copy(update={"id": "c-b", "stops": ("c", "b")})
    stop = place.stops["a"].model_copy(update={"id": "c", "name": text("c")})
    place = place.model_copy(
        update={"routes": {**place.routes, "c-b": twin}, "stops": {**place.stops, "c": stop}}
    )
    found = difference(timetable(place, "08:00"), timetable(place, "08:05"), place)
    assert _english(commuters_words(found, place))[0] == (
        "The 08:00 from a to b now leaves at 08:05."
    )


def test_every_sentence_has_three_languages() -> None:
    place, old, new = _plans(("08:00", "09:00"), ("08:05",), (riders(3, "07:50"),))
    found = difference(old, new, place)
    for words in (*planners_words(found, place), *commuters_words(found, place)):
        assert len({words.in_language(language) for language in LANGUAGES}) == 3


def test_chinese_sentences_set_commas_between_clauses() -> None:
    place, old, new = _plans(("08:00", "09:00", "10:00"), ("08:05", "10:00"), ())
    words = planners_words(difference(old, new, place), place)[0]
    assert words.zh_hant == "1班車改動開出時間5分鐘，取消1班車；其餘1班維持不變。"  # noqa: RUF001 - Chinese
    assert words.zh_hans == "1班车发车时间调整5分钟，减少1班车；其余1班保持不变。"  # noqa: RUF001 - Chinese
