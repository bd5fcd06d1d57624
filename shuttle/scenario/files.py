"""Bytes to text and TOML, with limits, so that no file can do worse than be refused."""

import re
import tomllib
from pathlib import Path
from typing import Any

from shuttle.errors import InputError, Problem

MAX_BYTES = 5_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TOML_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE_TIME = re.compile(r"=\s*[\[{]?\s*\d{1,2}:\d{2}")


def refuse(path: Path, message: str, key: str = "") -> InputError:
    """The error for a file that cannot be used at all."""
    return InputError([Problem(str(path), key, message)])


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; False for a path that no file can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_text(path: Path, most_bytes: int = MAX_BYTES) -> str:
    """Text of a UTF-8 file of at most 5 MB or as said, with or without byte order mark.

    Raises:
        InputError: the file is missing, a folder, unreadable, too large, or not plain UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise refuse(path, "there is no such file; check the path") from None
    except IsADirectoryError:
        raise refuse(path, "is a folder; name a file") from None
    except (OSError, ValueError) as error:
        raise refuse(path, f"cannot be read: {error}") from None
    if len(content) > most_bytes:
        raise refuse(path, f"is larger than {most_bytes // 1_000_000} MB, the most that is read")
    return _decode(path, content)


def _decode(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise refuse(path, message, f"line {line}") from None
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        message = f"has the control character U+{ord(found[0]):04X}; remove it"
        raise refuse(path, message, f"line {line}")
    return text


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        InputError: the file cannot be read or is not TOML; names the line.
    """
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise refuse(path, "is nested too deeply; at most a dozen levels are read") from None
    except ValueError as error:
        raise _not_toml(path, text, str(error)) from None


def _not_toml(path: Path, text: str, reason: str) -> InputError:
    position = _TOML_POSITION.search(reason)
    words = _TOML_POSITION.sub("", reason)
    if position is None or position[1] is None:
        return refuse(path, f"is not TOML: {words[:200]}", "end of file" if position else "")
    line = int(position[1])
    if _BARE_TIME.search(text.splitlines()[line - 1]):
        return refuse(path, 'a time is written quoted, as "08:30"', f"line {line}")
    return refuse(path, f"is not TOML: {words[:200]}", f"line {line}")
