"""What every sentence of an answer must pass, whoever wrote it: an extract's statements (checks.py); the claims in a chat model's sentences (proof.py).

A claim is held against a :class:`retrieval.gates.source.Source`, one file per thing that may be wrong: figures bound to what they are
of, bounds, years, negations, roles, places, and words enough in common. Nothing here writes; a reason in Chinese says why not.
"""
