import pytest

from shuttle.cli.failures import EXIT_CODES, failing
from shuttle.domain.sentences import plain
from shuttle.errors import (
    CheckError,
    Conflict,
    InfeasibleError,
    InputError,
    NoPlanError,
    NotFoundError,
    Problem,
    ShuttleError,
    StoreError,
)

_PROBLEMS = [Problem("a.toml", "seats", "is -1; give 1 or more"), Problem("b.csv", "row 2", "x")]
_CLASH = InfeasibleError(
    "No plan.",
    [Conflict("layover", plain("Buses rest 10 minutes."), "policies.layover_minutes")],
    proved=True,
)


class _OtherError(ShuttleError):
    pass


def _fail(error: BaseException, *, debug: bool = False) -> int:
    def action() -> None:
        raise error

    return failing(action, lambda: debug)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError(_PROBLEMS), 2),
        (NotFoundError("stop", "x"), 2),
        (_CLASH, 3),
        (NoPlanError("too late"), 4),
        (CheckError("broken", ["a"]), 5),
        (StoreError("disk full"), 1),
        (_OtherError("refused"), 2),
        (RuntimeError("bug"), 1),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_each_kind_of_error_has_its_exit_code(error: BaseException, code: int) -> None:
    assert _fail(error) == code


def test_every_error_of_the_tree_has_a_code_of_its_own_choice() -> None:
    assert set(ShuttleError.__subclasses__()) >= set(EXIT_CODES)
    named = {kind for kind in ShuttleError.__subclasses__() if kind.__module__ == "shuttle.errors"}
    assert named == set(EXIT_CODES)


def test_every_problem_of_an_input_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    _fail(InputError(_PROBLEMS))
    assert capsys.readouterr().err == ("a.toml: seats: is -1; give 1 or more\nb.csv: row 2: x\n")


def test_an_infeasible_question_names_the_rules_that_clash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _fail(_CLASH)
    assert capsys.readouterr().err == (
        "No plan.\nRules that cannot hold together:\n  layover: Buses rest 10 minutes.\n"
    )


def test_a_bug_is_one_line_without_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    _fail(RuntimeError("bug"))
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "RuntimeError: bug" in told.err


def test_a_bug_shows_where_it_arose_when_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _fail(RuntimeError("bug"), debug=True)
    assert "Traceback" in capsys.readouterr().err


def test_success_is_zero() -> None:
    assert failing(lambda: None, lambda: False) == 0
