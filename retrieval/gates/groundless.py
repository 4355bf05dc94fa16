"""A part of a claim whose words stand nowhere in what is cited, neither they nor any near them: it was added."""

import re
from collections.abc import Mapping

from retrieval.gates.alignment import Alignment, Word, vectors_of_words, words_in
from retrieval.gates.overlap import official

#: A part of fewer telling words may be only a way of speaking; so large a share of them must be met nowhere.
_FEWEST, _MOST = 3, 0.75
#: A word that is nearer than this to one of the text may stand for it.
_NEAR = 0.65
#: What people say about a text and not from it, and what they compare with.
_SPEAKING = re.compile(
    "没有|不是|并非|不能|不算|两者|相差|高出|低于|高于|做到|属于|作为|还有|才能|出现|实际|资料|底线|下限|上限|关系|参考|整体|老百姓|办法|意思|说法|问题"
)


def groundless_word(claim: str, text: str, alike: Mapping[str, str]) -> str:
    """The first words of a claim, by patterns, of which a text has nothing ``alike``; empty when none."""
    for words, ground in alike.items():
        found = re.search(words, claim)
        if found and not re.search(ground, text):
            return found.group()
    return ""


def groundless_part(alignment: Alignment) -> str:
    """The words of such a part, but for the first part, which may lead in; empty when there is none."""
    known = alignment.cited.everything
    theirs, _ = vectors_of_words(tuple(dict.fromkeys(w.text for w in words_in(known))))
    parts: dict[int, list[Word]] = {}
    for word in alignment.words:
        if not word.light and word.kind[:1] in "nv" and len(word.text) > 1 and not _SPEAKING.search(word.text):
            parts.setdefault(word.part, []).append(word)
    for part, words in parts.items():
        if not part or len(words) < _FEWEST or not len(theirs):
            continue
        mine, _ = vectors_of_words(tuple(w.text for w in words))
        near = (mine @ theirs.T).max(axis=1)
        loose = [
            w.text for w, close in zip(words, near, strict=True) if close < _NEAR and not _stands(w.text, alignment)
        ]
        if len(loose) >= _MOST * len(words):
            return f"原文没有说“{'、'.join(loose)}”"
    return ""


def _stands(word: str, alignment: Alignment) -> bool:
    """Whether a word, a piece of it, its signs or its official form stand in what is cited."""
    known = alignment.cited.everything
    pieces = (word[at : at + 2] for at in range(len(word) - 1))
    spelt = all(sign in alignment.evidence for sign in word)
    return spelt or any(p in known for p in pieces) or any(o in known for o in official(word).split("，") if o)
