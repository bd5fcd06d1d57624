"""`shuttle repair`: from a plan and a file to a plan for one date, in words, published or not."""

import json
from pathlib import Path

import pytest

from tests.cli.command import call, done

pytestmark = pytest.mark.usefixtures("autumn")

CLOSED = """\
known_at = "12:00"

[[entries]]
kind = "slower"
factor = 1.3
from = "12:00"
to = "20:00"
"""


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    path = tmp_path / "slow.toml"
    path.write_text(CLOSED, encoding="utf-8")
    return path


def test_a_repaired_plan_is_written_and_passes_the_check(
    tiny_plan: Path, slow: Path, tmp_path: Path
) -> None:
    out = tmp_path / "repaired.json"
    told = done("repair", "tiny", tiny_plan, "--disruption", slow, "--out", out)
    assert told
    assert done("check", "tiny", out).startswith("passes")
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["disruption"]["known_at"] == "12:00"


def test_it_is_said_in_the_language_asked_for(tiny_plan: Path, slow: Path) -> None:
    english = done("repair", "tiny", tiny_plan, "--disruption", slow)
    chinese = done("repair", "tiny", tiny_plan, "--disruption", slow, "--lang", "zh-Hant")
    assert english.isascii()
    assert not chinese.isascii()
    assert len(english.splitlines()) == len(chinese.splitlines())


def test_json_holds_all_languages_and_the_proof(tiny_plan: Path, slow: Path) -> None:
    found = json.loads(done("repair", "tiny", tiny_plan, "--disruption", slow, "--json"))
    assert found["proof"]["status"] == "optimal"
    assert all(set(words) == {"en", "zh-Hant", "zh-Hans"} for words in found["words"])


def test_it_is_published_for_one_date_in_one_go(
    tiny_plan: Path, slow: Path, published: Path
) -> None:
    words = ("--disruption", slow, "--publish", "2026-11-24", "--database", published)
    done("repair", "tiny", tiny_plan, *words)
    rows = json.loads(done("history", "--database", published, "--json"))
    listed = rows if isinstance(rows, list) else rows["versions"]
    assert [(row["first"], row["last"]) for row in listed][-1] == ("2026-11-24", "2026-11-24")


def test_a_repaired_plan_may_be_published_later(
    tiny_plan: Path, slow: Path, published: Path, tmp_path: Path
) -> None:
    out = tmp_path / "repaired.json"
    slow.write_text(f"date = 2026-11-25\n{CLOSED}", encoding="utf-8")
    done("repair", "tiny", tiny_plan, "--disruption", slow, "--out", out)
    at = ("--scenario", "tiny", "--database", published)
    done("publish", out, "--from", "2026-11-25", "--to", "2026-11-25", *at)
    refused = call("publish", out, "--from", "2026-11-25", "--to", "2026-11-26", *at)
    assert refused.code == 2


def test_a_wrong_file_is_told_with_every_problem(tiny_plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('known_at = "12:00"\n[[entries]]\nkind = "flood"\n', encoding="utf-8")
    outcome = call("repair", "tiny", tiny_plan, "--disruption", path)
    assert outcome.code == 2
    assert "entries[0].kind" in outcome.err


def test_the_folder_of_out_must_be_there(tiny_plan: Path, slow: Path, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "repaired.json"
    assert call("repair", "tiny", tiny_plan, "--disruption", slow, "--out", out).code == 2


def _statuses(store: Path, day: str) -> list[str]:
    at = ("--at", f"{day}T00:00:00+08:00", "--limit", "50")
    told = json.loads(
        done("departures", "--from", "south", "--to", "north", *at, "--database", store, "--json")
    )
    return [d["status"] for d in told["departures"] if d["service_date"] == day]


def test_departures_and_calendars_show_what_is_cancelled_on_that_date_alone(
    tiny_plan: Path, published: Path, tmp_path: Path
) -> None:
    path = tmp_path / "signal.toml"
    path.write_text(
        'known_at = "07:45"\n[[entries]]\nkind = "no-service"\nfrom = "07:50"\nto = "10:00"\n',
        encoding="utf-8",
    )
    before = _statuses(published, "2026-11-24")
    words = ("--disruption", path, "--publish", "2026-11-24", "--database", published)
    done("repair", "tiny", tiny_plan, *words)
    assert "cancelled" in _statuses(published, "2026-11-24")
    assert "cancelled" not in _statuses(published, "2026-11-25")
    done("export", "ical", "--out", tmp_path / "feeds", "--database", published)
    feeds = [file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.ics")]
    assert any("STATUS:CANCELLED" in feed for feed in feeds)
    done("rollback", "1", "--database", published)
    assert _statuses(published, "2026-11-24") == before
