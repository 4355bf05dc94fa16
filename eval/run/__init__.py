"""Answers and rankings recorded, a row a question, and read back as cases."""
