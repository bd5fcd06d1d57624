"""From a scenario to a plan with its proof. The only package that knows OR-Tools."""
