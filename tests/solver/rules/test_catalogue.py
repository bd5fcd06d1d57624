from importlib import import_module

import pytest

from shuttle.domain.rules import catalogue
from shuttle.solver.rules import SOLVER_SIDE

# They speak of the figures that a plan states; the solver makes them, nothing shapes its model.
FIGURES_ALONE = {"objective-value", "kpi-value", "service-day"}

PAIRS = {"headway": ("min-headway", "max-headway"), "span": ("first-departure", "last-departure")}


def test_every_rule_has_a_solver_side_but_those_on_stated_figures() -> None:
    assert set(SOLVER_SIDE) | FIGURES_ALONE == set(catalogue())
    assert not set(SOLVER_SIDE) & FIGURES_ALONE
    assert {catalogue()[rule].stage for rule in FIGURES_ALONE} == {"figures"}


@pytest.mark.parametrize("module", sorted(set(SOLVER_SIDE.values())))
def test_the_solver_side_of_a_rule_can_be_imported(module: str) -> None:
    assert import_module(module).__doc__


def test_a_rules_own_module_bears_its_name() -> None:
    for rule, module in SOLVER_SIDE.items():
        name = module.rpartition(".")[2]
        if module.startswith("shuttle.solver.rules."):
            assert rule in PAIRS.get(name, (name.replace("_", "-"),))
            assert f"`{rule}`" in (import_module(module).__doc__ or "")
