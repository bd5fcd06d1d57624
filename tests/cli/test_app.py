import subprocess
import sys

import pytest

from shuttle import __version__
from shuttle.cli.app import COMMANDS, load
from tests.cli.command import call, done, environment, process

_HEAVY = ("fastapi", "starlette", "granian", "ortools", "numpy", "sqlalchemy", "icalendar")


def _imported(*words: str) -> set[str]:
    code = (
        "import sys; from shuttle.cli.app import run; code = run(sys.argv[1:]); "
        f"print('heavy', *[m for m in {_HEAVY!r} if m in sys.modules]); sys.exit(code)"
    )
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(found.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("calendar", "tiny", "2026-11-23"),
        ("validate", "tiny"),
        ("schema", "plan"),
        ("compare", "--help"),
    ],
    ids=" ".join,
)
def test_light_commands_load_neither_solver_nor_server_nor_store(words: tuple[str, ...]) -> None:
    assert _imported(*words) == set()


def test_publishing_needs_no_solver() -> None:
    assert "ortools" not in _imported("publish", "--help")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_a_commands_own_help_says(name: str) -> None:
    assert load(name).help.splitlines()[0] == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_help_leads_with_an_example(name: str) -> None:
    lines = [line.strip() for line in done(name, "--help").splitlines()]
    assert next(line for line in lines if line.startswith("Example:")).startswith(
        f"Example: shuttle {name}"
    )


def test_help_lists_every_command() -> None:
    text = done("--help")
    for name, (_, summary) in COMMANDS.items():
        assert f"{name} " in text
        assert summary[:40] in text


def test_a_mistyped_command_is_a_usage_error_with_a_suggestion() -> None:
    outcome = call("publsh")
    assert outcome.code == 2
    assert "Did you mean 'publish'" in outcome.err


def test_no_command_at_all_shows_the_help_as_a_usage_error() -> None:
    outcome = call()
    assert outcome.code == 2
    assert "Commands:" in outcome.err


def test_an_unknown_option_is_a_usage_error() -> None:
    outcome = call("history", "--nope")
    assert outcome.code == 2
    assert "--nope" in outcome.err


def test_the_version_is_told() -> None:
    assert done("--version") == f"shuttle {__version__}\n"


def test_python_m_shuttle_ends_with_the_commands_code() -> None:
    assert process("calendar", "tiny", "2026-11-23").code == 0
    assert process("calendar", "tiny", "23.11.2026").code == 2


def test_no_colour_and_no_motion_away_from_a_terminal() -> None:
    outcome = process("plan", "tiny", "--out", "-")
    assert outcome.code == 0
    assert "\x1b" not in outcome.out + outcome.err
    assert "\r" not in outcome.err


def test_names_that_a_terminal_cannot_show_are_no_failure() -> None:
    day = process("calendar", "tiny", "2026-10-01", "--lang", "zh-Hant", PYTHONIOENCODING="ascii")
    assert day.code == 0
    assert "2026-10-01" in day.out
