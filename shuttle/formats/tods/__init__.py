"""TODS v2.1: the work of drivers and buses behind a GTFS feed, for the operator alone."""
