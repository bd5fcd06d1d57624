"""Other people's solvers, each run in a process and an environment of its own."""
