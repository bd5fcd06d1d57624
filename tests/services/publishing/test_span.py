"""Stretches of dates: what they share, what they leave."""

from datetime import date

from shuttle.services.publishing.span import Span

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


def _march(first: int, last: int) -> Span:
    return Span(date(2026, 3, first), date(2026, 3, last))


def test_both_ends_belong_to_it() -> None:
    assert list(_march(30, 31).dates()) == [date(2026, 3, 30), date(2026, 3, 31)]


def test_open_dates_share_all_of_it() -> None:
    assert MARCH.overlap(None, None) == MARCH


def test_it_shares_a_single_date_at_its_edge() -> None:
    assert MARCH.overlap(date(2026, 3, 31), None) == _march(31, 31)


def test_it_shares_nothing_with_the_dates_after_it() -> None:
    assert MARCH.overlap(date(2026, 4, 1), None) is None


def test_dates_around_it_leave_a_part_on_either_side() -> None:
    left = _march(10, 20).outside(MARCH.first, MARCH.last)
    assert list(left) == [_march(1, 9), _march(21, 31)]


def test_dates_within_it_leave_nothing() -> None:
    assert list(MARCH.outside(date(2026, 3, 1), date(2026, 3, 31))) == []


def test_dates_apart_from_it_stay_whole() -> None:
    assert list(_march(10, 20).outside(date(2026, 3, 1), date(2026, 3, 5))) == [_march(1, 5)]
    assert list(_march(10, 20).outside(date(2026, 3, 25), date(2026, 3, 31))) == [_march(25, 31)]
