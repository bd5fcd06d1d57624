"""Two plans side by side: figures, hours, and what is not like with like."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from shuttle.domain.obligations import Unkept
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.comparison import Candidate, Comparison, compare
from tests.builders import policies, prices, riders, text, vehicle_type
from tests.plans import proof, with_figures
from tests.services.two_plans import pairs, timetable, world


def between(before: tuple[str, ...], after: tuple[str, ...], **changes: object) -> Comparison:
    place = world((riders(5, "08:00", minutes=1), riders(1, "09:30", "b-a", home="sz")), **changes)
    return compare(
        Candidate(place, timetable(place, *before)), Candidate(place, timetable(place, *after))
    )


def row(found: Comparison, key: str) -> tuple[float | None, float | None, float | None]:
    (figure,) = (figure for figure in found.figures if figure.key == key)
    return figure.before, figure.after, figure.more


def term(found: Comparison, key: str) -> tuple[float | None, float | None, float | None]:
    (figure,) = (figure for figure in found.terms if figure.key == key)
    return figure.before, figure.after, figure.more


def test_key_figures_stand_side_by_side() -> None:
    found = between(("08:00",), ("08:00", "09:00"))
    assert row(found, "buses") == (1, 2, 1)
    assert row(found, "served") == (3, 3, 0)
    assert row(found, "left-behind") == (3, 3, 0)
    assert row(found, "mean-wait") == (0, 0, 0)
    assert row(found, "load-factor") == (1, 0.5, -0.5)


def test_the_cost_of_the_day_and_its_terms_stand_side_by_side() -> None:
    found = between(("08:00",), ("08:05", "09:00"))
    assert row(found, "total") == (1400, 2525, 1125)
    assert term(found, "waiting") == (0, 25, 25)
    assert term(found, "unserved") == (300, 300, 0)


def test_a_figure_that_one_plan_does_not_have_is_not_subtracted() -> None:
    found = between((), ("08:00",))
    assert row(found, "mean-wait") == (None, 0, None)


def test_a_figure_that_neither_plan_has_is_left_out() -> None:
    found = between(("08:00",), ("08:00",))
    assert not {"left-at-port", "carried", "crowded-riders"} & {f.key for f in found.figures}


def test_money_of_two_currencies_is_not_subtracted() -> None:
    place = world()
    other = world(policies=policies(prices=prices(currency="CNY")))
    found = compare(
        Candidate(place, timetable(place, "08:00")), Candidate(other, timetable(other, "08:00"))
    )
    assert row(found, "total") == (1100, 1100, None)
    assert row(found, "buses") == (1, 1, 0)
    assert term(found, "buses") == (1000, 1000, None)


def test_hours_tell_seats_riders_and_who_is_left_behind() -> None:
    found = between(("08:00",), ("08:00", "08:30 van", "09:00"))
    told = [(pair.origin, pair.hour, pair.before, pair.after) for pair in found.hours]
    assert [(origin, hour) for origin, hour, _, _ in told] == [("a", 8), ("a", 9), ("b", 9)]
    before, after = told[0][2:]
    assert (before.trips, before.seats, before.on_board) == (1, 3, 3)
    assert (after.trips, after.seats, after.on_board) == (2, 5, 3)
    assert (before.wishes, before.left_behind) == (5, 2)
    assert (told[1][2].trips, told[1][3].trips) == (0, 1)
    assert (told[2][2].wishes, told[2][2].left_behind) == (1, 1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_hours_add_up_to_the_day(given_plans: tuple[Scenario, Plan, Plan]) -> None:
    place, before, after = given_plans
    found = compare(Candidate(place, before), Candidate(place, after))
    for side, mine in (("before", before), ("after", after)):
        counts = [getattr(pair, side) for pair in found.hours]
        assert sum(count.trips for count in counts) == len(mine.trips)
        assert sum(count.on_board for count in counts) == mine.demand.served
        assert sum(count.left_behind for count in counts) == mine.demand.left_behind
        assert sum(count.wishes for count in counts) == mine.kpis.riders


def _unlike(before: tuple[Scenario, Plan], after: tuple[Scenario, Plan]) -> list[str]:
    found = compare(Candidate(*before), Candidate(*after))
    return [words.en for words in found.unlike]


def test_two_plans_of_one_scenario_are_like_with_like() -> None:
    assert between(("08:00",), ("08:05",)).unlike == ()


def test_plans_of_two_scenarios_are_compared_and_it_is_said() -> None:
    one, two = world(), world(name="large")
    said = _unlike((one, timetable(one, "08:00")), (two, timetable(two, "08:00")))
    assert said == ["The plans are of different scenarios, small and large."]


def test_things_are_named_by_the_scenario_that_has_them() -> None:
    one = world(
        vehicle_types=(vehicle_type("tram", seats=9).model_copy(update={"name": text("Tram")}),),
        name="rails",
    )
    two = world()
    found = compare(
        Candidate(one, timetable(one, "08:00")), Candidate(two, timetable(two, "08:00"))
    )
    assert "(coach: 1 instead of 0; Tram: 0 instead of 1)" in found.planners[1].en


def test_a_scenario_that_was_changed_in_between_is_named() -> None:
    one, two = world(), world(sha256="1" * 64)
    said = _unlike((one, timetable(one, "08:00")), (two, timetable(two, "08:00")))
    assert said == ["The scenario small was changed between the two plans."]


def test_a_plan_of_a_scenario_that_is_no_longer_so_is_named_once() -> None:
    old, now = world(sha256="1" * 64), world()
    mine = timetable(old, "08:00")
    assert _unlike((now, mine), (now, mine)) == [
        "A plan was made for small as it was; its riders are counted by small as it is now."
    ]


def test_other_days_dates_and_ways_of_counting_are_named() -> None:
    place = world()
    mine = timetable(place, "08:00")
    other = mine.model_copy(
        update={
            "day_type": "sunday",
            "reference_date": date(2026, 9, 2),
            "draft": True,
            "semantics": "carry-over",
            "proof": mine.proof.model_copy(update={"proves": "blocks for this timetable"}),
        }
    )
    assert _unlike((place, mine), (place, other)) == [
        "The plans are for different days: Working day and sunday.",
        "The plans use the facts of different dates, 2026-09-01 and 2026-09-02.",
        "Their proofs are of different things, so their gaps do not compare.",
        "A draft is compared: a run that was still looking for a better plan.",
        "The plans count riders in different ways, seat-guarantee and carry-over.",
    ]


def test_a_partial_plan_beside_a_whole_one_is_named_and_counted() -> None:
    place = world()
    mine = timetable(place, "08:00")
    left = Unkept(
        rule="max-headway",
        direction="to-b",
        origin="a",
        destination="b",
        start=500,
        end=600,
        points=40,
        riders=0,
        words=text("too far apart"),
    )
    part = mine.model_copy(update={"unkept": (left,), "unkept_proof": proof(40)})
    found = compare(Candidate(place, mine), Candidate(place, part))
    assert [words.en for words in found.unlike] == [
        "One of the plans is partial: it leaves obligations that the other keeps."
    ]
    assert row(found, "unkept") == (None, 1, None)


def test_other_prices_and_currencies_are_named() -> None:
    place, dear = world(), world(policies=policies(prices=prices(currency="CNY")))
    said = _unlike((place, timetable(place, "08:00")), (dear, timetable(dear, "08:00")))
    assert said == [
        "The plans count in different currencies, HKD and CNY.",
        "The plans value waiting, early arrival or riders left behind at different prices.",
    ]


def test_a_plan_that_does_not_fit_its_scenario_is_compared_all_the_same() -> None:
    place = world((riders(2, "08:00"),))
    mine = timetable(place, "08:15")
    trips = tuple(trip.model_copy(update={"vehicle_type": "tram"}) for trip in mine.trips)
    odd = with_figures(place, mine.model_copy(update={"trips": trips}))
    found = compare(Candidate(place, mine), Candidate(place, odd))
    assert found.difference.riders.all.newly_left_behind == 2
