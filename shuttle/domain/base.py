"""What all values share: frozen, closed, safe text, three languages, dated and sourced facts."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Language = Literal["en", "zh-Hant", "zh-Hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")

# Controls, line and paragraph separators, bidi overrides, lone surrogates: they break lines of
# calendars, or make text read otherwise than it is written.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
LONGEST_TEXT = 500
_CENT_TOLERANCE = 1e-6


def safe_text(text: str) -> str:
    """NFC text without control, bidi-override or surrogate characters; raises ValueError."""
    found = _UNSAFE.search(text)
    if found:
        msg = f"has the character U+{ord(found[0]):04X}; write plain text on one line"
        raise ValueError(msg)
    return unicodedata.normalize("NFC", text)


SafeText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(safe_text)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


def _whole_cents(amount: float) -> float:
    """The amount to the cent; raises ValueError where it is finer, for plans add up in cents."""
    if abs(amount * 100 - round(amount * 100)) > _CENT_TOLERANCE:
        msg = "is finer than a hundredth; give money with at most two decimals"
        raise ValueError(msg)
    return round(amount, 2)


def not_given(value: object) -> bool:
    """Whether an optional value is left out; one left out is not written, nor fingerprinted."""
    return value is None or value == ()


Money = Annotated[float, Field(ge=0, le=1e9), AfterValidator(_whole_cents)]


class Value(BaseModel):
    """A frozen value that refuses unknown keys, NaN and infinities."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


class LocalText(Value):
    """One text in the three languages that commuters read."""

    en: SafeText
    zh_hant: SafeText = Field(alias="zh-Hant")
    zh_hans: SafeText = Field(alias="zh-Hans")

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        texts = {"en": self.en, "zh-Hant": self.zh_hant, "zh-Hans": self.zh_hans}
        return texts[language]


def unstated(value: object) -> bool:
    """Whether a fact that may be left out is: then files and fingerprints are as without it."""
    return value is None or value == ()


class Sourced(Value):
    """A fact, with where it comes from.

    Attributes:
        source: who says so; a page, a document, a person's role.
        as_of: the day on which that was true.
        assumed: True where the number is a guess; then `source` says how it was guessed.
    """

    source: SafeText
    as_of: date
    assumed: bool = False


class Effective(Value):
    """A fact that holds from a first to a last day, both included; open where not given."""

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            msg = f"valid_to {self.valid_to} lies before valid_from {self.valid_from}"
            raise ValueError(msg)
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the fact holds on that day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)
