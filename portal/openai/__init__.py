"""OpenAI's chat interface over our answers: its clients ask here as they ask any model, and get the sources in text and as data."""
