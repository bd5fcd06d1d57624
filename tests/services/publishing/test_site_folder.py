"""A folder that changes from one state to the next in one step."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from shuttle.errors import InputError
from shuttle.services.publishing.site_folder import SiteFile, put_in_place

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def state(number: int, *names: str) -> list[SiteFile]:
    """Files that say of which state they are, and one that is the same in all."""
    at = NOON + timedelta(days=number)
    own = [SiteFile(f"public/{name}.txt", f"{number}".encode(), at) for name in names or ("a",)]
    return [*own, SiteFile("public/deep/er/same.txt", b"same", at)]


def _texts(folder: Path) -> dict[str, str]:
    root = folder / "current"
    return {str(p.relative_to(root)): p.read_text() for p in root.rglob("*") if p.is_file()}


def _everything(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in [folder, *folder.rglob("*")]}


def test_a_state_is_shown_under_a_folder_that_is_made(tmp_path: Path) -> None:
    assert put_in_place(tmp_path / "new" / "site", "one", state(1))
    assert _texts(tmp_path / "new" / "site") == {
        "public/a.txt": "1",
        "public/deep/er/same.txt": "same",
    }


def test_files_carry_the_date_of_what_they_say(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1))
    dated = (tmp_path / "current/public/a.txt").stat().st_mtime
    assert dated == (NOON + timedelta(days=1)).timestamp()


def test_the_same_state_again_writes_nothing(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1))
    before = _everything(tmp_path)
    assert not put_in_place(tmp_path, "one", state(2))
    assert _everything(tmp_path) == before


def test_a_file_that_stays_keeps_its_date_and_takes_no_room(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1))
    before = (tmp_path / "current/public/deep/er/same.txt").stat()
    put_in_place(tmp_path, "two", state(2))
    after = (tmp_path / "current/public/deep/er/same.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    changed = (tmp_path / "current/public/a.txt").stat()
    assert changed.st_mtime == (NOON + timedelta(days=2)).timestamp()


def test_a_file_that_changes_has_a_later_date_whatever_it_says_of_itself(tmp_path: Path) -> None:
    for name, text in (("one", b"1"), ("two", b"2"), ("three", b"3")):
        put_in_place(tmp_path, name, [SiteFile("a.txt", text, NOON)])
    assert (tmp_path / "current/a.txt").stat().st_mtime == NOON.timestamp() + 2


def test_a_disk_without_links_gets_a_copy_with_its_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    put_in_place(tmp_path, "one", state(1))
    put_in_place(tmp_path, "two", state(2))
    same = tmp_path / "current/public/deep/er/same.txt"
    assert same.read_text() == "same"
    assert same.stat().st_mtime == (NOON + timedelta(days=1)).timestamp()


def test_what_the_new_state_does_not_have_is_gone(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1, "a", "b"))
    put_in_place(tmp_path, "two", state(2, "a"))
    assert "public/b.txt" not in _texts(tmp_path)


def test_the_state_before_is_kept_and_older_ones_are_not(tmp_path: Path) -> None:
    for number, name in enumerate(("one", "two", "three"), 1):
        put_in_place(tmp_path, name, state(number))
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ["three", "two"]


def test_an_earlier_state_can_return(tmp_path: Path) -> None:
    for name, number in (("one", 1), ("two", 2), ("one", 1)):
        assert put_in_place(tmp_path, name, state(number))
    assert _texts(tmp_path)["public/a.txt"] == "1"


def test_a_run_that_is_stopped_leaves_what_was_shown(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1))

    def breaking() -> Iterator[SiteFile]:
        yield from state(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_in_place(tmp_path, "two", breaking())
    assert _texts(tmp_path)["public/a.txt"] == "1"
    assert [path.name for path in (tmp_path / "versions").iterdir()] == ["one"]


def test_remains_of_a_killed_run_are_cleared_away(tmp_path: Path) -> None:
    put_in_place(tmp_path, "one", state(1))
    (tmp_path / "versions" / ".begun-abc").mkdir()
    (tmp_path / "versions" / "two").mkdir()
    (tmp_path / ".current-two").symlink_to("nowhere")
    put_in_place(tmp_path, "two", state(2))
    assert _texts(tmp_path)["public/a.txt"] == "2"
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ["one", "two"]


def test_a_reader_never_sees_two_states_at_once(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(20)]
    put_in_place(tmp_path, "0", state(0, *names))
    stop = Event()

    def read() -> set[frozenset[str]]:
        seen: set[frozenset[str]] = set()
        while not stop.is_set():
            root = (tmp_path / "current").resolve()  # as a request that opens the root once
            with suppress(FileNotFoundError):  # two exports went by while it was read
                seen.add(frozenset((root / f"public/{name}.txt").read_text() for name in names))
        return seen

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for number in range(1, 30):
            put_in_place(tmp_path, str(number), state(number, *names))
        stop.set()
        seen = reading.result()
    assert seen
    assert all(len(texts) == 1 for texts in seen)


def test_two_exports_at_once_leave_one_whole_state(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(put_in_place, tmp_path, str(n), state(n, "a", "b")) for n in range(8)]
        assert all(one.result() for one in done)
    texts = _texts(tmp_path)
    assert texts["public/a.txt"] == texts["public/b.txt"]


def test_a_folder_that_somebody_made_is_not_taken_away(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(InputError, match="is no link that an export made"):
        put_in_place(tmp_path, "one", state(1))


def test_a_disk_that_refuses_is_told_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "versions").write_text("a file in the way")
    with pytest.raises(InputError, match=r"versions.*what was shown before is shown on"):
        put_in_place(tmp_path, "one", state(1))
