"""The learned reader: which sentence, ledger row or heading of a plan answers a question, and whether any does.

Trained by ``python -m retrieval train`` from the committed questions in ``data/``, run with numpy alone.
"""
