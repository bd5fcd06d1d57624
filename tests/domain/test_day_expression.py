from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.day_expression import NAMES, DayExpression

ALL_FALSE = dict.fromkeys(NAMES, False)


def holds(text: str, *true: str) -> bool:
    return DayExpression(text).holds({**ALL_FALSE, **dict.fromkeys(true, True)})


def test_and_or_not_and_brackets_mean_what_they_say() -> None:
    text = "(weekday or (cn.makeup and policy.makeup_days_run)) and not cn.holiday"
    assert holds(text, "weekday")
    assert holds(text, "cn.makeup", "policy.makeup_days_run")
    assert not holds(text, "cn.makeup")
    assert not holds(text, "weekday", "cn.holiday")


def test_and_binds_before_or() -> None:
    assert holds("mon or tue and wed", "mon")
    assert not holds("(mon or tue) and wed", "mon")


def test_the_names_asked_for_are_known() -> None:
    assert DayExpression("mon and not hk.holiday").names == {"mon", "hk.holiday"}


@pytest.mark.parametrize("text", ["weekdy", "cn.holliday", "us.holiday", "cn", "policy.x"])
def test_an_unknown_name_gives_the_known_ones(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not known; use mon, tue, .* cn\.holiday"):
        DayExpression(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon and",
        "mon mon",
        "not",
        "((mon)",
        "mon == tue",
        "mon if tue else wed",
        "cn.holiday.name",
        "mon()",
        "lambda: mon",
        "__import__",
        "1",
        "True",
        "mon & tue",
        "mon; tue",
        "(" * 400,
        "not " * 120 + "mon" + " " * 600,
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be read|may only have|is not known"):
        DayExpression(text)


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=40) | st.text("monadr.c()holiday ntu_", max_size=40))
def test_no_text_raises_anything_but_a_value_error(text: str) -> None:
    with suppress(ValueError):
        DayExpression(text)
