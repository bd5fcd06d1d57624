from typing import Any

import pytest
from pydantic import ValidationError

from shuttle.domain.booking import Booking, is_web_address


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"minutes_before": 30}, "needs url or phone"),
        ({"phone": "1"}, "needs either minutes_before, or days_before with until"),
        ({"phone": "1", "minutes_before": 5, "days_before": 1, "until": "18:00"}, "needs either"),
        ({"phone": "1", "days_before": 1}, "needs days_before and until together"),
        ({"phone": "1", "minutes_before": 5, "until": "18:00"}, "together"),
        ({"phone": "1", "days_before": 1, "until": "25:00"}, "a time of that day"),
        ({"url": "book.example.org", "minutes_before": 0}, "is not a web address"),
    ],
)
def test_a_rule_that_riders_cannot_follow_is_refused(given: dict[str, Any], lacks: str) -> None:
    with pytest.raises(ValidationError, match=lacks):
        Booking.model_validate(given)


@pytest.mark.parametrize(
    "given",
    [
        {"phone": "+852 1234 5678", "minutes_before": 0},
        {"url": "https://book.example.org/seats?line=1", "days_before": 2, "until": "24:00"},
    ],
)
def test_a_rule_that_riders_can_follow_is_taken(given: dict[str, Any]) -> None:
    Booking.model_validate(given)


@pytest.mark.parametrize(
    "text", ["", "example.org", "ftp://example.org", "https://", "https://a b.org", "http://[::1"]
)
def test_what_no_browser_opens_is_no_web_address(text: str) -> None:
    assert not is_web_address(text)
