"""Names of a claim beside those that stand in the same sentence or list of the text: one put in another's place."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.regions import find_mentions
from retrieval.gates.alignment import Alignment, words_in
from retrieval.gates.overlap import pairs_of
from retrieval.gates.parity import places_in

_PARTS = re.compile("[,，;；。:：!！?？]")
_ENDS = "[市县区州镇乡村港湾江河湖岛溪口]"
_MADE = re.compile(rf"(?=([\u4e00-\u9fff]{{2}}{_ENDS}))")
_JOIN = frozenset(
    "为由在和与及的是对从到给把被将向跟同或这那本全各该有要了不也都就还两三四五六七八九十一上下内外大小新老中个每按以至去来往"
)
#: So many items of a list must be another's, and so large a share, for it to be that list.
_SHARED, _MOST = 2, 0.5
#: Fewer words beside a place tell nothing; the words of another are its own where they suit it so much better.
_FEW, _CLEARLY = 3, 0.4
_RUN = re.compile(r"[\u4e00-\u9fff]{2,8}(?:(?:、|和|以及|及|与)[\u4e00-\u9fff]{2,8})+")
_JOINTS = re.compile("、|以及|和|及|与")


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str]:
    """Names of places that a folded text has: known ones, with and without what they are, and such as nobody knows (临屿区)."""
    found = {text[m.start : m.end] for m in find_mentions(text)} | set(places_in(text)) | made_names(text)
    bare = {re.sub("(?:市|县|区|州|省)$", "", n) for n in found if len(n) > 2}
    return frozenset(n for n in found | bare if len(n) > 1)


@lru_cache(maxsize=4096)
def made_names(text: str) -> frozenset[str]:
    """Two signs and what they are the name of (临屿区, 青渚港), where they are no word that the segmenter knows."""
    words = {w.text for w in words_in(text) if len(w.text) > 1}
    found = set()
    for match in _MADE.finditer(text):
        name = match[1]
        known = any(name in w or w in (name[:2], name[1:]) for w in words)
        if not known and name[0] not in _JOIN and name[1] not in _JOIN:
            found.add(name)
    return frozenset(found)


def other_item(alignment: Alignment) -> str:
    """An item of a list whose other items stand in one list of the text, where it does not; empty when none."""
    lists = [_JOINTS.split(run) for s in alignment.cited.single for run in _RUN.findall(s.words)]
    for run in _RUN.findall(alignment.claim):
        items = _JOINTS.split(run)
        if len(items) < 3:
            continue
        for theirs in lists:
            shared = [i for i in items if i in theirs]
            strange = [i for i in items if not any(i in t or t in i for t in theirs)]
            its_list = len(shared) >= max(_SHARED, _MOST * len(items)) and len(theirs) >= len(items)
            if its_list and len(strange) == 1 and items.index(strange[0]) not in (0, len(items) - 1):
                return f"原文的清单里没有“{strange[0]}”"
    return ""


def name_contrast(alignment: Alignment) -> float:
    """How much better the words beside a place of the claim suit what the text says beside it than beside another (-1..1); the worst of all.

    1 where the claim names no place of the text.
    """
    return min((gap for gap, _, _ in _contrasts(alignment)), default=1.0)


def swapped_place(alignment: Alignment) -> str:
    """A place of which the claim says what the text says of another in as many words; empty when none."""
    for gap, name, other in _contrasts(alignment):
        if gap <= -_CLEARLY:
            return f"原文这里说的是 {other}，不是 {name}"
    return ""


def _contrasts(alignment: Alignment) -> Iterator[tuple[float, str, str]]:
    """(how much better its own words suit it, a place of the claim, the place that they suit best) for each place and part."""
    texts = [part for s in alignment.cited.single for part in _PARTS.split(s.words) if part]
    known = [n for n in names_of(alignment.cited.words) if not any(n in name for name in alignment.cited.named.all)]
    said = {n: [t for t in texts if n in t] for n in known}
    for part in _PARTS.split(alignment.claim):
        mine = [n for n in known if n in part and said[n]]
        words = pairs_of(_without(part, known))
        if not mine or len(words) < _FEW:
            continue
        shares = {
            n: max(len(words & pairs_of(_without(t, known))) for t in said[n]) / len(words) for n in known if said[n]
        }
        others = {n: share for n, share in shares.items() if not any(n in m or m in n for m in mine)}
        if others:
            best = max(others, key=lambda n: others[n])
            yield from ((shares[n] - others[best], n, best) for n in mine)


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, "，")
    return text
