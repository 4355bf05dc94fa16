"""The words that stand around a name: by them it is the name of a place, or a part of something else (黄河|北岸, 长白山, 更新|的)."""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from index.keyword import tagged, words

_DIRECTIONS = frozenset("东南西北")
#: With a direction before it, a side of what is named before that: the 南侧 of 太湖, not 湖南.
_SIDES = frozenset("岸 侧 边 面 部 端 麓 坡 缘 翼".split())
#: 云南路 is a street, in whatever city.
_STREETS = frozenset("路 街 巷 大道 大街 胡同".split())
_PARTS_OF_CITIES = frozenset("城区 郊区 矿区 市区".split())
_LONGEST_WORD = 6
#: Kinds of words (first letters of the segmenter's tags) that leave the next one to itself: prepositions, conjunctions, particles, adverbs,
#: pronouns, signs.
_LOOSE = frozenset("pcuydrxwe")
#: Kinds of single characters that are everyday words before they are names: adjectives and verbs (新, 贵, 黑, 蒙).
_EVERYDAY = frozenset("av")


class Company:
    """A text as words of the language, each with its kind. Only words of the dictionary count: a guess proves nothing against a place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = tagged(text)
        self._ends = list(accumulate(len(word) for word, _ in self._words))

    def _word_over(self, at: int) -> tuple[int, int, str]:
        """(start, end, kind) of the word that holds the character at ``at``; empty at the end of the text."""
        i = bisect_right(self._ends, at)
        if i >= len(self._ends):
            return at, at, ""
        return self._ends[i] - len(self._words[i][0]), self._ends[i], self._words[i][1]

    def is_cut(self, at: int) -> bool:
        """Whether no word reaches over ``at``."""
        return self._word_over(at)[0] == at

    def is_word(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is one word or several whole ones."""
        return self.is_cut(start) and self.is_cut(end)

    def is_one_word(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is exactly one word of the language."""
        return self._word_over(start)[:2] == (start, end)

    def allows_place(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, which reads like the name of a place, may be one here."""
        return not (self.is_torn(start, end) or self._lends_direction(end) or self._is_street(end))

    def is_torn(self, start: int, end: int) -> bool:
        """Whether the words of the text run across ``text[start:end]``: 以上|海洋 has no 上海, 长白山 no 白山.

        A word across its start alone is no proof: the company 川投 has a plant in 资阳, whatever 投资 is.
        """
        word_start, word_end, _ = self._word_over(start)
        if word_start == start:
            return False
        if word_end < end:
            return not self.is_cut(end)
        before, kind_before = tagged(self._text[word_start:start])[-1]
        return len(before) < 2 and kind_before[:1] not in _LOOSE  # 中国台湾, 从金华 are two words each

    def allows_county(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` may name a county: counties are many, and some have names like what any city has (老城区)."""
        if not self.is_word(start, end) or not self.allows_place(start, end):
            return False  # 和县 inside 机关和县属机关
        first, rest = self._text[start], self._text[start + 1 : end]
        plain = rest in _PARTS_OF_CITIES and tagged(first)[0][1][:1] in _EVERYDAY
        return not plain or self._kind_before(start) == "ns"

    def allows_sign(self, at: int) -> bool:
        """Whether the character at ``at``, the sign of a province (赣), may stand for it here: a word of its own, no everyday one."""
        start, end, kind = self._word_over(at)
        if (start, end) != (at, at + 1) or kind[:1] in _EVERYDAY:
            return False
        return self._kind_before(at)[:1] in _LOOSE or self._text[max(0, at - 1) : at] == "是"

    def _kind_before(self, at: int) -> str:
        return self._word_over(at - 1)[2] if at else "x"

    def _lends_direction(self, end: int) -> bool:
        """黄河北岸: the direction that a name would end with belongs to the word behind it."""
        if self._text[end - 1] not in _DIRECTIONS or self._text[end : end + 1] in _DIRECTIONS:
            return False  # 山西北部 is 山西 and 北部, whatever 西北部 is
        return self._word_over(end)[0] == end - 1 or self._following(end) in _SIDES

    def _is_street(self, end: int) -> bool:
        return self._following(end) in _STREETS

    def _following(self, end: int) -> str:
        """The first word of what stands behind ``end``, whatever word runs across it: 南京路|网 is 南京 and 路网."""
        return next(iter(words(self._text[end : end + _LONGEST_WORD], known_only=True)), "")


@lru_cache(maxsize=64)
def company_of(text: str) -> Company:
    """The company of every name in a text; several readers of one question share it."""
    return Company(text)
