"""What Shuttle says to planners, each sentence in three languages: one catalogue.

The sentences stand in the TOML files beside this module, one file a concern; a sentence's key is
the file's name and its own, as `explain.fleet-size`. Values are filled in by name, each in the
sentence's own language.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from shuttle.domain.base import LANGUAGES, Language, LocalText, Value
from shuttle.domain.time import format_minute

_COMMA: Mapping[Language, str] = {"en": ", ", "zh-Hant": "、", "zh-Hans": "、"}
_AND: Mapping[Language, str] = {"en": " and ", "zh-Hant": "和", "zh-Hans": "和"}


class Sentence(Value):
    """A sentence of the catalogue.

    Attributes:
        text: in three languages, with `{name}` where values go.
        one: the same where the value `count` is 1; only where a language needs it.
    """

    text: LocalText
    one: LocalText | None = None


@cache
def catalogue() -> dict[str, Sentence]:
    """Every sentence by its key."""
    found: dict[str, Sentence] = {}
    adapter = TypeAdapter(dict[str, Sentence])
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            read = adapter.validate_python(tomllib.loads(entry.read_text(encoding="utf-8")))
            concern = entry.name.removesuffix(".toml")
            found |= {f"{concern}.{name}": sentence for name, sentence in read.items()}
    return found


def say(key: str, **values: LocalText | str | int) -> LocalText:
    """A sentence with its values, in every language.

    Args:
        key: as `explain.fleet-size`.
        values: by name; `count` also chooses between singular and plural. Texts in three
            languages are filled in by language.

    Raises:
        KeyError: no such sentence, or one of its values is missing.
    """
    sentence = catalogue()[key]
    chosen = sentence.one if sentence.one is not None and values.get("count") == 1 else None
    text = chosen or sentence.text
    return _in_each({language: _filled(text, language, values) for language in LANGUAGES})


def listed(texts: Sequence[LocalText]) -> LocalText:
    """Several texts as one list: `a, b and c`."""
    parts = {language: [text.in_language(language) for text in texts] for language in LANGUAGES}
    return _in_each({language: _joined(mine, language) for language, mine in parts.items()})


def plain(text: str | int) -> LocalText:
    """A text that is the same in every language: a number, a code, an id."""
    return _in_each(dict.fromkeys(LANGUAGES, str(text)))


def clock(minute: int) -> LocalText:
    """A service minute as a clock time."""
    return plain(format_minute(minute))


def _filled(text: LocalText, language: Language, values: Mapping[str, object]) -> str:
    mine = {
        name: value.in_language(language) if isinstance(value, LocalText) else value
        for name, value in values.items()
    }
    return text.in_language(language).format(**mine)


def _joined(parts: Sequence[str], language: Language) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - a list of one needs no "and"
        return "".join(parts)
    return _COMMA[language].join(parts[:-1]) + _AND[language] + parts[-1]


def _in_each(texts: Mapping[Language, str]) -> LocalText:
    return LocalText(en=texts["en"], zh_hant=texts["zh-Hant"], zh_hans=texts["zh-Hans"])
