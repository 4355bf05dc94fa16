"""Answers and rankings recorded, a row a question, with what they depend on, and read back as cases."""
