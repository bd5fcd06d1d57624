import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from shuttle.cli.interruption import Interruption
from shuttle.errors import NoPlanError


def _press_ctrl_c(heard: Callable[[], bool]) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    deadline = time.monotonic() + 5
    while not heard() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_one_ctrl_c_asks_the_run_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    interruption = Interruption(quiet=False)
    with interruption:
        assert not interruption.asked()
        _press_ctrl_c(interruption.asked)
        assert interruption.asked()
    assert "best plan so far" in capsys.readouterr().err


def test_afterwards_ctrl_c_means_what_it_meant_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption(quiet=True):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_stopped_before_any_plan_is_an_interruption_not_a_time_limit() -> None:
    def run() -> None:
        with Interruption(quiet=True) as interruption:
            _press_ctrl_c(interruption.asked)
            message = "no plan"
            raise NoPlanError(message)

    with pytest.raises(KeyboardInterrupt):
        run()


def test_a_time_limit_without_ctrl_c_stays_one() -> None:
    message = "no plan"
    with pytest.raises(NoPlanError), Interruption(quiet=True):
        raise NoPlanError(message)


def test_processes_that_a_run_starts_do_not_hear_the_terminals_ctrl_c() -> None:
    ask = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    command = [sys.executable, "-c", ask]
    with Interruption(quiet=True):
        inside = subprocess.check_output(command, text=True)  # noqa: S603 - our own program
    outside = subprocess.check_output(command, text=True)  # noqa: S603 - our own program
    assert (inside.strip(), outside.strip()) == ("True", "False")
