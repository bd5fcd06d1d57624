"""Use cases: one module a verb. They know no HTTP and no command line."""
