"""A place likened to another, written as weighed against it: 甲市有乙市高吗 is 甲市比乙市高吗, 甲市不如乙市多 is 甲市比乙市少."""

import re

from retrieval.question.scope import Scope

_OPPOSITE = dict(zip("高低多少大小快慢早晚强弱", "低高少多小大慢快晚早弱强", strict=True))
_REACHES = re.compile("(?:有没有|有无|赶得上|(?<![没所具拥还])有)$")
_FALLS_SHORT = re.compile("(?:没有?|不如|不及|赶不上|比不[上过])$")
#: 高吗 and not 高标准农田, 多少 or 大气.
_WORD = re.compile("(?:的)?(?:那么|这么|那样)?(?P<word>[高低多少大小快慢早晚强弱])(?=$|[吗么吧嘛呢不，,。？?！!])")


def weighed(asked: str, named: Scope | None) -> str:
    """The question with 比 in front of each place that another is likened to; else itself."""
    if named is None or named.counties:
        return asked
    for start, end in _places(named):
        before, word = asked[:start], _WORD.match(asked, end)
        reaches, short = _REACHES.search(before), _FALLS_SHORT.search(before)
        if word is None or not (reaches or short):
            continue
        likened = reaches or short
        assert likened
        told = word["word"] if reaches else _OPPOSITE[word["word"]]
        asked = f"{before[: likened.start()]}比{asked[start:end]}{told}{asked[word.end() :]}"
        if reaches and not re.search("[吗么吧嘛呢不]", asked[start:]):
            asked = f"{asked.rstrip('？?')}吗？"  # 有没有乙市多
    return asked


def _places(named: Scope) -> list[tuple[int, int]]:
    """Where places stand, the last first; a province with its city behind it is one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(named.spans, reverse=True):
        if joined and joined[-1][0] == end:
            joined[-1] = (start, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
