from datetime import date

import pytest

from shuttle.domain.base import Effective
from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, shared_root


@pytest.fixture(scope="module")
def hetao() -> Scenario:
    return load_scenario(shared_root() / "seeds" / "hetao-2026")


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2023, 11, 6), None, date(2024, 8, 4)),
        (date(2024, 8, 5), date(2024, 8, 5), date(2026, 10, 11)),
        (date(2026, 10, 11), date(2024, 8, 5), date(2026, 10, 11)),
        (date(2026, 10, 12), date(2026, 10, 12), None),
        (date(2026, 11, 23), date(2026, 10, 12), None),
    ],
)
def test_facts_hold_between_the_dates_on_which_one_changes(
    hetao: Scenario, day: date, first: date | None, last: date | None
) -> None:
    assert regime(hetao, day) == Effective(valid_from=first, valid_to=last)


def test_facts_that_never_change_hold_for_ever() -> None:
    tiny = load_scenario(shared_root() / "seeds" / "tiny")
    assert regime(tiny, date(2026, 11, 23)) == Effective()


def test_codes_in_outside_feeds_change_no_trip(hetao: Scenario) -> None:
    port = hetao.ports["huanggang"]
    code = port.feed_codes[0].model_copy(update={"valid_to": date(2030, 1, 1)})
    changed = {**hetao.ports, "huanggang": port.model_copy(update={"feed_codes": (code,)})}
    scenario = hetao.model_copy(update={"ports": changed})
    assert regime(scenario, date(2026, 11, 23)).valid_to is None


def test_a_leg_that_changes_ends_the_span(hetao: Scenario) -> None:
    band = hetao.legs[0].bands[0].model_copy(update={"valid_to": date(2026, 12, 31)})
    leg = hetao.legs[0].model_copy(update={"bands": (band,)})
    scenario = hetao.model_copy(update={"legs": (leg, *hetao.legs[1:])})
    assert regime(scenario, date(2026, 11, 23)).valid_to == date(2026, 12, 31)
