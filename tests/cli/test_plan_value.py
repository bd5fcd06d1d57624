"""What riders value, as a planner states it in a file and reads it in the summary."""

from pathlib import Path

from tests.cli.command import call, done, tiny_copy

MADE_UP = 'source = "Made up"\nas_of = 2026-11-22\nassumed = true\n'
CROWDING = f"[policies.crowding]\ncomfortable_percent = 50\nprice_per_rider = 2\n{MADE_UP}"
STAY = (
    '[[policies.stays]]\nfrom_stop = "south"\nto_stop = "north"\nwanted_minutes = 600\n'
    f"price_per_missing_minute = 0.5\n{MADE_UP}"
)
DWELL = (
    "[[ports.gate.dwell_by_load]]\none_rider = { p50 = 5, p85 = 7, p95 = 10 }\n"
    f"riders_up_to = [5, 10]\n{MADE_UP}"
)


def test_the_summary_tells_of_crowds_and_stays_where_they_are_priced(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, ("[policies.prices]", f"{CROWDING}\n{STAY}\n[policies.prices]"))
    outcome = call("plan", copy, "--out", tmp_path / "plan.json")

    assert outcome.code == 0, outcome.err
    assert " above the comfortable share of seats" in outcome.out
    assert "tiny from hk: " in outcome.out
    assert "stay" in next(line for line in outcome.out.splitlines() if " cost " in line)
    assert call("check", copy, tmp_path / "plan.json").code == 0


def test_a_port_may_keep_buses_waiting_for_their_riders(tmp_path: Path) -> None:
    copy = tiny_copy(tmp_path, ("[[ports.gate.hours]]", f"{DWELL}\n[[ports.gate.hours]]"))
    told = done("plan", copy, "--out", tmp_path / "plan.json")

    assert " of them at the port, for whom no bus waits)" in told
    assert call("check", copy, tmp_path / "plan.json").code == 0
    assert call("check", "tiny", tmp_path / "plan.json").code == 5
