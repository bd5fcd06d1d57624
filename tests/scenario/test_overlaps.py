from pathlib import Path

import pytest

from shuttle.scenario import load_scenario
from tests.scenario.builders import change, copy_tiny, problems_after

BANDS = 'to = "gate"\nbands = [{ minutes = 10 }]'
HOURS = '[[ports.gate.hours]]\nfrom = "07:00"\nto = "22:00"'


def with_bands(*bands: str) -> tuple[str, str]:
    return BANDS, 'to = "gate"\nbands = [' + ", ".join(f"{{ {band} }}" for band in bands) + "]"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('to = "08:01"', 'from = "08:00"'),
        ("valid_to = 2026-10-12", "valid_from = 2026-10-12"),
        ('day_types = ["working-day"]', ""),
        ("", ""),
    ],
)
def test_bands_of_a_leg_that_both_hold_are_refused(tmp_path: Path, first: str, second: str) -> None:
    bands = (", ".join(filter(None, (band, "minutes = 10"))) for band in (first, second))
    problems = problems_after(tmp_path, with_bands(*bands))
    assert [problem[:2] for problem in problems] == [("scenario.toml", "legs[0].bands[1]")]
    assert problems[0][2].startswith("overlaps legs[0].bands[0]: both hold at 0")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('to = "08:00"', 'from = "08:00"'),
        ("valid_to = 2026-10-11", "valid_from = 2026-10-12"),
    ],
)
def test_bands_that_touch_are_accepted(tmp_path: Path, first: str, second: str) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "scenario.toml", *with_bands(f"{first}, minutes = 9", f"{second}, minutes = 8"))
    assert len(load_scenario(tiny).legs[0].bands) == 2


def clearance(direction: str, start: str) -> str:
    facts = 'minutes = 20\nsource = "Test"\nas_of = 2026-11-22\n'
    return f'[[ports.gate.clearance]]\ndirection = "{direction}"\nfrom = "{start}"\n{facts}'


def test_clearance_may_differ_by_direction(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    more = clearance("to_sz", "10:00") + clearance("to_hk", "10:00")
    old = "[[ports.gate.clearance]]\nminutes = 20"
    new = f'{more}[[ports.gate.clearance]]\nto = "10:00"\nminutes = 20'
    change(tiny / "scenario.toml", old, new)
    assert len(load_scenario(tiny).ports["gate"].clearance) == 3


def test_clearance_for_both_directions_overlaps_that_of_one(tmp_path: Path) -> None:
    old = "[[ports.gate.clearance]]\nminutes = 20"
    new = clearance("to_sz", "10:00") + old
    [(_, key, message)] = problems_after(tmp_path, (old, new))
    assert key == "ports.gate.clearance[1]"
    assert message.startswith("overlaps ports.gate.clearance[0]: both hold at 10:00")


def test_port_hours_that_overlap_are_refused(tmp_path: Path) -> None:
    facts = 'source = "Test"\nas_of = 2026-11-22\n\n'
    new = f'[[ports.gate.hours]]\nfrom = "21:00"\nto = "23:00"\n{facts}{HOURS}'
    problems = problems_after(tmp_path, (HOURS, new))
    assert [problem[1] for problem in problems] == ["ports.gate.hours[1]"]
