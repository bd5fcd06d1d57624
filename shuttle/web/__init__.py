"""Server-rendered pages in three languages: no build step, no script, no external request."""
