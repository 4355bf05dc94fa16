"""Names that are made of several nouns."""

from functools import lru_cache
from itertools import groupby

from index.keyword import tagged

#: The kinds of words, by the beginnings of their tags, that such a name is made of; and the fewest signs of one.
_NOUNS = ("n", "vn", "j", "s")
_FEWEST = 4


@lru_cache(maxsize=256)
def compounds_in(text: str) -> tuple[str, ...]:
    """The runs of two nouns or more in a text, the longest first."""
    runs = (list(run) for noun, run in groupby(tagged(text), key=lambda word: word[1].startswith(_NOUNS)) if noun)
    names = ("".join(word for word, _ in run) for run in runs if len(run) > 1)
    return tuple(sorted((name for name in names if len(name) >= _FEWEST), key=len, reverse=True))
