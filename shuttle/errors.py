"""One tree of errors. Each says what is wrong and how to mend it; none knows HTTP or exit codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class ShuttleError(Exception):
    """Anything that Shuttle refuses on purpose; the message is for the person who can mend it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one value of one file.

    Attributes:
        file: the file's name as the planner gave it.
        key: where in it, as `ports.huanggang.hours[1].open` or `row 7, riders`; empty for the file.
        message: what is wrong with which value, and what would be accepted.
    """

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        """The line a planner reads."""
        return ": ".join(part for part in (self.file, self.key, self.message) if part)


class InputError(ShuttleError):
    """Files that cannot be used, with every problem found in them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Words(Protocol):
    """A sentence in three languages."""

    @property
    def en(self) -> str:
        """English."""

    @property
    def zh_hant(self) -> str:
        """Traditional Chinese."""

    @property
    def zh_hans(self) -> str:
        """Simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One business rule, as the planner wrote it, that takes part in an infeasibility.

    Attributes:
        rule: id of the rule in the catalogue.
        words: the rule instance with its numbers.
        key: where the planner wrote it, as `policies.headways[0].max_minutes`.
    """

    rule: str
    words: Words
    key: str


class InfeasibleError(ShuttleError):
    """No plan satisfies the rules.

    Attributes:
        conflicts: rules that together cannot hold, re-solved to be sure; empty when none was found.
        proved: whether infeasibility is proved, or only no plan was found.
    """

    def __init__(self, message: str, conflicts: Sequence[Conflict] = (), *, proved: bool) -> None:
        self.conflicts = tuple(conflicts)
        self.proved = proved
        super().__init__(message)


class NoPlanError(ShuttleError):
    """The time limit came before any plan was found."""


class CheckError(ShuttleError):
    """A plan breaks rules, so that it may not be used as it is.

    Attributes:
        violations: one line for each broken rule instance.
    """

    def __init__(self, message: str, violations: Sequence[str]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join((message, *self.violations)))


class NotFoundError(ShuttleError):
    """A stop, route, trip, version or feed that does not exist.

    Attributes:
        kind: what was looked for, as `stop`.
        known: the ids that would have been found.
    """

    def __init__(self, kind: str, name: str, known: Sequence[str] = ()) -> None:
        self.kind = kind
        self.known = tuple(known)
        super().__init__(f"There is no {kind} {name!r}. Known: {', '.join(self.known) or 'none'}.")


class StoreError(ShuttleError):
    """The store refuses: a stale publisher, a newer schema, a damaged artefact, a full disk."""


class OvertakenError(StoreError):
    """Somebody else published in between; nothing was stored."""
