import re
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from shuttle.web.languages import PAGE_LANGUAGES, catalogue

CODES = list(PAGE_LANGUAGES)


def placeholders(phrase: Any) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(str(phrase)) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_the_same_things(code: str) -> None:
    own, english = catalogue(code).words, catalogue("en").words
    assert set(own) == set(english)
    for key, phrase in english.items():
        if isinstance(phrase, list):
            assert len(own[key]) == len(phrase)
        elif key not in {"date", "short_date"}:
            assert placeholders(own[key]) == placeholders(phrase), key


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    package = files("shuttle.web")
    sources = [*package.iterdir(), *package.joinpath("templates").iterdir()]
    text = "".join(one.read_text("utf-8") for one in sources if one.name.endswith((".py", ".html")))
    computed = {"scheduled", "delayed", "cancelled", "nothing_title", "unavailable_title"}
    named = set(re.findall(r"""["']([a-z_]+)["']""", text)) | computed
    assert set(catalogue("en").words) - named == set()
    said = set(re.findall(r"""say\("([a-z_]+)""", text))
    assert said <= set(catalogue("en").words)


@pytest.mark.parametrize("code", ["tc", "sc"])
def test_chinese_catalogues_do_not_mix_scripts(code: str) -> None:
    traditional, simplified = set("車時間為開區從這個歷與點"), set("车时间为开区从这个历与点")
    wrong = simplified - traditional if code == "tc" else traditional - simplified
    found = {sign for phrase in catalogue(code).words.values() for sign in str(phrase)} & wrong
    assert found == set()
