"""Use cases: what planners and commuters ask for, one module a verb."""
