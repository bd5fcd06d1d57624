import pytest
from pydantic import ValidationError

from shuttle.domain.subscription import Pick, Subscription

RIDER = Subscription(
    kind="rider",
    language="zh-Hant",
    picks=(
        Pick(direction="to-hksp", departure=510, weekdays=("mon", "tue", "wed", "thu")),
        Pick(trips=("to-hkstp-sz-1815",)),
    ),
    alarm_minutes=15,
)
DRIVER = Subscription(kind="driver", language="en", duties=("working-day-duty-3",))


@pytest.mark.parametrize("subscription", [RIDER, DRIVER])
def test_a_subscription_survives_its_json(subscription: Subscription) -> None:
    assert Subscription.model_validate_json(subscription.model_dump_json()) == subscription


def test_a_pick_runs_all_week_unless_told_otherwise() -> None:
    assert len(Pick(trips=("to-hksp-0830",)).weekdays) == 7


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "names no trip"),
        ({"direction": "to-hksp"}, "direction and departure together"),
        ({"departure": "08:30"}, "direction and departure together"),
        ({"trips": ["to-hksp-0830"], "weekdays": []}, "at least 1 item"),
        ({"trips": ["to-hksp-0830"], "weekdays": ["monday"]}, "Input should be 'mon'"),
    ],
)
def test_a_pick_that_cannot_be_followed_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Pick.model_validate(fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "rider"}, "a rider's subscription has picks"),
        ({"kind": "driver"}, "a driver's subscription has duties"),
        ({"kind": "driver", "picks": [{"trips": ["to-hksp-0830"]}]}, "has duties"),
        ({"kind": "driver", "duties": ["duty-1"], "alarm_minutes": -1}, "greater than or equal"),
        ({"kind": "driver", "duties": ["duty-1"], "alarm_minutes": 1441}, "less than or equal"),
    ],
)
def test_a_subscription_has_what_its_kind_needs(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Subscription.model_validate({"language": "en", **fields})
