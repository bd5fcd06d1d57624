"""Use cases: planning, deciding, publishing, serving. They know no HTTP and no command line."""
