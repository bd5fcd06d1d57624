"""A plan as tables for planners: one CSV file or one sheet of a workbook for each."""
