"""What a question wants reckoned of figures: a sum, a mean, a share, a ratio, a difference, an order."""

import re
from dataclasses import dataclass
from functools import cached_property

from retrieval.question.asked import asks_for_share_of_all
from retrieval.question.bounds import value_of
from retrieval.question.slot_model import LIKELY, asks_for, chance_of
from retrieval.question.superlatives import EITHER, asks_for_greater, ranks_wider, weighs_again
from retrieval.question.ways import share_of

#: 甲市比乙市高吗: yes, no or the same; 甲市比乙市高，对吗 as well.
_WHETHER = re.compile(r"比.{1,14}(?P<word>[高低多少大小快慢])(?:吗|么|吧|不)")
_CLAIMED = re.compile(
    r"比(?:(?!还是|或者?)[^，,\d]){1,14}?(?<![多大高])(?P<word>[高低多少大小快慢])(?:出|了)?(?:一?[点些]|(?P<gap>\d[\d.,]*[^\d，,。？?吗么吧的]{0,6}))?(?=$|[的吗么吧，,。？?])"
)
_MORE = "高多大快"
#: 顶多补多少, where 最高的是哪个 asks which.
_MOST = re.compile("(?:最多|顶多|至多|最高|封顶|撑死)(?!的)")
_RATIO = re.compile(r"几倍|多少倍|倍数|百分之几(?!十)|(?i:\btimes\b)")
_WEIGHS = re.compile(
    rf"对比|比较|比[^，,。？?]{{1,14}}{EITHER}(?:还是|或者?){EITHER}|(?:谁|哪(?:个|边|家|里)).{{0,14}}{EITHER}(?!点|要|区|视)|(?i:highe[rs]|lowe[rs]|large[rs]|smalle[rs])"
)
#: From this chance on a sum is asked for: its words say so whatever else a question says.
_SUMS = 0.3
#: From this chance on a percentage is asked for: so sure, the slot named none wrongly (docs/reading.md).
_SHARE_SURE = 0.95
#: From this chance on a difference is told beside the figures that are asked for, which it adds to.
_MAY_DIFFER = 0.35
#: From this probability on two places, or all, are weighed against each other.
_WEIGHED = 0.3


@dataclass(frozen=True)
class Reckoning:
    """What is to be reckoned, each told once from the words of a question."""

    _question: str

    @property
    def reckons(self) -> bool:
        """Whether figures are to be made of figures."""
        return self.sum or self.mean or self.ratio or self.difference

    @cached_property
    def clearly_reckons(self) -> bool:
        """A sum, a mean or a difference is what is asked for, and not only told beside it."""
        return self.mean or asks_for(self._question, "sum") or asks_for(self._question, "difference")

    @cached_property
    def sum(self) -> bool:
        """All together: 加起来."""
        chance = chance_of(self._question, "sum")
        return chance >= LIKELY or (chance >= _SUMS and not asks_for(self._question, "each"))  # 分别 asks for none

    @cached_property
    def mean(self) -> bool:
        """平均是多少."""
        return asks_for(self._question, "mean")

    @cached_property
    def claimed_gap(self) -> str:
        """By how much the first of two is claimed to be higher or lower: 508吨; empty where nothing of the kind is claimed."""
        found = _CLAIMED.search(self._question) if self.more_or_less else None
        said = (found["gap"] or "") if found else ""
        figures = (said[:end] for end in range(len(said), 0, -1))  # 509吨, of 多509吨氨氮吗
        return next((figure for figure in figures if (amount := value_of(figure)) and amount[1]), "")

    @cached_property
    def more_or_less(self) -> str:
        """Whether the first of two is ``more`` or ``less``: 甲比乙高吗; empty where that is not asked."""
        found = _WHETHER.search(self._question)
        if found is None and asks_for(self._question, "whether"):
            found = _CLAIMED.search(self._question)
        return "" if not found else "more" if found["word"] in _MORE else "less"

    @cached_property
    def ratio(self) -> bool:
        """几倍, 百分之几."""
        return bool(_RATIO.search(self._question))

    @cached_property
    def in_percent(self) -> bool:
        """A ratio is to be said in percent."""
        return "百分之" in self._question

    @cached_property
    def difference(self) -> bool:
        """相差多少."""
        return chance_of(self._question, "difference") >= _MAY_DIFFER

    @cached_property
    def share_of_other(self) -> bool:
        """What a thing has of another: 占比大概多少."""
        return "占" in self._question and chance_of(self._question, "percentage") >= _SHARE_SURE

    @cached_property
    def most(self) -> bool:
        """The most that something may come to: 顶多补多少."""
        return bool(_MOST.search(self._question))

    @cached_property
    def remainder(self) -> bool:
        """还剩多少."""
        return asks_for(self._question, "remainder")

    @cached_property
    def same(self) -> bool:
        """是否一致."""
        return asks_for(self._question, "same")

    @cached_property
    def share_of_all(self) -> bool:
        """What one has of all together."""
        return asks_for_share_of_all(self._question)

    @cached_property
    def order(self) -> bool:
        """An order, an end of it, or the greater of several."""
        if ranks_wider(self._question):
            return False
        weighs = weighs_again(self._question) or asks_for_greater(self._question)
        return weighs or bool(_WEIGHS.search(self._question))

    @cached_property
    def weighs_two(self) -> bool:
        """Two are likely weighed against each other, in whatever words."""
        return share_of(self._question, "compare_two", "extreme") >= _WEIGHED

    @cached_property
    def table(self) -> bool:
        """The figures are wanted side by side."""
        return asks_for(self._question, "table")
