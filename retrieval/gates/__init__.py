"""What every sentence of an answer must pass, whoever wrote it: an extract's statements (checks.py); a chat model's sentences (proof.py).

A claim is held against what it cites (cited.py): exact checks, one file per thing that may be wrong (figures, values, manner, parity, bodies),
then a learned chance that the words say it (alignment, facts, support_model). Nothing here writes; a reason in Chinese says why not.
"""
