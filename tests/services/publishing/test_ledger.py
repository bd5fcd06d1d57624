"""When SEQUENCE and LAST-MODIFIED rise, and when nothing may change."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shuttle.domain.feed import RenderedFile, Revision
from shuttle.services.publishing.ledger import files_to_store, revise
from shuttle.store.records import FileVersion

START = datetime(2026, 3, 1, 4, tzinfo=UTC)


def _after(*publications: dict[str, str]) -> dict[str, Revision]:
    """The ledger after publications a day apart, each given as content by UID."""
    ledger: dict[str, Revision] = {}
    for number, contents in enumerate(publications):
        ledger = revise(ledger, contents, START + timedelta(days=number))
    return ledger


def test_a_new_uid_begins_at_sequence_zero() -> None:
    assert _after({"a": "x"})["a"] == Revision(
        uid="a", content_sha256="x", sequence=0, created=START, last_modified=START
    )


def test_unchanged_content_keeps_its_revision() -> None:
    assert _after({"a": "x"}, {"a": "x"}) == _after({"a": "x"})


def test_changed_content_raises_sequence_and_last_modified_and_keeps_created() -> None:
    revision = _after({"a": "x"}, {"a": "y"})["a"]
    assert revision.sequence == 1
    assert revision.last_modified == START + timedelta(days=1)
    assert revision.created == START


def test_content_that_returns_to_what_it_was_is_a_change_too() -> None:
    assert _after({"a": "x"}, {"a": "y"}, {"a": "x"})["a"].sequence == 2


def test_a_uid_that_disappears_stays_in_the_ledger() -> None:
    assert _after({"a": "x"}, {})["a"].sequence == 0


def test_a_uid_that_comes_back_continues_with_a_higher_sequence() -> None:
    revision = _after({"a": "x"}, {"a": "y"}, {}, {"a": "y"})["a"]
    assert revision.sequence == 2
    assert revision.last_modified == START + timedelta(days=3)


def test_uids_are_kept_in_order() -> None:
    assert list(_after({"b": "x"}, {"c": "x", "a": "x"})) == ["a", "b", "c"]


contents = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))


@given(st.lists(contents, max_size=8))
def test_sequence_and_last_modified_rise_together_and_only_with_the_content(
    publications: list[dict[str, str]],
) -> None:
    seen: dict[str, Revision] = {}
    for number in range(1, len(publications) + 1):
        ledger = _after(*publications[:number])
        for uid, content in publications[number - 1].items():
            now, before = ledger[uid], seen.get(uid)
            assert now.content_sha256 == content
            if before and now.sequence == before.sequence:
                assert now == before
            elif before:
                assert now.sequence > before.sequence
                assert now.last_modified > before.last_modified
            seen[uid] = now


def test_the_first_version_of_a_file_is_dated_by_its_publication() -> None:
    rendered = [RenderedFile(path="a.txt", media_type="text/plain", body=b"a")]
    (file,) = files_to_store(rendered, {}, START)
    assert file.last_modified == START


def test_a_file_that_changes_back_is_dated_by_the_publication_that_did_it() -> None:
    before: dict[str, FileVersion] = {}
    for number, body in enumerate((b"a", b"b", b"a")):
        rendered = [RenderedFile(path="a.txt", media_type="text/plain", body=body)]
        (file,) = files_to_store(rendered, before, START + timedelta(days=number))
        before = {file.path: file.version()}
    assert before["a.txt"].last_modified == START + timedelta(days=2)
