"""Timetable and vehicles in one model: headway arcs by bus type and a time-space flow."""
