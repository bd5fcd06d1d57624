"""Where publications are kept: immutable, content-addressed, each written in one transaction."""
