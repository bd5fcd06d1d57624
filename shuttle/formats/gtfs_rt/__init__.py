"""GTFS-Realtime: what is different today, on top of the GTFS feed of the same version."""
