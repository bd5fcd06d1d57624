"""Timetable, blocks and duties in one model, for services of one route whose drivers are priced."""
