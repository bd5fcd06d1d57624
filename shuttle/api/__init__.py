"""The public HTTP API: what apps and calendars read."""
