"""Cases so small that chance can be reckoned: the simulation must find what mathematics says."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.variation import SharedSpread, Variation
from shuttle.simulate.chance import Days, Streams
from shuttle.simulate.intervals import Estimate
from shuttle.simulate.laws import Law, fit
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import play
from shuttle.simulate.run import Experiment, simulate
from tests.builders import plan, trip
from tests.simulate.world import minutes, one_side, variation

STATED = minutes(30, 38, 48)
LAW = fit(STATED)
TOGETHER = SharedSpread(day_share=1, hour_share=0)
REPETITIONS = 400


def longer_than(law: Law, limit: float) -> float:
    """Chance that a duration exceeds a limit."""
    return 1 - NormalDist().cdf(math.log((limit - law.shift) / law.scale) / law.spread)


def out_and_back(buses: int = 1) -> tuple[Scenario, Plan]:
    """Each bus leaves `a`, takes 30 minutes as planned, and leaves `b` five minutes later."""
    place = one_side(STATED)
    runs = [
        trip(way, f"{hour:02d}:{minute:02d}", block=f"bus-{bus}")
        for bus in range(buses)
        for way, hour, minute in (("to-b", 8, 2 * bus), ("to-a", 8, 35 + 2 * bus))
    ]
    return place, plan(place, runs)


def within(place: Scenario, made: Plan, assumed: Variation, days: int, seed: int) -> Estimate:
    found = simulate(place, made, Experiment(assumed, days, seed))
    return next(entry.share for entry in found.departures if entry.minutes == 3)


def test_one_bus_out_and_back_is_late_as_often_as_the_normal_law_says() -> None:
    """Of its two departures the first is never late, the second where the way takes over 35 + 1."""
    place, made = out_and_back()
    exact = 1 - longer_than(LAW, 35 + 3 - 2) / 2
    found = within(place, made, variation(turn_round_minutes=2), 200_000, 5)
    assert found.low <= exact <= found.high
    assert found.high - found.low < 0.004


@pytest.mark.parametrize(("buses", "spread"), [(1, None), (6, TOGETHER)])
def test_95_of_100_intervals_cover_the_exact_share(buses: int, spread: SharedSpread | None) -> None:
    """Also where all six buses of a day share their chance: then a day is but one trial."""
    place, made = out_and_back(buses)
    assumed = variation(turn_round_minutes=2, **({"running": spread} if spread else {}))
    exact = 1 - longer_than(LAW, 36) / 2
    covered = 0
    for seed in range(REPETITIONS):
        found = within(place, made, assumed, 120, seed)
        covered += found.low <= exact <= found.high
    assert 0.925 <= covered / REPETITIONS <= 0.98


def expected_excess(law: Law, limit: float) -> float:
    """Mean of what a duration exceeds a limit by: of a shifted lognormal, as option prices have it.

    With k = limit - shift and d = ln(scale / k) / spread it is
    scale exp(spread^2 / 2) Phi(d + spread) - k Phi(d).
    """
    least, normal = limit - law.shift, NormalDist()
    d = math.log(law.scale / least) / law.spread
    grown = law.scale * math.exp(law.spread**2 / 2)
    return grown * normal.cdf(d + law.spread) - least * normal.cdf(d)


def test_95_of_100_intervals_cover_the_exact_mean_delay() -> None:
    """Means of a skewed figure need more days than shares do: 2,000 here, 10,000 unless asked."""
    place, made = out_and_back()
    exact = expected_excess(LAW, 35 - 2) / 2
    covered, repetitions = 0, 300
    for seed in range(repetitions):
        found = simulate(place, made, Experiment(variation(turn_round_minutes=2), 2000, seed))
        covered += found.departure_delay.low <= exact <= found.departure_delay.high
    assert 0.92 <= covered / repetitions <= 0.985


def test_a_bus_to_and_fro_all_day_is_late_as_lindleys_recursion_says() -> None:
    """The delay at each departure is max(0, delay + time - headway), by numbers on a fine grid."""
    place = one_side(STATED)
    headway, trips = 36, 8
    clock = [
        f"{(480 + headway * n) // 60:02d}:{(480 + headway * n) % 60:02d}" for n in range(trips)
    ]
    made = plan(place, [trip("to-b" if n % 2 == 0 else "to-a", at) for n, at in enumerate(clock)])
    planned = operation(place, made, variation())
    found = play(planned, Days(Streams(11), 0, 100_000), {})
    for number, (exact_mean, exact_late) in enumerate(lindley(headway, trips)):
        delay = found.departures[number] - np.float32(480 + headway * number)
        error = delay.std() / math.sqrt(len(delay)) if number else 1e-6
        assert abs(delay.mean() - exact_mean) < 3.5 * error + 0.01
        assert np.mean(delay > 3) == pytest.approx(exact_late, abs=0.007)


def lindley(headway: int, trips: int) -> list[tuple[float, float]]:
    """Mean delay and chance of more than three minutes, departure by departure."""
    step, cells = 0.05, 8000  # up to 400 minutes of delay
    edges = (np.arange(-cells, cells + 1) - 0.5) * step + headway
    scores = np.log(np.maximum(edges - LAW.shift, 1e-12) / LAW.scale) / LAW.spread
    upto = np.array([NormalDist().cdf(score) for score in scores])
    change = np.diff(upto)  # chance that a round adds (k - cells) steps to the delay
    delay = np.zeros(cells)
    delay[0] = 1.0
    minutes_late = np.arange(cells) * step
    found = []
    for _ in range(trips):
        found.append((float(delay @ minutes_late), float(delay[minutes_late > 3 + step / 2].sum())))
        size = 4 * cells
        added = np.fft.irfft(np.fft.rfft(delay, size) * np.fft.rfft(change, size), size)
        delay = added[cells : 2 * cells].copy()
        delay[0] += added[:cells].sum()
    return found
