"""Pictures of plans as SVG: the same string for a page, a notebook and a file."""
