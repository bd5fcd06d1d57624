import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuttle.errors import InputError
from shuttle.scenario.gtfs.feed import read_feed
from tests.scenario.gtfs.feeds import MONDAY, TABLES, feed, refusals


@pytest.mark.parametrize("body", [b"", b"stop_id\n", b"PK\x05\x06"])
def test_what_is_no_zip_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "feed.zip"
    path.write_bytes(body)
    [(key, message)] = refusals(path)
    assert key == ""
    assert message.startswith("is not a zip file that can be read")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusals(tmp_path / "none.zip") == [("", "there is no such file; check the path")]


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = feed(tmp_path, {"old/stops.txt": "stop_id\n"})
    assert refusals(path) == [("stops.txt", "is there twice, as stops.txt and old/stops.txt")]


def test_a_line_without_end_is_refused_and_costs_no_memory(tmp_path: Path) -> None:
    path = feed(tmp_path, {"stop_times.txt": "trip_id," + "x" * 50_000_000})
    tracemalloc.start()
    found = refusals(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (
        "stop_times.txt, after row 0",
        "cannot be read: a line has 100000 characters or more",
    ) in found
    assert most < 20_000_000


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    rows = "".join("a row\n" for _ in range(40_000))
    found = refusals(feed(tmp_path, {"stops.txt": f'stop_id\n"{rows}'}))
    assert found[0][1].startswith("cannot be read: field larger than field limit")


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    path = feed(tmp_path)
    body = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("stop_times.txt").header_offset + 60
    body[start : start + 20] = b"\xff" * 20
    path.write_bytes(body)
    assert any(key.startswith("stop_times.txt, after row") for key, _ in refusals(path))


@given(
    st.sampled_from(sorted(set(TABLES) - {"agency.txt"})),
    st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=4),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_does_worse_than_be_refused(
    tmp_path: Path, table: str, rows: list[list[str]]
) -> None:
    more = "\n".join(",".join(row) for row in rows)
    body = (TABLES[table] + more).encode("utf-8", "surrogatepass")
    try:
        assert read_feed(feed(tmp_path, {table: body}), MONDAY).trips
    except InputError as error:
        assert error.problems  # noqa: PT017 - readable is as good
