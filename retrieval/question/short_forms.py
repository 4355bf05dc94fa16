"""Short forms: 长护险 is 长期护理保险, a sign for each of its words, the first, or of the last word the last."""

import re
from collections.abc import Sequence

from index.keyword import words

#: Of fewer signs a short form may be that of too much else: 地铁 is no 地方铁路.
_FEWEST = 3
#: A word of a name has so many signs at most.
_LONGEST = 4
_CHINESE = re.compile("[\u4e00-\u9fff]+")


def other_forms(name: str, text: str) -> tuple[str, ...]:
    """What a text writes for a name in full, or for short; empty where it has neither, or the name is of too few signs."""
    return tuple(dict.fromkeys((*_in_full(name, text), *_for_short(name, text))))


def _in_full(name: str, text: str) -> list[str]:
    if len(name) < _FEWEST or not _CHINESE.fullmatch(name):
        return []
    gap = f"[\u4e00-\u9fff]{{0,{_LONGEST - 1}}}?"
    begun = re.finditer(f"{gap}".join(name), text)
    stretches = (text[match.start() : match.end() + more] for match in begun for more in range(_LONGEST))
    return [stretch for stretch in stretches if _stand_for(name, words(stretch), stretch)]


def _stand_for(name: str, own: Sequence[str], stretch: str) -> bool:
    """Whether a stretch consists of as many words as a name has signs, each of which begins with its sign, or the last ends with it."""
    if len(own) != len(name) or "".join(own) != stretch or any(len(word) < 2 for word in own):
        return False
    begin = [word.startswith(sign) for word, sign in zip(own, name, strict=True)]
    return all(begin[:-1]) and (begin[-1] or own[-1].endswith(name[-1]))


def _for_short(name: str, text: str) -> list[str]:
    own = words(name)
    if len(own) < _FEWEST or "".join(own) != name or any(len(word) < 2 or not _CHINESE.fullmatch(word) for word in own):
        return []
    initials = "".join(word[0] for word in own)
    return [short for short in (initials, initials[:-1] + own[-1][-1]) if short in text]
