import shutil
from pathlib import Path

from shuttle.scenario import load_scenario, shared_root
from tests.scenario.builders import brief, change, copy_tiny, problems_of

PILOT = shared_root() / "seeds" / "pilot-2023"


def copies(folder: Path) -> tuple[Path, Path]:
    """The pilot and the shared facts, in folders of their own."""
    pilot = shutil.copytree(PILOT, folder / "pilot")
    return Path(pilot), Path(shutil.copytree(shared_root() / "config", folder / "config"))


def test_a_scenario_takes_over_what_it_names() -> None:
    assert load_scenario(PILOT).stops["hksp"].lat == 22.43


def test_a_table_of_the_scenario_is_laid_over_the_shared_fact_key_by_key(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    with (pilot / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[stops.hksp]\nname = { en = "Bay 3" }\n')
    stop = load_scenario(pilot, config).stops["hksp"]
    assert (stop.name.en, stop.name.zh_hant, stop.lat) == ("Bay 3", "香港科學園", 22.43)


def test_a_list_of_the_scenario_replaces_the_shared_one() -> None:
    clearance = load_scenario(PILOT).ports["huanggang"].clearance
    assert [band.minutes.p50 for band in clearance] == [15, 5]


def test_a_wrong_shared_value_is_named_with_its_own_file(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    change(config / "ports.toml", 'from = "00:00"', "from = 0")
    [problem] = problems_of(pilot, config)
    assert (problem.file, problem.key) == ("config/ports.toml", "ports.huanggang.hours[0].from")


def test_a_wrong_overlaid_value_is_named_with_the_scenarios_file(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    change(pilot / "scenario.toml", "p50 = 15", "p50 = 95")
    key = "ports.huanggang.clearance[0].minutes"
    assert [problem[:2] for problem in brief(problems_of(pilot, config))] == [
        ("scenario.toml", key)
    ]


def test_what_an_overlaid_list_lacks_is_missing_from_the_scenarios_file(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    change(pilot / "scenario.toml", "minutes = { p50 = 15, p85 = 20, p95 = 30 }\n", "")
    [problem] = brief(problems_of(pilot, config))
    assert problem[:2] == ("scenario.toml", "ports.huanggang.clearance[0].minutes")


def test_a_shared_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    (config / "ports.toml").write_text("ports = ", encoding="utf-8")
    [problem] = problems_of(pilot, config)
    assert problem.file == str(config / "ports.toml")


def test_a_calendar_with_a_date_twice_is_refused_in_its_own_file(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    change(config / "calendars.toml", "date = 2026-02-18", "date = 2026-02-17")
    [problem] = problems_of(pilot, config)
    assert (problem.file, problem.key) == ("config/calendars.toml", "calendars.hk.holidays[2].date")


def test_a_make_up_day_must_be_at_a_weekend(tmp_path: Path) -> None:
    pilot, config = copies(tmp_path)
    change(config / "calendars.toml", "[2026-01-04", "[2026-01-05")
    [problem] = problems_of(pilot, config)
    assert problem.key == "calendars.sz.makeup_days[0]"
    assert problem.message == "2026-01-05 is no Saturday or Sunday"


def test_an_expression_needs_the_calendar_that_it_asks(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    change(tiny / "scenario.toml", 'calendars = ["hk", "sz"]', 'calendars = ["hk"]')
    [(_, key, message)] = brief(problems_of(tiny))
    assert key == "day_types[0].when"
    assert message == 'asks for "cn", but there is no [calendars.sz]'
