from datetime import date

import pytest

from shuttle.scenario import load_scenario, shared_root
from shuttle.services.publishing.coverage import NeededPlan, needed_plans

SEEDS = shared_root() / "seeds"


def _needed(seed: str, first: str, last: str) -> list[NeededPlan]:
    scenario = load_scenario(SEEDS / seed)
    return list(needed_plans(scenario, date.fromisoformat(first), date.fromisoformat(last)))


def test_one_plan_is_enough_while_facts_and_day_type_stay() -> None:
    assert _needed("tiny", "2026-11-23", "2026-12-20") == [
        NeededPlan("working-day", date(2026, 11, 23))
    ]


def test_a_change_of_facts_needs_a_plan_for_each_side_where_buses_run() -> None:
    assert _needed("pilot-2023", "2026-10-01", "2026-10-31") == [
        NeededPlan("service", date(2026, 10, 8)),
        NeededPlan("service", date(2026, 10, 12)),
    ]


def test_each_day_type_that_runs_needs_a_plan() -> None:
    assert _needed("cuhk-shuttle", "2026-11-23", "2026-12-06") == [
        NeededPlan("mwf", date(2026, 11, 23)),
        NeededPlan("tth", date(2026, 11, 24)),
    ]
    assert _needed("cuhk-shuttle", "2026-11-24", "2026-11-24") == [
        NeededPlan("tth", date(2026, 11, 24))
    ]


@pytest.mark.parametrize("day", ["2026-11-28", "2026-10-01"])
def test_dates_without_buses_need_no_plan(day: str) -> None:
    assert _needed("tiny", day, day) == []
