"""The command line: calls services, prints, maps errors to exit codes."""
