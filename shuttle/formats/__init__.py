"""The forms in which a published timetable leaves Shuttle, one package a form."""
