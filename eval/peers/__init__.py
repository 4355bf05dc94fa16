"""Other ways to search the same plans, measured beside ours on the same questions and machine: ``make peers``."""
