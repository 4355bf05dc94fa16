"""The shortest stretch of a sentence that answers: contiguous comma parts that meet the most of the question in the fewest characters."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from index.vectors import Vectors, unit_length
from retrieval.question.phrasing import Phrasing
from retrieval.reading.features import weighed_words, whole_of
from retrieval.reading.vectors import sums_of, words_of
from retrieval.search.wording import parts_of, with_consequence

#: Longer stretches are no short answer.
_MOST_PARTS = 6
#: What a character costs, in shares of the question; what a figure or a time is worth where one is asked.
_CHARACTER_COST, _ASKED_FOR = 0.0012, 0.25
#: Meaning of the whole stretch beside that of its words.
_WHOLE_SHARE = 0.5


@dataclass(frozen=True)
class Meaning:
    """The words of a question as vectors (n, d) with their weights, and the whole question as one vector."""

    words: Vectors
    weights: Vectors
    whole: Vectors
    _held: dict[str, tuple[Vectors, float]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, asked: Phrasing) -> "Meaning":
        """The meaning of what is asked."""
        words, weights = weighed_words(asked)
        return cls(unit_length(sums_of(words)), weights, whole_of(asked))

    def met(self, text: str) -> Vectors:
        """How well each word of the question is met by the nearest word of a text, (n,)."""
        return self.held_against(text)[0]

    def held_against(self, text: str) -> tuple[Vectors, float]:
        """(how well each word of the question is met (n,), the cosine of the question to the words of the text together)."""
        if text not in self._held:  # each half of the program is asked again
            self._held[text] = self._hold(text)
        return self._held[text]

    def _hold(self, text: str) -> tuple[Vectors, float]:
        said = words_of(text)
        if not said:
            return np.zeros(len(self.weights), dtype=np.float32), 0.0
        sums = sums_of(said)
        nearest: Vectors = (self.words @ unit_length(sums).T).max(axis=1)
        return nearest, float(unit_length(sums.sum(axis=0, keepdims=True))[0] @ self.whole)


def best_stretch(meaning: Meaning, text: str, *, sought: Callable[[str], bool] | None = None) -> tuple[int, int]:
    """``text[start:end]``: the stretch that answers best; one that has what is ``sought`` is preferred. Ties: the shorter."""
    parts = parts_of(text)
    if not parts:
        return 0, len(text)
    met = np.stack([meaning.met(text[a:b]) for a, b in parts])
    sums = np.cumsum(
        np.concatenate([np.zeros((1, meaning.whole.size)), sums_of([text[a:b] for a, b in parts])]), axis=0
    )
    best, chosen = -np.inf, parts[0]
    for first in range(len(parts)):
        for last in range(first, min(first + _MOST_PARTS, len(parts))):
            start, end = parts[first][0], parts[last][1]
            end = with_consequence(text, parts, end)
            share = float(meaning.weights @ met[first : last + 1].max(axis=0))
            together = unit_length(sums[last + 1 : last + 2] - sums[first : first + 1])[0]
            score = share + _WHOLE_SHARE * float(together @ meaning.whole)
            score += _ASKED_FOR * bool(sought and sought(text[start:end])) - _CHARACTER_COST * (end - start)
            if score > best + 1e-9:
                best, chosen = score, (start, end)
    return chosen
