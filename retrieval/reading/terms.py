"""The official things that a question names, by an official term or an everyday wording: the committed table of wordings, read at run time."""

from dataclasses import dataclass
from functools import cache

from corpus.script import simplified
from index.training_data import read_wordings
from retrieval.question.lexicon import load_lexicon

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
    table, longest = _table()
    found, at, rest = [], 0, list(text)
    while at < len(text):
        for size in range(min(longest, len(text) - at), _SHORTEST - 1, -1):
            term = table.get(text[at : at + size])
            if term and not _inside_latin(text, at, size):
                found.append(term)
                rest[at : at + size] = " " * size
                at += size - 1
                break
        at += 1
    return found, "".join(rest)


def _inside_latin(text: str, at: int, size: int) -> bool:
    """COD is not in CODE."""
    word = text[at : at + size]
    beside = text[max(0, at - 1) : at] + text[at + size : at + size + 1]
    return word.isascii() and any(sign.isascii() and sign.isalnum() for sign in beside)


@cache
def _table() -> tuple[dict[str, Term], int]:
    """Wording -> its term; and the length of the longest."""
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
    return table, max(map(len, table))
