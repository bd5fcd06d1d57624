"""From a scenario to a plan, also one that keeps to an earlier plan."""
