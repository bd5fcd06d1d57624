"""Frozen values in the field's words (GTFS and TODS first). Nothing here reads files or solves."""
