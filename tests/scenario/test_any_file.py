"""Whatever stands in a planner's files, the worst answer is a list of problems."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError
from shuttle.scenario import load_scenario
from tests.scenario.builders import TINY

LINES = (TINY / "scenario.toml").read_text(encoding="utf-8").splitlines()
ROWS = (TINY / "demand.csv").read_text(encoding="utf-8").splitlines()
VALUES = st.one_of(
    st.sampled_from(
        ["{}", "[]", "[[]]", "[{}]", "{ a = { b = {} } }", "true", "nan", "-1", "1e400", "08:30:00"]
    ),
    st.dates().map(str),
    st.integers().map(str),
    st.text(st.characters(codec="utf-8"), max_size=8).map(repr),
    st.sampled_from(['"48:00"', '"south"', '"gate"', '""', '"north"', '["x"]', '{ from = "x" }']),
)


@st.composite
def changed_lines(draw: st.DrawFn) -> list[str]:
    """The tiny scenario with some values replaced and some lines dropped."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        key = lines[place].partition("=")[0]
        lines[place] = f"{key}= {draw(VALUES)}" if draw(st.booleans()) and key else ""
    return lines


def read(scenario: list[str], demand: list[str]) -> Scenario | InputError:
    with TemporaryDirectory() as folder:
        (Path(folder) / "demand.csv").write_text("\n".join(demand), encoding="utf-8")
        (Path(folder) / "scenario.toml").write_text("\n".join(scenario), encoding="utf-8")
        try:
            return load_scenario(Path(folder))
        except InputError as error:
            return error


@settings(deadline=None, max_examples=60, derandomize=True)
@given(changed_lines())
def test_no_change_of_a_scenario_does_worse_than_a_list_of_problems(lines: list[str]) -> None:
    found = read(lines, ROWS)
    assert isinstance(found, Scenario) or found.problems


@settings(deadline=None, max_examples=40, derandomize=True)
@given(
    st.integers(0, len(ROWS) - 1),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(["row", "value"]),
)
def test_no_row_of_demand_does_worse_than_a_list_of_problems(
    number: int, text: str, replaced: str
) -> None:
    rows = list(ROWS)
    rows[number] = text if replaced == "row" else rows[number].replace(",", f",{text}", 1)
    found = read(LINES, rows)
    assert isinstance(found, Scenario) or found.problems
