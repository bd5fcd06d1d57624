from pathlib import Path

import pytest

from shuttle.domain.booking import Booking
from shuttle.errors import InputError
from shuttle.scenario import load_scenario
from tests.cli.command import SEEDS, tiny_copy

_BOOKING = """
[booking]
url = "https://book.example.org"
minutes_before = 30
"""
_FIRST_TABLE = "[use]\n"


def test_a_scenario_says_how_seats_are_booked(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, (_FIRST_TABLE, f"{_BOOKING}\n{_FIRST_TABLE}"))
    wanted = Booking(url="https://book.example.org", minutes_before=30)
    assert load_scenario(copy).booking == wanted


def test_a_rule_that_cannot_be_is_named_with_its_mend(tmp_path: Path) -> None:
    wrong = _BOOKING.replace("minutes_before = 30\n", "")
    copy = tiny_copy(tmp_path, (_FIRST_TABLE, f"{wrong}\n{_FIRST_TABLE}"))
    with pytest.raises(InputError, match="booking: needs either minutes_before"):
        load_scenario(copy)


def test_who_books_nothing_has_the_fingerprint_of_before(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, (_FIRST_TABLE, f"{_BOOKING}\n{_FIRST_TABLE}"))
    assert load_scenario(copy).sha256 != load_scenario(SEEDS / "tiny").sha256
    assert "booking" not in load_scenario(SEEDS / "tiny").model_dump(mode="json")
