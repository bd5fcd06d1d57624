"""What a rider or driver asks for, found in what is published."""

from datetime import date

import pytest

from shuttle.domain.subscription import WEEKDAYS, Pick
from shuttle.errors import InputError
from shuttle.services.riders.picks import Wish, duties, picks
from tests.services.published import DIRECTIONS, FIRST, LAST, timetable, trip

HALF_PAST_SEVEN, HALF_PAST_EIGHT, MIDNIGHT_20 = 450, 510, 1460
FILES = (
    "feeds/en/hetao.ics",
    "private/duties/en/weekday-duty-1.ics",
    "private/duties/zh-Hant/weekday-duty-1.ics",
    "private/duties/en/weekday-duty-2.ics",
    "private/my/en.ics",
)


def _problems(*wishes: Wish, today: date = FIRST) -> list[str]:
    with pytest.raises(InputError) as caught:
        picks(timetable(), wishes, WEEKDAYS, today)
    return [str(problem) for problem in caught.value.problems]


def test_a_wish_is_picked_by_id_and_minute() -> None:
    found = picks(timetable(), [Wish("to-hkstp-sz", HALF_PAST_EIGHT)], ("mon", "thu"), FIRST)
    assert found == (
        Pick(
            trips=("to-hkstp-sz-0830",),
            direction="to-hkstp-sz",
            departure=HALF_PAST_EIGHT,
            weekdays=("mon", "thu"),
        ),
    )


def test_a_trip_after_midnight_is_asked_for_by_its_service_minute() -> None:
    (found,) = picks(timetable(), [Wish("to-hkstp-sz", MIDNIGHT_20)], WEEKDAYS, FIRST)
    assert found.trips == ("to-hkstp-sz-2420",)


def test_a_trip_that_was_moved_is_asked_for_by_the_time_at_which_it_leaves() -> None:
    moved = trip(DIRECTIONS[0], "08:35").model_copy(update={"id": "to-hkstp-sz-0830"})
    (found,) = picks(timetable(trips=[moved]), [Wish("to-hkstp-sz", 515)], WEEKDAYS, FIRST)
    assert found.trips == ("to-hkstp-sz-0830",)


def test_a_time_at_which_nothing_leaves_names_those_at_which_trips_do() -> None:
    assert _problems(Wish("to-hksp", HALF_PAST_SEVEN)) == [
        "--pick: to-hksp@07:30: no trip leaves then; trips leave at 07:40, 12:00, 19:00"
    ]


def test_every_wish_that_nothing_meets_is_named_at_once() -> None:
    wishes = (Wish("to-moon", 450), Wish("to-hksp", 451), Wish("to-hkstp-sz", 450))
    unknown, early = _problems(*wishes)
    assert unknown == (
        "--pick: to-moon@07:30: there is no direction 'to-moon'; known: to-hkstp-sz, to-hksp"
    )
    assert "to-hksp@07:31" in early


def test_trips_of_the_past_are_not_to_be_picked() -> None:
    after = date(LAST.year, LAST.month + 1, 1)
    (problem,) = _problems(Wish("to-hksp", 460), today=after)
    assert problem.endswith("no trip leaves then; none runs")


def test_a_trip_must_run_on_one_of_the_weekdays() -> None:
    with pytest.raises(InputError, match="none runs"):
        picks(timetable(), [Wish("to-hksp", 460)], ("sat", "sun"), FIRST)


def test_duties_are_those_that_are_rendered() -> None:
    assert duties(FILES, ["weekday-duty-2"]) == ("weekday-duty-2",)


def test_unknown_duties_are_named_with_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        duties(FILES, ["weekday-duty-1", "D03", "D04"])
    assert [str(problem) for problem in caught.value.problems] == [
        "--duty: there is no duty 'D03'; known: weekday-duty-1, weekday-duty-2",
        "--duty: there is no duty 'D04'; known: weekday-duty-1, weekday-duty-2",
    ]
