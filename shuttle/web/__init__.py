"""Server-rendered pages in three languages that need no build step, script or external request."""
