"""Timetables as planners make them today, to compare with: even headways and even loads."""
