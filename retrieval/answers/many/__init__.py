"""A question without a place over more plans than one answer tells of: counts, a table of the best, the provinces."""
