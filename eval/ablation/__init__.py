"""The parts of retrieval switched off, one at a time, and what each is worth."""
