"""The sort of documents whose titles a question asks for: 都提到了哪些法律."""

import re

from retrieval.question.topic import find_concepts
from retrieval.question.ways import share_of

_LAW, _RULES = "(?<!办)法", "法|条例|规定|办法|细则"
#: How the titles of each sort of document end; a document is any.
ENDINGS = {
    "法律": _LAW,
    "法律法规": _RULES,
    "行政法规": "条例|规定|办法|细则",
    "法规": _RULES,
    "条例": "条例",
    "规章": "规定|办法|细则",
    "办法": "办法",
    "标准": "标准|规范|导则|限值",
    "政策文件": "",
    "文件": "",
}
_SORT = re.compile("|".join(ENDINGS))
#: One document is asked for, by what it is for: 依据省里的哪份文件.
_ONE = re.compile("哪一?[份个项部篇](?!些)|是不是|是否")
#: The kinds by which documents that a plan names are asked for.
_ASK_SO = "basis list which_places scope filter document all_numbers".split()
_LIKELY = 0.5


def sort_named(text: str) -> str:
    """The sort of documents of which a question asks the titles; empty where it asks for something else."""
    sort = _SORT.search(text)
    if sort is None or _ONE.search(text):
        return ""
    if find_concepts(_SORT.sub(" ", text)) or share_of(text, *_ASK_SO) < _LIKELY:
        return ""
    return "法律法规" if {"法律", "法规"} <= set(_SORT.findall(text)) else sort.group()


#: What firms of any trade may be called.
_ANY = ("", "污染", "排污", "重点", "大")
_FIRMS = ("企业", "公司", "工厂", "厂家", "厂子")


def names_firms(word: str) -> bool:
    """Whether a word is one for firms of no trade: 企业, 污染企业; 铁合金企业 is of one."""
    return any(word == f"{sort}{firm}" for sort in _ANY for firm in _FIRMS)
