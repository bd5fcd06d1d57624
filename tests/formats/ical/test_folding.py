import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from shuttle.formats.ical.folding import folded, unfolded

_TEXTS = st.text("\\^ ,;甲🚌éa0", max_size=400) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200
)


@given(text=_TEXTS)
def test_a_line_is_folded_as_icalendar_folds_it(text: str) -> None:
    line = f"DESCRIPTION:{text}"
    written: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # theirs
    assert folded(line) == written + b"\r\n"


@given(text=_TEXTS)
def test_unfolding_gives_the_line_back(text: str) -> None:
    assert unfolded(folded(f"SUMMARY:{text}")) == f"SUMMARY:{text}\r\n".encode()


@pytest.mark.parametrize("octets", [74, 75, 76, 148, 149])
def test_no_line_has_more_than_75_octets(octets: int) -> None:
    lines = folded("X" * octets).split(b"\r\n")
    assert max(map(len, lines)) <= 75
