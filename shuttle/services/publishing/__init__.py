"""What is put before riders, version by version."""
