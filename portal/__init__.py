"""Everything a browser or another program sees: the API, the chat page, the renderer, the guard."""
