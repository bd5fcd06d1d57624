"""Timetables that come as a table from a spreadsheet, with the habits of spreadsheets."""
