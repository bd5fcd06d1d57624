"""GTFS: the whole timetable as one zip of tables, for trip planners and researchers."""
