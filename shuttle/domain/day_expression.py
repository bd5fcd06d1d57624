"""Day-type expressions: `weekday and not cn.holiday`, parsed by a whitelist, never evaluated."""

import ast
import re
from collections.abc import Mapping

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CALENDAR_FACTS = ("holiday", "holiday_eve", "makeup", "workday")
NAMES = (
    *DAY_NAMES,
    "weekday",
    "weekend",
    *(f"{calendar}.{fact}" for calendar in ("hk", "cn") for fact in _CALENDAR_FACTS),
    "policy.makeup_days_run",
)
_LONGEST = 500
_ALLOWED = re.compile(r"[a-z_.()\s]+")


class DayExpression:
    """A parsed expression over the facts of a day."""

    def __init__(self, text: str) -> None:
        """Parse; raises ValueError with what would be accepted."""
        self._tree = _parse(text)
        self.names = frozenset(_names(self._tree))
        unknown = sorted(self.names - set(NAMES))
        if unknown:
            msg = f'"{unknown[0]}" is not known; use {", ".join(NAMES)}'
            raise ValueError(msg)

    def holds(self, facts: Mapping[str, bool]) -> bool:
        """Whether the expression is true of a day's facts, given for every name."""
        return _holds(self._tree, facts)


def _parse(text: str) -> ast.expr:
    refusal = 'cannot be read; write names joined by "and", "or", "not" and brackets'
    if len(text) > _LONGEST or not _ALLOWED.fullmatch(text):
        raise ValueError(refusal)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(refusal) from None


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.BoolOp(values=values):
            return [name for value in values for name in _names(value)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _names(operand)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return [f"{owner}.{name}"]
        case ast.Name(id=name):
            return [name]
        case _:
            msg = 'may only have names, "and", "or", "not" and brackets'
            raise ValueError(msg)


def _holds(node: ast.expr, facts: Mapping[str, bool]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_holds(value, facts) for value in values)
        case ast.BoolOp(values=values):
            return any(_holds(value, facts) for value in values)
        case ast.UnaryOp(operand=operand):
            return not _holds(operand, facts)
        case _:
            return facts[_names(node)[0]]
