"""A draft held against the plans: every figure that it states, and whether the plan of its place states it so."""
