from pathlib import Path

import pytest

from shuttle.errors import InputError
from shuttle.scenario import load_plan, load_scenario
from tests.scenario.builders import brief, copy_tiny, problems_of


def write(folder: Path, content: bytes) -> Path:
    file = folder / "scenario.toml"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        (b"a = 1\nb = \n", "line 2", "is not TOML: Invalid value"),
        (b"a = 1\nopen = 08:30\n", "line 2", 'a time is written quoted, as "08:30"'),
        (b"a = [1, 2", "end of file", "is not TOML: Unclosed array"),
        (b"a = 1\na = 2\n", "line 2", "is not TOML: Cannot overwrite a value"),
        (b'a = "x\x00"\n', "line 1", "has the control character U+0000; remove it"),
        (b'a = 1\nb = "x\x07"\n', "line 2", "has the control character U+0007; remove it"),
        (b"a = 1\nb = '\xff'\n", "line 2", "the byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"a = " + b"[" * 5000, "", "is nested too deeply; at most a dozen levels are read"),
        (b"a = " + b"9" * 5000, "", "is not TOML: Exceeds the limit"),
    ],
)
def test_a_file_that_is_not_toml_is_refused_with_its_line(
    tmp_path: Path, content: bytes, key: str, message: str
) -> None:
    [problem] = brief(problems_of(write(tmp_path, content)))
    assert problem[:2] == ("scenario.toml", key)
    assert problem[2].startswith(message)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path / "none.toml")
    assert problem.message == "there is no such file; check the path"
    assert problem.file == str(tmp_path / "none.toml")


def test_a_folder_without_a_scenario_is_refused(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path)
    assert problem.file == str(tmp_path / "scenario.toml")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").mkdir()
    [problem] = problems_of(tmp_path / "scenario.toml" / "..")
    assert problem.message == "is a folder; name a file"


def test_a_path_that_no_file_can_have_is_refused() -> None:
    [problem] = problems_of(Path("x" * 5000))
    assert problem.message.startswith("cannot be read")


def test_a_file_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    [problem] = problems_of(write(tmp_path, b"#" * 10_000_000))
    assert problem.message == "is larger than 5 MB, the most that is read"


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    plain = load_scenario(tiny)
    for name in ("scenario.toml", "demand.csv"):
        content = (tiny / name).read_bytes()
        (tiny / name).write_bytes(b"\xef\xbb\xbf" + content)
    assert load_scenario(tiny) == plain


def test_tables_nested_without_end_are_refused(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    with (tiny / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write("\n[" + ".".join(["deep"] * 3000) + "]\n")
    assert "deep.deep.deep" in {problem.key for problem in problems_of(tiny)}


def test_a_list_without_end_is_refused(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    with (tiny / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write("\n[[overrides]]" * 3000)
    messages = {problem.key: problem.message for problem in problems_of(tiny)}
    assert messages["overrides"] == "has 3000 entries; at most 2000 are read"


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        ("{", "", "is not JSON: "),
        ("[]", "", "is not a table"),
        ('{"format": 2}', "format", "2 is not accepted; write 1"),
        ('{"trips": [{"departure": 510}]}', "trips[0].departure", "510 is not a time"),
        ("[" * 5000, "", "is not JSON: "),
    ],
)
def test_a_wrong_plan_is_refused_with_its_key(
    tmp_path: Path, content: str, key: str, message: str
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_plan(file)
    found = {problem.key: problem.message for problem in caught.value.problems}
    assert found[key].startswith(message)
