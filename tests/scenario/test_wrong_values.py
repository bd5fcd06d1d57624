from pathlib import Path

import pytest

from tests.scenario.builders import brief, change, copy_tiny, problems_after, problems_of

SCENARIO = "scenario.toml"
TIME = 'is not a time; write it quoted as "08:30", from "00:00" to "48:00"'
GATE_HOURS = '[[ports.gate.hours]]\nfrom = "07:00"'
MADE_UP = 'source = "Made up"\nas_of = 2026-11-22\nassumed = true'
STEPS = (
    "steps = [{{ riders_up_to = 10, extra_minutes = 2 }}, "
    "{{ riders_up_to = {}, extra_minutes = {} }}]\n" + MADE_UP
)
CARRY_OVER = 'semantics = "carry-over"'
CROWDED = f"comfortable_percent = {{}}\nprice_per_rider = {{}}\n{MADE_UP}"
STAY = (
    'from_stop = "south"\nto_stop = "{}"\nwanted_minutes = {}\nprice_per_missing_minute = 2\n'
    + MADE_UP
)
TO_GATE = 'to = "gate"\nbands = [{ minutes = 10 }]'


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("seats = 10", "seats = -10", "vehicle_types.small.seats", "-10 must be greater than 0"),
        ("seats = 10", "seats = 0", "vehicle_types.small.seats", "0 must be greater than 0"),
        ("count = 3", "count = -1", "vehicle_types.small.count", "-1 must be 0 or more"),
        ("count = 3", "count = nan", "vehicle_types.small.count", "nan is not a finite number"),
        (
            "cost_per_day = 300",
            "cost_per_day = -inf",
            "vehicle_types.small.cost_per_day",
            "-inf is not a finite number",
        ),
        (
            "count = 3",
            "count = 99999999999999999999999",
            "vehicle_types.small.count",
            "is too large a number; at most 1,000,000,000 is accepted",
        ),
        ("seats = 10", 'seats = "10"', "vehicle_types.small.seats", '"10" is not a whole number'),
        ("seats = 10", "seats = true", "vehicle_types.small.seats", "true is not a whole number"),
        ("seats = 10", "seats = 9.5", "vehicle_types.small.seats", "9.5 is not a whole number"),
        (GATE_HOURS, "[[ports.gate.hours]]\nfrom = 700", "ports.gate.hours[0].from", f"700 {TIME}"),
        (
            GATE_HOURS,
            "[[ports.gate.hours]]\nfrom = 07:00:00",
            "ports.gate.hours[0].from",
            f'"07:00:00" {TIME}',
        ),
        (
            GATE_HOURS,
            '[[ports.gate.hours]]\nfrom = "7:00"',
            "ports.gate.hours[0].from",
            f'"7:00" {TIME}',
        ),
        (
            GATE_HOURS,
            '[[ports.gate.hours]]\nfrom = "23:00"',
            "ports.gate.hours[0]",
            "ends at 22:00, not after its start 23:00",
        ),
        (
            "reference_date = 2026-11-23",
            'reference_date = "next Monday"',
            "reference_date",
            '"next Monday" is not a date; write it as 2026-11-23',
        ),
        (
            "reference_date = 2026-11-23",
            "reference_date = 9999-12-31",
            "reference_date",
            '"9999-12-31" must be 2099-12-31 or less',
        ),
        (
            "minutes = 20\n",
            "minutes = { p50 = 9, p85 = 8, p95 = 12 }\n",
            "ports.gate.clearance[0].minutes",
            "needs p50 <= p85 <= p95, has 9, 8, 12",
        ),
        (
            "minutes = 20\n",
            'minutes = "20"\n',
            "ports.gate.clearance[0].minutes",
            '"20" is no duration; write minutes, as 12 or { p50 = 8, p85 = 12, p95 = 15 }',
        ),
        (
            'en = "Tiny example"',
            'en = "Tiny\\u0007example"',
            "title.en",
            '"Tiny\\u0007example" has the character U+0007; write plain text on one line',
        ),
        ('name = "tiny"', 'name = "A B"', "name", '"A B" is not an id; '),
        ("grid_minutes", "grid_minuts", "policies.grid_minuts", "is not a key here; did you mean"),
        (
            "format = 1",
            "format = 1\nx = 1",
            "x",
            "is not a key here; known are booking, calendars, contact",
        ),
        ('service = "tiny"', "", "service", "is missing; add it (text in quotes)"),
        ("format = 1", "format = 2", "format", "2 is not accepted; write 1"),
        (
            'file = "demand.csv"',
            'file = "../../secret.csv"',
            "demand.file",
            '"../../secret.csv" is not the name of a .csv file beside the scenario',
        ),
        ("[depots.south]", "[depots.South]", "depots.South", '"South" is not an id; '),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_its_mend(
    tmp_path: Path, old: str, new: str, key: str, message: str
) -> None:
    problems = problems_after(tmp_path, (old, new))
    assert [problem[:2] for problem in problems] == [(SCENARIO, key)]
    assert problems[0][2].startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        (
            'stops = ["south", "north"]',
            'stops = ["south", "west"]',
            "routes.tiny.stops[1]",
            'there is no stop "west"; known are north, south',
        ),
        (
            'ports = ["gate"]',
            'ports = ["gate", "door"]',
            "routes.tiny.ports[1]",
            'there is no port "door"; known are gate',
        ),
        (
            'rule_profile = "strictest"',
            'rule_profile = "lax"',
            "drivers.rule_profile",
            'there is no driver rule profile "lax"; known are strictest',
        ),
        (
            'rule_profile = "strictest"',
            'rule_profile = "strictest"\nhand_over_places = ["south", "west"]',
            "drivers.hand_over_places[1]",
            'there is no stop or depot "west"; known are north, south',
        ),
        (
            'driver_rules = ["strictest"]',
            'driver_rules = ["strictest", "lax"]',
            "use.driver_rules[1]",
            '"lax" is not in config/driver_rules.toml, which has: hk, mainland, strictest',
        ),
        (
            TO_GATE,
            'to = "gate"\nbands = [{ minutes = 10, day_types = ["sunday"] }]',
            "legs[0].bands[0].day_types[0]",
            'there is no day type "sunday"; known are working-day',
        ),
        (
            GATE_HOURS,
            f"[[ports.gate.dwell_by_load]]\n{STEPS.format(9, 3)}\n\n{GATE_HOURS}",
            "ports.gate.dwell_by_load[0]",
            "needs riders_up_to that rise, has 10, 9",
        ),
        (
            GATE_HOURS,
            f"[[ports.gate.dwell_by_load]]\n{STEPS.format(20, 1)}\n\n{GATE_HOURS}",
            "ports.gate.dwell_by_load[0]",
            "needs extra_minutes that do not fall, has 2, 1 at p50",
        ),
        (
            GATE_HOURS,
            2 * f"[[ports.gate.dwell_by_load]]\n{STEPS.format(20, 4)}\n\n" + GATE_HOURS,
            "ports.gate.dwell_by_load[1]",
            "overlaps ports.gate.dwell_by_load[0]: both hold at 00:00;",
        ),
        (
            "[policies]",
            f"[[ports.gate.dwell_by_load]]\n{STEPS.format(20, 4)}\n\n[policies]\n{CARRY_OVER}",
            "ports.gate.dwell_by_load",
            "buses wait for their riders under seat-guarantee alone; leave one of the two out",
        ),
        (
            "[policies.prices]",
            f"[policies.crowding]\n{CROWDED.format(101, 5)}\n[policies.prices]",
            "policies.crowding.comfortable_percent",
            "101 must be 100 or less",
        ),
        (
            "[policies.prices]",
            f"[policies.crowding]\n{CROWDED.format(80, 300)}\n[policies.prices]",
            "policies.crowding.price_per_rider",
            "300 is more than unserved_per_rider 50, so that an empty seat would be cheaper;",
        ),
        (
            "[policies.prices]",
            f"[[policies.stays]]\n{STAY.format('moon', 60)}\n[policies.prices]",
            "policies.stays[0].to_stop",
            'there is no stop "moon"; known are north, south',
        ),
        (
            "[policies.prices]",
            f"[[policies.stays]]\n{STAY.format('south', 60)}\n[policies.prices]",
            "policies.stays[0].to_stop",
            'no route joins "south" and "south"; name its two ends',
        ),
        (
            "[policies.prices]",
            f"[[policies.stays]]\n{STAY.format('north', 0)}\n[policies.prices]",
            "policies.stays[0].wanted_minutes",
            "0 must be 1 or more",
        ),
        (
            "[policies]",
            '[policies]\nlayovers = [{ stop = "moon", minutes = 5 }]',
            "policies.layovers[0].stop",
            'there is no stop "moon"; known are north, south',
        ),
        (
            '[depots.north]\nstop = "north"',
            '[depots.north]\nstop = "south"',
            "depots.north.stop",
            '"south" already has the depot "south"; a stop has one depot',
        ),
        (
            'to = "22:00"',
            'to = "26:00"',
            "ports.gate.hours[0].to",
            "26:00 lies after 24:00; end there and add the next day's hours from 00:00",
        ),
        (
            'from = "gate"\nto = "north"',
            'from = "gate"\nto = "gate"',
            "legs[1].to",
            '"gate" is also where the leg begins',
        ),
        (
            'when = "(weekday or',
            'when = "(payday or',
            "day_types[0].when",
            '"(payday or (cn.makeup and policy.makeup_days_run)) and not c…": "payday" is not',
        ),
        (
            "headways = [{ min_minutes = 20, max_minutes = 90 }]",
            "headways = [{ min_minutes = 20, max_minutes = 10 }]",
            "policies.headways[0].max_minutes",
            "10 is less than min_minutes 20",
        ),
        (
            'name = { en = "South Park", zh-Hant = "南園", zh-Hans = "南园" }\nside = "hk"',
            'name = { en = "South Park", zh-Hant = "南園", zh-Hans = "南园" }\nside = "sz"',
            "routes.tiny.ports",
            "must be empty, for both stops lie on one side",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_named(
    tmp_path: Path, old: str, new: str, key: str, message: str
) -> None:
    problems = problems_after(tmp_path, (old, new))
    assert (SCENARIO, key) in [problem[:2] for problem in problems]
    found = next(problem[2] for problem in problems if problem[1] == key)
    assert found.startswith(message)


def test_a_route_needs_a_leg_each_way_to_each_port(tmp_path: Path) -> None:
    problems = problems_after(tmp_path, ('from = "gate"\nto = "north"', 'from = "gate"\nto = "x"'))
    message = 'has no leg from "gate" to "north"; add it to [[legs]]'
    assert (SCENARIO, "routes.tiny", message) in problems


@pytest.mark.parametrize("taken", ["stops", "my"])
def test_a_route_does_not_take_the_address_of_other_feeds(tmp_path: Path, taken: str) -> None:
    problems = problems_after(tmp_path, ("[routes.tiny]", f"[routes.{taken}]"))
    found = [message for file, key, message in problems if key == f"routes.{taken}"]
    assert [message for message in found if message.startswith("is taken: it names /feeds/")]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    scenario, demand = tiny / SCENARIO, tiny / "demand.csv"
    change(scenario, "seats = 10", "seats = -10")
    change(scenario, GATE_HOURS, "[[ports.gate.hours]]\nfrom = 700")
    change(scenario, 'rule_profile = "strictest"', 'rule_profile = "lax"')
    change(scenario, 'timezone = "Asia/Hong_Kong"', 'timezone = "Europe/Berlin"')
    change(scenario, 'stop = "south"', 'stop = "moon"')
    change(demand, "08:30,6,hk", "08:30,-6,hk")
    assert [problem[:2] for problem in brief(problems_of(tiny))] == [
        (SCENARIO, "stops.south.timezone"),
        (SCENARIO, "ports.gate.hours[0].from"),
        (SCENARIO, "vehicle_types.small.seats"),
        (SCENARIO, "depots.south.stop"),
        (SCENARIO, "drivers.rule_profile"),
        ("demand.csv", "row 3, riders"),
    ]


def test_a_wrong_name_in_an_unsound_part_is_found_too(tmp_path: Path) -> None:
    problems = problems_after(
        tmp_path,
        ('park = "south"', 'park = "sotuh"'),
        ('timezone = "Asia/Hong_Kong"', "timezone = 8"),
    )
    assert {problem[1] for problem in problems} == {"stops.south.park", "stops.south.timezone"}
