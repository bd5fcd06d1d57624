"""GTFS feeds of other agencies as timetables of one date."""
