<<<<<<< HEAD
"""Use cases: what planners and commuters ask for, one module a verb."""
=======
"""Use cases, one module a verb."""
>>>>>>> store
