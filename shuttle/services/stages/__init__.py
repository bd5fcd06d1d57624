"""Single stages for timetables and blocks that somebody else made."""
