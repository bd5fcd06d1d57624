"""Blocks for trips that somebody else has timetabled: solved, then checked from the task alone."""

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import BlockAnswer, BlockTask
from shuttle.errors import CheckError
from shuttle.solver.blocks.fixed import solve_blocks
from shuttle.solver.optimise import Options, silent
from shuttle.solver.progress import Report


def make_blocks(task: BlockTask, options: Options, report: Report = silent) -> BlockAnswer:
    """Blocks that pass the independent check.

    Raises:
        InfeasibleError: no blocks drive every trip.
        NoPlanError: the time limit came before any blocks.
        CheckError: solver and check disagree, which is an error of this program.
    """
    answer = solve_blocks(task, options, report)
    faults = check_block_answer(task, answer)
    if faults:
        message = "The blocks are wrong, which is an error of this program; please report it."
        raise CheckError(message, faults)
    return answer
