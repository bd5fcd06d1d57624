"""Texts that planners' names may contain, formulas among them."""

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shuttle.domain.base import SafeText

_SAFE: TypeAdapter[str] = TypeAdapter(SafeText)
_STARTS = ("=", "+", "-", "@", "\uff1d", " =", "\u3000=", "'=", "a;=", "a,+", "a|-", '";=', "")
_FORMULAS = ("1+1", 'HYPERLINK("http://x")', "cmd|' /C calc'!A0", "SUM(A1)", "#REF!", "TRUE", "1")


def _is_safe(text: str) -> bool:
    try:
        _SAFE.validate_python(text)
    except ValidationError:
        return False
    return True


hostile_texts = st.builds(
    "".join,
    st.tuples(st.sampled_from(_STARTS), st.sampled_from(_FORMULAS) | st.text(max_size=12)),
).filter(_is_safe)
