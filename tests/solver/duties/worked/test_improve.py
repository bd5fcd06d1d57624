"""Groups of duties made anew: never dearer, whoever makes them, and done when time is up."""

from shuttle.solver.duties.stage import stage_pieces, work_facts
from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.improve import Improver
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.highs import Deadline
from tests.solver.duties.worked.day import working_day

HOUR = 3600.0


def facts_of(vehicles: int) -> WorkFacts:
    task = working_day(vehicles)
    return work_facts(task, stage_pieces(task))


def alone(facts: WorkFacts) -> list[Duty]:
    return [(piece,) for piece in range(len(facts))]


def cost(facts: WorkFacts, duties: list[Duty]) -> float:
    return float(Judge(facts).costs(duties).sum())


def test_a_start_covers_each_piece_once_and_improving_it_costs_no_more() -> None:
    facts = facts_of(4)
    improver = Improver(facts, None, 1, Deadline(HOUR))
    start = improver.start()
    better = improver.improve(start, 200_000, 2)
    for duties in (start, better):
        assert sorted(piece for duty in duties for piece in duty) == list(range(len(facts)))
    assert cost(facts, better) <= cost(facts, start) < cost(facts, alone(facts))


def test_processes_do_not_change_the_answer() -> None:
    facts = facts_of(4)
    found = []
    for workers in (1, 2):
        improver = Improver(facts, None, workers, Deadline(HOUR))
        found.append((improver.improve(alone(facts), 1, 4), improver.work))
    assert found[0] == found[1]


def test_no_group_is_made_after_the_deadline() -> None:
    facts = facts_of(4)
    improver = Improver(facts, None, 1, Deadline(0.0))
    assert improver.improve(alone(facts), 1_000_000_000, 10) == alone(facts)
    assert improver.work == 0
