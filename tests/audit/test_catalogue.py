from pathlib import Path

import pytest

from shuttle.audit.check import CHECKS, check
from shuttle.domain.rules import catalogue
from tests.builders import plan, riders, scenario, trip

RULES = tuple(catalogue())
TESTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path.name != Path(__file__).name
]


def test_every_rule_has_its_audit_and_no_audit_lacks_its_rule() -> None:
    assert tuple(CHECKS) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_seen_broken_in_some_test(rule: str) -> None:
    assert any(f'"{rule}"' in text for text in TESTS)


def test_a_plan_that_keeps_every_rule_has_no_violation() -> None:
    place = scenario(demand=(riders(5, "08:00"), riders(50, "09:00", "b-a", wish="arrive_by")))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:45"), trip("to-b", "09:30")])
    back = plan(
        place,
        [
            trip("to-b", "08:00"),
            trip("to-a", "08:45"),
            trip("to-b", "09:30"),
            trip("to-a", "11:00"),
        ],
    )

    assert [violation.rule for violation in check(place, answer)] == ["depot-balance"] * 2
    assert check(place, back) == ()


def test_violations_come_in_the_catalogues_order_then_by_subject() -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", "23:10"), trip("to-b", "08:03"), trip("to-b", "05:00")])
    found = [(violation.rule, violation.subject) for violation in check(place, answer)]

    assert found == sorted(found, key=lambda entry: (RULES.index(entry[0]), entry[1]))
    assert found[:3] == [
        ("departure-grid", "to-b-0500"),
        ("departure-grid", "to-b-0803"),
        ("departure-grid", "to-b-2310"),
    ]


def test_the_same_plan_gets_the_same_verdict_twice() -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", "23:10"), trip("to-b", "08:03")])

    assert check(place, answer) == check(place, answer)
