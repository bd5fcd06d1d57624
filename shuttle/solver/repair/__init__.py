"""The rest of a disrupted day, planned anew with as little change as possible."""
