"""Decisions in the source bent one at a time, to see whether a test notices; see docs/mutation.md."""
