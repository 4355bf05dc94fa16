"""What we say to a model: one Markdown file per message, and one strict loader."""
