"""Shuttle plans, publishes and serves the bus timetables between science parks across a border."""

__version__ = "0.1.0"
