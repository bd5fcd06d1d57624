"""iCalendar feeds: weekly series with identities that outlive versions of the timetable."""
