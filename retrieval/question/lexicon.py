"""Everyday words to official ones. The words are data (lexicon.toml); nothing in them is made for one question."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from index.training_data import read_wordings
from retrieval.question.phrases import Phrases

#: Letters that stand for a name, and such a name, of so many characters.
_LETTERS, _CHINESE, _NAME = re.compile(r"[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]"), re.compile("[\u4e00-\u9fff]+"), 5
#: An official term of this length is no everyday word.
_TERM = 5
_FILE = Path(__file__).resolve().parent.parent / "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``official`` maps a lower-case everyday phrase to the words plans use for it, ``phrases`` finds the phrases."""

    official: Mapping[str, tuple[str, ...]]
    phrases: Phrases

    def find(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """(start, end, official words) of the everyday phrases in a text, longest first, without overlaps."""
        return [(start, end, self.official[phrase]) for start, end, phrase in self.phrases.find(text)]


@cache
def load_lexicon(path: Path = _FILE) -> Lexicon:
    """Read lexicon.toml (a packaged file: a mistake in it is a bug, not a user's error)."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    official: dict[str, tuple[str, ...]] = {}
    for entry in data["synonym"]:
        for phrase in entry["say"]:
            known = official.get(phrase.lower(), ())
            official[phrase.lower()] = (*known, *(w for w in entry["plan"] if w not in known))
    for short, full in _abbreviations():
        official.setdefault(short.lower(), (full,))
    for term in {word for words in official.values() for word in words if len(word) >= _TERM}:
        official.setdefault(term.lower(), (term,))  # an official term stays in one piece
    return Lexicon(official, Phrases(official))


def _abbreviations() -> Iterator[tuple[str, str]]:
    """(letters, what they are short for): two terms of one line of the table of wordings that are alike but for these."""
    for wording in read_wordings():
        for short, full in permutations(wording.official, 2):
            for letters in _LETTERS.finditer(short):
                before, behind = short[: letters.start()], short[letters.end() :]
                middle = full[len(before) : len(full) - len(behind)]
                alike = full.startswith(before) and full.endswith(behind)
                if alike and len(middle) >= _NAME and _CHINESE.fullmatch(middle):
                    yield letters.group(), middle
