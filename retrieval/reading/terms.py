"""The official things that a question names, by an official term or an everyday wording: the committed table of wordings, read at run time."""

from dataclasses import dataclass
from functools import cache

from corpus.script import simplified
from index.training_data import read_wordings
from retrieval.question.lexicon import load_lexicon
from retrieval.question.phrases import Phrases

#: Shorter wordings stand in other words.
_SHORTEST = 2
#: From this length on an official term is meant as it stands.
_TERM = 3


@dataclass(frozen=True, slots=True)
class Term:
    """``words`` as asked; ``ways`` a plan may say it, ``words`` among them; ``neighbours`` what it must not be taken for.

    ``official``: the question uses an official term, not an everyday wording.
    """

    words: str
    ways: tuple[str, ...]
    neighbours: tuple[str, ...] = ()
    official: bool = False


def find_terms(text: str) -> tuple[list[Term], str]:
    """(the terms in a text in simplified lower case, the longest at each place; the text with a blank for each)."""
    table, phrases = _table()
    found, rest = [], list(text)
    for start, end, phrase in phrases.find(text):
        found.append(table[phrase])
        rest[start:end] = " " * (end - start)
    return found, "".join(rest)


@cache
def _table() -> tuple[dict[str, Term], Phrases]:
    """Wording -> its term; and what finds the wordings in a text."""
    table: dict[str, Term] = {}

    def plain(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(simplified("\n".join(words)).lower().split("\n"))) if words else ()

    wordings = list(read_wordings())
    for wording in wordings:
        official, neighbours = plain(wording.official), plain(wording.neighbours)
        for words in plain(wording.everyday):
            known = table.get(words)
            ways = (*known.ways, *official) if known else (words, *official)
            table[words] = Term(words, tuple(dict.fromkeys(ways)), neighbours)
    for words, official in load_lexicon().official.items():
        known = table.get(words)
        ways = (words, *plain(official), *(known.ways if known else ()))
        table[words] = Term(words, tuple(dict.fromkeys(ways)), known.neighbours if known else ())
    for wording in wordings:
        official, neighbours = plain(wording.official), plain(wording.neighbours)
        for words in official:
            known = table.get(words)
            ways = (words, *official, *(known.ways if known else ()))
            table[words] = Term(words, tuple(dict.fromkeys(ways)), neighbours, len(words) >= _TERM)
    return table, Phrases([words for words in table if len(words) >= _SHORTEST])
