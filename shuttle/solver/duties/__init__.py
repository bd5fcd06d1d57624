"""Driver duties for given vehicle blocks: column generation with a bound on their number."""
