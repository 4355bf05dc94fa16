"""How fast and how large: the engine measured on corpora of 10^3, 10^4 and 10^5 passages, a plain pipeline beside it."""
