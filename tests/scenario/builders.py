"""Copies of the tiny seed with one thing changed, and what the reader says of them."""

import shutil
from pathlib import Path

import pytest

from shuttle.errors import InputError, Problem
from shuttle.scenario import load_scenario, shared_root

TINY = shared_root() / "seeds" / "tiny"


def copy_tiny(folder: Path) -> Path:
    """The tiny seed in a folder of its own."""
    return Path(shutil.copytree(TINY, folder / "tiny"))


def change(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(path: Path, config: Path | None = None) -> tuple[Problem, ...]:
    """Everything the reader finds wrong."""
    with pytest.raises(InputError) as caught:
        load_scenario(path, config)
    return caught.value.problems


def problems_after(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """File name, key and message of everything wrong after changes of the tiny seed."""
    tiny = copy_tiny(folder)
    for old, new in changes:
        change(tiny / "scenario.toml", old, new)
    return brief(problems_of(tiny))


def brief(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Problems without the folder of their file."""
    return [(Path(one.file).name, one.key, one.message) for one in problems]
