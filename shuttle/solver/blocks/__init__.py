"""From a whole vehicle flow to blocks."""
