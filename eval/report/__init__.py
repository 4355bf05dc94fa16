"""A run written out: as one HTML file that needs nothing else, as Markdown for CI, as JSON for programs, and in the formats of other tools."""
