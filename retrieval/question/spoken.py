"""Spoken words as they are written: 啥 is 什么, 俩 is 两个. The models learned from far more questions in the written words."""

import re

from corpus.numerals import numeral
from retrieval.question.bounds import IN_FRONT

#: Spoken -> written, of words that mean the same wherever they stand (现代汉语词典); the longer first.
_WRITTEN = {
    "啥子": "什么",
    "时侯": "时候",
    "啥样": "什么样",
    "啥时后": "什么时候",
    "什么时后": "什么时候",
    "为啥": "为什么",
    "干啥": "干什么",
    "干嘛": "干什么",
    "啥": "什么",
    "甚么": "什么",
    "么子": "什么",
    "多会儿": "什么时候",
    "多咱": "什么时候",
    "为嘛": "为什么",
    "老几": "第几",
    "咋个": "怎么",
    "啷个": "怎么",
    "咋样": "怎么样",
    "咋整": "怎么办",
    "咋": "怎么",
    "俩": "两个",
    "仨": "三个",
    "哪儿": "哪里",
    "那儿": "那里",
    "这儿": "这里",
    "几多": "多少",
    "有木有": "有没有",
    "有没得": "有没有",
    "加一块儿": "加一起",
    "加一块": "加一起",
    "放一块": "放一起",
    "一块儿": "一起",
    "高速路": "高速公路",
    "嘞": "呢",
}
#: 一样不？ asks what 一样吗 does.
_WHETHER = re.compile("(?<=[样对是行能会高多有])不(?=[？?。]?$)")
#: 哪天印的, of a document.
_PRINTED = re.compile("(?<=[天号月年候时])印(?=的)")
#: 最低的是哪，谁负责: which one it is.
_WHICH_ONE = re.compile("(?<=的是哪)(?=[，,；;。？?]|$)")
_SPOKEN = re.compile("|".join(_WRITTEN))
#: 七成 and 七成二, which are 70% and 72%: no 成 of 成为, 成果, 一成不变.
_DIGITS = "零一二三四五六七八九"
_TENTHS = re.compile(
    "(?<![第十百千万几一二三四五六七八九])([一二三四五六七八九])成([一二三四五六七八九半]?)(?![为果员本效绩立都长熟品型分不份套片])"
)
#: 百分之百, 百分之六点五.
_IN_HUNDREDS = re.compile("百分之([零一二两三四五六七八九十百点]+)")
#: 超过一半, 不到三分之一: the share that bounds others, as a percentage.
_SHARE_BOUND = re.compile(
    rf"(?P<bound>{IN_FRONT})(?P<done>了?)(?:一半|半数|(?P<of>[二三四五六七八九十])分之(?P<share>[一二三四五六七八九]))(?!天|径)"
)
#: 俩 and 仨 hold the measure word that people put behind them all the same: 俩市, 俩个.
_MEASURED = re.compile("([俩仨])个")


def as_written(words: str) -> str:
    """The words with the spoken ones among them in their written form."""
    written = _SPOKEN.sub(lambda spoken: _WRITTEN[spoken.group()], _MEASURED.sub(r"\1", words))
    written = _PRINTED.sub("印发", _SHARE_BOUND.sub(_share_in_percent, _TENTHS.sub(_in_percent, written)))
    written = _IN_HUNDREDS.sub(lambda said: f"{numeral(said[1] if said[1] != '百' else '一百'):.4g}%", written)
    return _WHICH_ONE.sub("个", _WHETHER.sub("吗", written))


def _share_in_percent(found: re.Match[str]) -> str:
    numerals = f"{_DIGITS}十"
    share = numerals.index(found["share"]) / numerals.index(found["of"]) if found["of"] else 0.5
    return f"{found['bound']}{found['done']}{100 * share:.4g}%"


def _in_percent(tenths: re.Match[str]) -> str:
    ones = 5 if tenths[2] == "半" else _DIGITS.find(tenths[2] or "零")
    return f"{10 * _DIGITS.index(tenths[1]) + ones}%"
