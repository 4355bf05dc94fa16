"""Pages of the reader made of sentences that tests write, and single features of them."""

from collections.abc import Sequence

import numpy as np

from retrieval.question.phrasing import Phrasing
from retrieval.reading.candidate import Candidate, CandidateKind
from retrieval.reading.features import NAMES, features_of
from retrieval.reading.page import Page, make_page
from retrieval.search.ranking import Found

NOTHING = Found({}, {}, {}, {})


def candidate(
    text: str, heading: str = "", kind: CandidateKind = "sentence", clause: str = "p#1", unit: int = -1
) -> Candidate:
    return Candidate(kind, "p", clause, heading, text, 0, len(text), unit)


def page_of(*texts: str | tuple[str, str]) -> Page:
    """Sentences, or (heading, sentence)."""
    return make_page([candidate(t) if isinstance(t, str) else candidate(t[1], t[0]) for t in texts])


def column(name: str, page: Page, asked: Phrasing | str, found: Found = NOTHING) -> list[float]:
    """A feature of every candidate, rounded."""
    asked = Phrasing(asked) if isinstance(asked, str) else asked
    return rounded(features_of(page, asked, found)[:, NAMES.index(name)])


def rounded(values: Sequence[float] | np.ndarray) -> list[float]:
    return [round(float(value), 3) for value in values]
