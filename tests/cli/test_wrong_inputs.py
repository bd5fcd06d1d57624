"""Whatever a planner gets wrong: exit code 2, every problem by file and key, no traceback."""

from pathlib import Path

import pytest

from tests.cli.command import Outcome, call, done, tiny_copy

_OVERLAP = (
    "bands = [{ minutes = 10 }]",
    'bands = [{ minutes = 10 }, { from = "08:00", to = "09:00", minutes = 12 }]',
)
_WRONG = {
    "bad TOML": ('name = "tiny"', 'name = "tiny', "line 3"),
    "negative seats": ("seats = 10", "seats = -10", "vehicle_types.small.seats"),
    "unquoted time": ('from = "07:00"\nto = "22:00"', "from = 07:00\nto = 22:00", "quoted"),
    "unknown stop": ('stops = ["south", "north"]', 'stops = ["south", "east"]', "east"),
    "overlapping bands": (*_OVERLAP, "overlap"),
    "NaN": ("cost_per_day = 300", "cost_per_day = nan", "cost_per_day"),
    "infinity": ("cost_per_day = 300", "cost_per_day = inf", "cost_per_day"),
    "control character": ('name = "tiny"', 'name = "ti\x07ny"', "U+0007"),
    "unknown key": ("grid_minutes = 10", "grid_minuts = 10", "grid_minuts"),
    "wrong type": ("grid_minutes = 10", 'grid_minutes = "ten"', "grid_minutes"),
    "no such table": ('file = "demand.csv"', 'file = "riders.csv"', "riders.csv"),
}


def _refused(outcome: Outcome) -> str:
    assert outcome.code == 2, outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "Unexpected" not in outcome.err
    return outcome.err


@pytest.mark.parametrize("case", _WRONG)
def test_a_wrong_scenario_is_refused_with_its_key(case: str, tmp_path: Path) -> None:
    old, new, named = _WRONG[case]
    folder = tiny_copy(tmp_path, (old, new))
    text = _refused(call("validate", folder))
    assert named in text
    assert str(folder) in text


@pytest.mark.parametrize("command", ["validate", "plan", "check", "calendar"])
def test_every_command_refuses_a_wrong_scenario(
    command: str, tmp_path: Path, tiny_plan: Path
) -> None:
    folder = tiny_copy(tmp_path, ("seats = 10", "seats = -10"))
    more = {
        "plan": ["--out", str(tmp_path / "plan.json")],
        "check": [str(tiny_plan)],
        "calendar": ["2026-11-23"],
    }
    assert "seats" in _refused(call(command, folder, *more.get(command, [])))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    folder = tiny_copy(
        tmp_path,
        ("seats = 10", "seats = -10"),
        ("grid_minutes = 10", "grid_minutes = 0"),
        demand="working-day,south,nowhere,depart_after,08:00,4,hk\n",
    )
    text = _refused(call("validate", folder))
    assert len(text.splitlines()) >= 3
    for named in ("vehicle_types.small.seats", "grid_minutes", "row 14", "nowhere"):
        assert named in text


def test_demand_for_a_day_type_that_does_not_run_is_refused(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path, demand="sunday,south,north,depart_after,08:00,4,hk\n")
    assert "sunday" in _refused(call("validate", folder))


def test_demand_on_a_closed_day_is_refused(tmp_path: Path) -> None:
    never = ('when = "(weekday or (cn.makeup and policy.makeup_days_run)) and not cn.holiday"',)
    folder = tiny_copy(tmp_path, (never[0], 'when = "weekday and weekend"'))
    assert "working-day" in _refused(call("validate", folder))


def test_a_file_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path, demand="#" * 10_000_000)
    assert "larger than 5 MB" in _refused(call("validate", folder))


@pytest.mark.parametrize("name", ["nowhere", "no/such/folder", "no such name", "x" * 5000, ""])
def test_a_scenario_that_is_not_there_is_refused(name: str) -> None:
    _refused(call("validate", name))


def test_a_name_in_vain_tells_what_is_shipped() -> None:
    assert "pilot-2023" in _refused(call("validate", "pilot-2024"))


def test_a_folder_without_scenario_is_refused(tmp_path: Path) -> None:
    assert "scenario.toml" in _refused(call("validate", tmp_path))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "plan.json"),
        (b"not JSON", "plan.json"),
        (b"[1, 2]", "plan.json"),
        (b'{"format": 2}', "format"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": ' * 5000, "plan.json"),
    ],
    ids=["empty", "not JSON", "a list", "another format", "not UTF-8", "deep"],
)
def test_a_wrong_plan_file_is_refused(content: bytes, named: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    assert named in _refused(call("check", "tiny", file))
    publish = ("publish", file, "--from", "2026-11-23", "--to", "2026-12-04")
    assert named in _refused(call(*publish, "--database", tmp_path / "store.sqlite3"))


def test_a_plan_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such file" in _refused(call("check", "tiny", tmp_path / "plan.json"))


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "tiny", "--out", "{dir}/no/such/folder/plan.json"),
        ("plan", "tiny", "--out", "{dir}"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--gap", "nan"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--gap", "2"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--time-limit", "inf"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--time-limit", "-1"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--seed", "-1"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--workers", "0"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--day-type", "sunday"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--date", "2026-02-30"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--method", "magic"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--method", "timetable"),
        ("plan", "tiny", "--out", "{dir}/p.json", "--timetable", "{dir}/none.csv"),
        ("calendar", "tiny", "2026-11-24", "2026-11-23"),
        ("calendar", "tiny", "2026-11-24", "2126-11-23"),
        ("schema", "nonsense"),
        ("history", "--database", "{dir}/none.sqlite3"),
        ("departures", "--from", "south", "--to", "north", "--at", "08:00"),
        ("departures", "--from", "south", "--to", "north", "--at", "2026-11-23T08:00:00"),
        ("departures", "--from", "south", "--to", "north", "--limit", "0"),
        ("serve", "--port", "0"),
    ],
    ids=" ".join,
)
def test_wrong_words_are_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    _refused(call(*(word.format(dir=tmp_path) for word in words)))


def test_a_trip_csv_is_refused_with_all_rows(tmp_path: Path) -> None:
    table = tmp_path / "trips.csv"
    table.write_text("from,to,departure\nsouth,nowhere,08:00\nsouth,north,8am\n", encoding="utf-8")
    text = _refused(call("plan", "tiny", "--out", tmp_path / "p.json", "--timetable", table))
    assert "row 2" in text
    assert "row 3" in text


def test_a_refused_plan_leaves_an_earlier_file_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    out.write_text("earlier", encoding="utf-8")
    folder = tiny_copy(tmp_path, ("seats = 10", "seats = -10"))
    _refused(call("plan", folder, "--out", out))
    assert out.read_text(encoding="utf-8") == "earlier"


def test_a_refused_publication_leaves_the_store_as_it_was(published: Path, tmp_path: Path) -> None:
    before = done("history", "--database", published, "--json")
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    words = ("publish", bad, "--from", "2026-11-23", "--to", "2026-12-04")
    _refused(call(*words, "--database", published))
    assert done("history", "--database", published, "--json") == before
