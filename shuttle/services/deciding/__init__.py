"""Tools to decide: why, what if, what for, how punctual, and what now."""
