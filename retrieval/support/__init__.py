"""Whether a sentence of a plan says what a piece of a model's answer claims: figures bound to what they are of, bounds, years, negations,
roles, places, and words enough in common. Nothing here writes; a reason in Chinese says why a claim is not supported.

One file per thing that may be wrong; what it compares a claim with is a :class:`retrieval.support.source.Source`.
"""
