"""Files that tell of a disruption: read whole, or refused with every reason at once."""

from pathlib import Path

import pytest

from shuttle.domain.disruption import PortClosed
from shuttle.errors import InputError
from shuttle.scenario import load_disruption, schema
from tests.repairs import day, place

PLACE = place()
BASE = day(PLACE)
CLOSED = """\
known_at = "13:00"
notice_minutes = 10
date = 2026-09-01

[[entries]]
kind = "port-closed"
port = "gate"
from = "14:00"
to = "16:00"
"""


def _file(folder: Path, text: str, name: str = "closed.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_disruption(_file(folder, text), PLACE, BASE)
    return [f"{problem.key}: {problem.message}" for problem in caught.value.problems]


def test_a_file_is_read(tmp_path: Path) -> None:
    found = load_disruption(_file(tmp_path, CLOSED), PLACE, BASE)
    assert (found.known_at, found.notice_minutes, found.on) == (780, 10, BASE.reference_date)
    assert found.entries == (
        PortClosed(kind="port-closed", port="gate", start="14:00", end="16:00"),
    )


def test_json_is_read_as_well(tmp_path: Path) -> None:
    text = '{"known_at": "13:00", "entries": [{"kind": "driver-missing", "duty": "duty-bus-1"}]}'
    found = load_disruption(_file(tmp_path, text, "driver.json"), PLACE, BASE)
    assert found.missing_drivers() == {"duty-bus-1": 780}


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """\
known_at = "25 o'clock"

[[entries]]
kind = "port-closed"
port = "gate"
from = "14:00"
until = "16:00"

[[entries]]
kind = "earthquake"

[[entries]]
kind = "surge"
factor = 0
"""
    words = _refused(tmp_path, text)
    assert [line.split(":")[0] for line in words] == [
        "entries[0].until",
        "entries[1].kind",
        "entries[2].factor",
        "known_at",
    ]
    assert words[0].endswith(
        "is not a key here; known are direction, from, kind, port, resume_cutoff, to"
    )
    assert '"earthquake" is not a kind; known are port-closed' in words[1]
    assert words[2].startswith("entries[2].factor: 0 must be greater than 0")


def test_names_that_nobody_knows_are_told_with_those_that_are(tmp_path: Path) -> None:
    text = """\
known_at = "13:00"

[[entries]]
kind = "port-closed"
port = "gatte"
from = "14:00"
to = "16:00"

[[entries]]
kind = "bus-missing"
block = "bus-7"

[[entries]]
kind = "driver-missing"
duty = "nobody"

[[entries]]
kind = "surge"
factor = 2
to_stop = "c"

[[entries]]
kind = "no-service"
from = "14:00"
to = "15:00"
routes = ["b-a"]

[[entries]]
kind = "slower"
factor = 2
places = ["gate", "moon"]
"""
    assert _refused(tmp_path, text) == [
        'entries[0].port: "gatte" is not known; known are gate, bridge',
        'entries[1].block: "bus-7" is not known; known are bus-1, bus-2',
        'entries[2].duty: "nobody" is not known; known are duty-bus-1, duty-bus-2',
        'entries[3].to_stop: "c" is not known; known are a, b',
        'entries[4].routes: "b-a" is not known; known are a-b',
        'entries[5].places: "moon" is not known; known are a, b, gate, bridge',
    ]


def test_a_date_outside_the_plan_is_refused(tmp_path: Path) -> None:
    words = _refused(tmp_path, CLOSED.replace("2026-09-01", "2026-09-02"))
    assert words == [
        (
            "date: 2026-09-02 is not among the dates of the plan, which holds from 2026-09-01 to "
            "2026-09-01"
        )
    ]


def test_what_is_over_before_it_is_known_is_refused(tmp_path: Path) -> None:
    words = _refused(tmp_path, CLOSED.replace("13:00", "16:30"))
    assert len(words) == 1
    assert "entry 1 ends at 16:00, not after known_at, 16:30" in words[0]


@pytest.mark.parametrize("text", ["", 'known_at = "13:00"', 'known_at = "13:00"\nentries = []'])
def test_a_file_without_entries_is_refused(tmp_path: Path, text: str) -> None:
    assert any(line.startswith("entries") for line in _refused(tmp_path, text))


@pytest.mark.parametrize("text", ["[1]", "{", '{"a": 1}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        load_disruption(_file(tmp_path, text, "x.json"), PLACE, BASE)


def test_a_bus_is_missing_by_block_or_by_type(tmp_path: Path) -> None:
    text = 'known_at = "13:00"\n[[entries]]\nkind = "bus-missing"\n'
    assert "needs either block" in _refused(tmp_path, text)[0]


def test_the_kind_of_file_has_a_schema() -> None:
    found = schema("disruption")
    assert {"known_at", "entries"} <= set(found["required"])
