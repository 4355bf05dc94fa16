"""Whether a chat model's sentences stand: pairs of a sentence and what it cites, kept or caught by the gates, counted by kind."""
