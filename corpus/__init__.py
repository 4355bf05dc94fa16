"""What the plans say: texts in, clause trees with character spans out. Knows nothing about search."""
