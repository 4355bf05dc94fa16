"""What is claimed, tried on many made cases and counted: changed plans, bent sentences, misbehaving models and endpoints; ``make prove``."""
