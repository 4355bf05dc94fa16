"""A report of a run: one HTML file that needs nothing else, the same as Markdown for CI and as JSON for programs."""
