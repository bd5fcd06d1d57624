"""The catalogue of sentences: complete in three languages, and filled in by each."""

import string

import pytest

from shuttle.domain.base import LANGUAGES
from shuttle.domain.sentences import catalogue, clock, listed, plain, say
from tests.builders import text as in_words


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_sentence_asks_for_the_same_values_in_every_language(key: str) -> None:
    sentence = catalogue()[key]
    wanted = _fields(sentence.text.en)
    for language in LANGUAGES:
        assert _fields(sentence.text.in_language(language)) == wanted
        if sentence.one is not None:
            assert _fields(sentence.one.in_language(language)) <= wanted


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_sentence_is_written_in_chinese_where_it_has_words(key: str) -> None:
    text = catalogue()[key].text
    words = "".join(part for part, *_ in string.Formatter().parse(text.en))
    if any(letter.isalpha() for letter in words):
        assert text.zh_hant != text.en
        assert text.zh_hans != text.en


def test_values_are_filled_in_by_language() -> None:
    stop = in_words("Science Park")
    said = say("common.towards", stop=stop)
    assert said.en == "to Science Park"
    assert said.zh_hant == f"往{stop.zh_hant}"


def test_one_of_a_thing_is_not_said_as_several() -> None:
    assert say("common.trips", count=1).en == "1 trip"
    assert say("common.trips", count=2).en == "2 trips"
    assert say("common.trips", count=0).en == "0 trips"


def test_lists_end_with_and() -> None:
    texts = [plain("a"), clock(510), plain(3)]
    assert listed(texts).en == "a, 08:30 and 3"
    assert listed(texts).zh_hant == "a、08:30和3"
    assert listed(texts[:1]).en == "a"
    assert listed([]).en == ""


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("common.towards")
