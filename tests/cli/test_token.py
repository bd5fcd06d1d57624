import json
import re
from pathlib import Path

import pytest

from tests.cli.command import Outcome, call, done, process

pytestmark = pytest.mark.usefixtures("autumn")

_TOKEN = re.compile(r"shf_[A-Za-z0-9_-]{43}")


def _time(store: Path) -> str:
    """A time at which a bus leaves for the north."""
    at = ("--at", "2026-11-24T00:00:00+08:00", "--json")
    told = json.loads(
        done("departures", "--from", "south", "--to", "north", *at, "--database", store)
    )
    return str(told["departures"][0]["scheduled_departure"])[11:16]


def _add(store: Path, *more: str) -> Outcome:
    pick = ("--pick", f"to-north@{_time(store)}")
    return call("token", "add", *pick, *more, "--database", store)


def _listed(store: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        done("token", "list", "--json", "--database", store)
    )
    return found


def test_a_token_is_given_with_two_links(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUTTLE_BASE_URL", "https://bus.example.org")
    given = _add(published)
    https, webcal = given.out.splitlines()
    (token,) = set(_TOKEN.findall(given.out))
    assert https == f"https://bus.example.org/feeds/my/{token}.ics"
    assert webcal == f"webcal://bus.example.org/feeds/my/{token}.ics"
    assert f"shuttle token revoke {token[:12]}" in given.err


def test_the_list_tells_what_a_token_shows_and_never_the_token(published: Path) -> None:
    words = ("--days", "mon-thu", "--alarm", "15", "--label", "Ms Wong", "--lang", "zh-Hant")
    (token,) = set(_TOKEN.findall(_add(published, *words).out))
    listed = done("token", "list", "--database", published)
    assert token not in listed
    assert f"to-north@{_time(published)} mon,tue,wed,thu" in listed
    (row,) = _listed(published)
    assert (row["label"], row["prefix"], row["revoked_at"]) == ("Ms Wong", token[:12], None)
    shown = row["subscription"]
    assert isinstance(shown, dict)
    assert (shown["language"], shown["alarm_minutes"]) == ("zh-Hant", 15)


def test_json_has_the_token_this_once(published: Path) -> None:
    told = json.loads(_add(published, "--json").out)
    assert _TOKEN.fullmatch(told["token"])
    assert told["links"]["https"].endswith(f"/feeds/my/{told['token']}.ics")


def test_a_token_is_taken_back(published: Path) -> None:
    (token,) = set(_TOKEN.findall(_add(published).out))
    said = done("token", "revoke", token[:12], "--database", published)
    assert said == f"{token[:12]}… is taken back\n"
    (row,) = _listed(published)
    assert row["revoked_at"]
    again = call("token", "revoke", token[:12], "--database", published)
    assert again.code == 2


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("mon-thu", ["mon", "tue", "wed", "thu"]),
        ("fri,mon", ["mon", "fri"]),
        ("FRI-MON", ["mon", "fri", "sat", "sun"]),
        ("wed-wed", ["wed"]),
    ],
)
def test_weekdays_are_a_range_or_a_list(published: Path, days: str, expected: list[str]) -> None:
    assert _add(published, "--days", days).code == 0
    (row,) = _listed(published)
    assert row["subscription"]["picks"][0]["weekdays"] == expected  # type: ignore[index]  # JSON


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--pick", "to-north@03:33"), "trips leave at"),
        (("--pick", "to-moon@08:30"), "there is no direction 'to-moon'; known: to-north"),
        (("--pick", "to-north"), "write direction and time, as to-hksp@08:30"),
        (("--pick", "to-north@8h"), "is not a time"),
        (("--pick", "to-north@08:30", "--days", "someday"), "write them as mon-thu"),
        (("--duty", "D03"), "there is no duty 'D03'"),
        ((), "give either --pick DIRECTION@TIME for a rider, or --duty DUTY for a driver"),
        (("--pick", "to-north@08:30", "--duty", "D03"), "give either"),
    ],
)
def test_what_cannot_be_given_is_said_with_what_can(
    published: Path, words: tuple[str, ...], expected: str
) -> None:
    outcome = call("token", "add", *words, "--database", published)
    assert outcome.code == 2
    assert expected in outcome.err
    assert _listed(published) == []


def test_two_processes_give_different_tokens(published: Path) -> None:
    pick = ("--pick", f"to-north@{_time(published)}", "--database", published)
    outs = [process("token", "add", *pick).out for _ in range(2)]
    assert len({token for out in outs for token in _TOKEN.findall(out)}) == 2
