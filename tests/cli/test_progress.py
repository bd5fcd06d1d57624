import pytest

from shuttle.cli.progress import ProgressLine, line
from shuttle.solver.progress import Progress


def test_the_line_tells_best_bound_gap_and_elapsed() -> None:
    progress = Progress("timetable and blocks", 10_000, 9_900.0)
    assert line(progress, 12.4, "HKD") == (
        "timetable and blocks: best HKD 100.00 · bound HKD 99.00 · gap 1.00 % · 12 s"
    )


def test_before_the_first_plan_the_gap_is_unknown() -> None:
    told = line(Progress("bound by linear programming", None, 9_900.0), 0.0, "HKD")
    assert "best none yet · bound HKD 99.00 · gap unknown" in told


def test_away_from_a_terminal_it_tells_each_stage_and_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ProgressLine("HKD", quiet=False) as progress:
        progress.report(Progress("one", None, 10.0))
        progress.report(Progress("two", None, 20.0))
        progress.report(Progress("two", 5_000, 30.0))
        progress.report(Progress("two", 5_000, 40.0))
        progress.report(Progress("two", 4_000, 4_000.0))
    told = capsys.readouterr()
    assert told.out == ""
    assert [text.split(" · ")[0] for text in told.err.splitlines()] == [
        "one: best none yet",
        "two: best none yet",
        "two: best HKD 50.00",
        "two: best HKD 40.00",
    ]


def test_quiet_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine("HKD", quiet=True) as progress:
        progress.report(Progress("one", 5, 5.0))
    assert capsys.readouterr().err == ""
