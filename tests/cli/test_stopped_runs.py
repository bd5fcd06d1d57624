"""Real processes, really stopped: whatever ends a run, its best plan is on disk."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuttle.cli.plan_file import draft_path
from shuttle.domain.plan import Plan
from shuttle.scenario import load_plan
from tests.cli.command import SEEDS, call, done, environment, process

_LONG = "600"


@contextmanager
def planning(out: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A run that would take far longer than the test, ended with it in any case."""
    command = [sys.executable, "-m", "shuttle", "plan", "hetao-2026", "--out", str(out), *words]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--time-limit", _LONG], env=environment(), stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def until(come: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    """Wait for it, while the run goes on."""
    end = time.monotonic() + 240
    while not come():
        assert running.poll() is None, running.stderr and running.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.02)


def said(running: subprocess.Popen[str], words: str) -> None:
    """Read what it says up to those words."""
    assert running.stderr is not None
    assert any(words in line for line in running.stderr), words


def is_sound(plan: Plan, path: Path) -> bool:
    proof = plan.proof
    honest = proof.bound <= proof.objective == plan.objective.total
    return honest and "passes" in done("check", "hetao-2026", path)


def kill_with_a_draft(out: Path) -> None:
    """A run that is gone as soon as it has a draft."""
    with planning(out) as running:
        until(draft_path(out).exists, running)
        running.kill()
        running.wait()


@contextmanager
def signalled(out: Path, number: signal.Signals) -> Iterator[subprocess.Popen[str]]:
    """A run with a draft that has heard a signal and says so."""
    with planning(out) as running:
        until(draft_path(out).exists, running)
        running.send_signal(number)
        said(running, "best plan so far")
        yield running


SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@SIGNALS
def test_a_signal_ends_with_the_best_plan_so_far_and_130(
    tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "plan.json"
    with signalled(out, number) as running:
        assert running.wait(timeout=240) == 130
    assert is_sound(load_plan(out), out)
    assert list(tmp_path.iterdir()) == [out]


@SIGNALS
def test_a_second_signal_ends_at_once_and_leaves_the_draft(
    tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "plan.json"
    with signalled(out, number) as running:
        running.send_signal(number)
        assert running.wait(timeout=60) == 130
        assert running.stderr is not None
        assert str(draft_path(out)) in running.stderr.read()
    assert load_plan(draft_path(out)).draft
    assert not out.exists()


def test_a_killed_run_leaves_a_draft_that_passes_the_audit_with_its_gap(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    kill_with_a_draft(out)
    draft = load_plan(draft_path(out))
    assert draft.draft
    assert 0 < draft.proof.gap < 1
    assert is_sound(draft, draft_path(out))
    assert draft.duty_proof.bound <= draft.duty_proof.objective == len(draft.duties)


def test_a_time_limit_with_a_plan_ends_with_0_soon_after_it(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    started = time.monotonic()
    outcome = process("plan", "hetao-2026", "--out", out, "--time-limit", "8", "--quiet")
    took = time.monotonic() - started
    assert outcome.code in {0, 4}  # 4 where a busy machine leaves no time for a first one
    assert outcome.code == 4 or is_sound(load_plan(out), out)
    assert took < 100  # of a machine that others may keep busy


def test_a_draft_of_before_goes_when_the_plan_is_written(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    draft_path(out).write_text("{}", encoding="utf-8")
    done("plan", "tiny", "--out", out, "--quiet")
    assert list(tmp_path.iterdir()) == [out]
    assert '"draft"' not in out.read_text(encoding="utf-8")


def test_an_old_plan_stays_until_the_new_one_is_there(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    out.write_text("the old plan", encoding="utf-8")
    kill_with_a_draft(out)
    assert out.read_text(encoding="utf-8") == "the old plan"


def test_a_plan_to_stdout_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("plan", SEEDS / "tiny", "--out", "-", "--quiet").code == 0
    assert list(tmp_path.iterdir()) == []
