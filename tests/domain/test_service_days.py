from datetime import date, timedelta

import pytest

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import DayAnswer, DayOverride, DayType
from shuttle.domain.policy import ServiceDayPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answer, answers
from shuttle.scenario import load_scenario, shared_root


@pytest.fixture(scope="module")
def pilot() -> Scenario:
    return load_scenario(shared_root() / "seeds" / "pilot-2023")


def on(scenario: Scenario, text: str) -> DayAnswer:
    return answer(scenario, date.fromisoformat(text))


def codes(found: DayAnswer) -> list[str]:
    return [reason.code for reason in found.reasons]


def in_all_languages(text: str) -> LocalText:
    return LocalText(en=text, zh_hant=text, zh_hans=text)


def with_makeup_days(scenario: Scenario) -> Scenario:
    days = ServiceDayPolicy(makeup_days_run=True)
    policies = scenario.policies.model_copy(update={"service_days": days})
    return scenario.model_copy(update={"policies": policies})


def with_day_types(scenario: Scenario, **when: str) -> Scenario:
    kinds = tuple(
        DayType(id=name, name=in_all_languages(name), when=text) for name, text in when.items()
    )
    return scenario.model_copy(update={"day_types": kinds})


@pytest.mark.parametrize("day", ["2026-04-03", "2026-04-07", "2026-07-01", "2026-12-25"])
def test_a_holiday_of_hong_kong_alone_runs_and_says_so(pilot: Scenario, day: str) -> None:
    found = on(pilot, day)
    assert found.day_type == "service"
    assert codes(found) == ["day_type", "holiday"]
    assert found.reasons[1].text.en.startswith("Hong Kong holiday: ")
    assert found.reasons[1].text.en.endswith("; the service runs")


@pytest.mark.parametrize("day", ["2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"])
def test_a_mainland_holiday_does_not_run(pilot: Scenario, day: str) -> None:
    found = on(pilot, day)
    assert found.day_type is None
    assert not found.provisional
    assert found.reasons[0].text == LocalText(
        en="Mainland holiday: National Day",
        zh_hant="內地公眾假期：國慶日",  # noqa: RUF001 - as it is written in Chinese
        zh_hans="内地法定节假日：国庆节",  # noqa: RUF001 - as it is written in Chinese
    )


def test_the_day_after_a_mainland_holiday_runs(pilot: Scenario) -> None:
    found = on(pilot, "2026-10-08")
    assert (found.day_type, codes(found)) == ("service", ["day_type"])


def test_a_make_up_sunday_follows_the_policy_switch(pilot: Scenario) -> None:
    off, on_ = on(pilot, "2026-09-20"), on(with_makeup_days(pilot), "2026-09-20")
    assert (off.day_type, codes(off)) == (None, ["weekend", "makeup"])
    assert (on_.day_type, codes(on_)) == ("service", ["makeup", "day_type"])
    assert on_.reasons[0].text.en == "Mainland make-up working day"


def test_an_ordinary_weekend_does_not_run_under_either_policy(pilot: Scenario) -> None:
    for scenario in (pilot, with_makeup_days(pilot)):
        found = on(scenario, "2026-11-21")
        assert (found.day_type, codes(found)) == (None, ["weekend"])


def test_a_holiday_at_a_weekend_gives_the_holiday_first(pilot: Scenario) -> None:
    assert codes(on(pilot, "2026-10-03")) == ["holiday", "weekend"]


def test_what_alone_keeps_a_day_from_running_comes_first(pilot: Scenario) -> None:
    both = with_day_types(pilot, eve="hk.holiday_eve and fri", usual="weekday or hk.workday")
    assert codes(on(both, "2026-04-04")) == ["weekend", "holiday"]


def test_a_date_beyond_the_announcements_is_provisional(pilot: Scenario) -> None:
    found = on(pilot, "2027-01-04")
    assert (found.day_type, found.provisional) == ("service", True)
    assert codes(found) == ["day_type", "provisional"]
    assert "Mainland holidays are known from 2026-01-01 to 2026-12-31 only" in str(
        found.reasons[1].text.en
    )


def test_the_last_announced_day_is_not_provisional(pilot: Scenario) -> None:
    assert not on(pilot, "2026-12-31").provisional


def test_the_eve_of_an_unannounced_day_is_provisional(pilot: Scenario) -> None:
    eve = with_day_types(pilot, usual="weekday and not cn.holiday_eve")
    assert on(eve, "2026-12-31").provisional
    assert not on(eve, "2026-12-30").provisional


def test_a_date_before_the_calendar_is_provisional_too(pilot: Scenario) -> None:
    assert on(pilot, "2023-11-06").provisional


def test_only_calendars_that_were_asked_make_a_date_provisional(pilot: Scenario) -> None:
    hong_kong = with_day_types(pilot, usual="weekday and not hk.holiday")
    assert not on(hong_kong, "2027-01-04").provisional
    assert on(hong_kong, "2028-01-04").provisional


def test_a_calendar_named_after_the_deciding_day_type_was_not_asked(pilot: Scenario) -> None:
    ordered = with_day_types(pilot, monday="mon", other="weekday and not cn.holiday")
    assert not on(ordered, "2027-01-04").provisional
    assert on(ordered, "2027-01-05").provisional


def test_the_first_day_type_that_holds_is_the_days(pilot: Scenario) -> None:
    ordered = with_day_types(pilot, friday="fri", any="weekday")
    assert on(ordered, "2026-11-20").day_type == "friday"
    assert on(ordered, "2026-11-19").day_type == "any"


def test_a_day_without_a_day_type_and_without_a_cause_says_so(pilot: Scenario) -> None:
    friday = with_day_types(pilot, friday="fri")
    assert codes(on(friday, "2026-11-19")) == ["no_day_type"]


@pytest.mark.parametrize("day_type", ["service", None])
def test_an_override_comes_before_everything(pilot: Scenario, day_type: str | None) -> None:
    override = DayOverride(
        date=date(2027, 10, 1),
        day_type=day_type,
        reason=in_all_languages("Open day"),
        source="Test",
        as_of=date(2026, 11, 22),
    )
    found = on(pilot.model_copy(update={"overrides": (override,)}), "2027-10-01")
    assert (found.day_type, codes(found)) == (day_type, ["override"])
    assert found.reasons[0].text.en == "Open day"
    assert not found.provisional


def test_the_pilot_runs_on_242_days_of_2026(pilot: Scenario) -> None:
    year = answers(pilot, date(2026, 1, 1), date(2026, 12, 31))
    assert len(year) == 365
    assert sum(found.day_type is not None for found in year) == 242
    assert not any(found.provisional for found in year)


def test_make_up_days_add_six_service_days_to_2026(pilot: Scenario) -> None:
    year = answers(with_makeup_days(pilot), date(2026, 1, 1), date(2026, 12, 31))
    assert sum(found.day_type is not None for found in year) == 248


def test_answers_are_the_answers_of_each_day(pilot: Scenario) -> None:
    first = date(2026, 9, 28)
    days = [first + timedelta(days=number) for number in range(14)]
    assert answers(pilot, days[0], days[-1]) == tuple(answer(pilot, day) for day in days)


def test_the_last_date_of_all_is_answered(pilot: Scenario) -> None:
    assert answer(pilot, date.max).provisional
