"""The case that a question or a sentence speaks of: somebody falls short of what is asked of them, or does well; what follows differs."""

import re
from typing import Literal

Case = Literal["short", "well", ""]

_SHORT = re.compile(
    r"[没未]有?能?(?:按|完成|做[到完好]|达[到标]|及时|交|报|改|弄|搞|拆|干|整改|落实)|[完办做达改]不(?:成|到|了|好|完)|不(?:达标|合格|及格|力|落实|改|交|报|拆|听|配合|执行|到位|整改)|"
    r"逾期|拒不|超(?:标|限|了|排)|违[反规法]|擅自|落后|滞后|垫底|末位|拖着|(?:[干做抓搞]|完成)得?(?:不好|差|砸)"
)
_WELL = re.compile(
    r"(?:[干做抓搞]|完成|表现|考核|考)得?(?:很|比较|特别|更)?(?:好|出色|不错|漂亮|优秀)(?!像)|超额|提前(?:完成|达标|搞定|做完)|优秀|先进|成效(?:显著|明显|突出|好)|成绩(?:突出|优异|好)"
)
#: What follows for those who fall short, and for those who do well.
_PENALTY = re.compile(r"罚款|约谈|问责|责令|通报批评|取消|暂停|停产|关停|拆除|扣[减除]|不得评|惩|督促指导|限批|加价")
_REWARD = re.compile(r"激励|奖励|奖补|表彰|表扬|倾斜|加分|上浮|优先")


def case_asked(asked: str) -> Case:
    """The case that a question sets: 没完成会怎样, 干得好的呢."""
    return "short" if _SHORT.search(asked) else "well" if _WELL.search(asked) else ""


def tells_case(text: str, case: Case) -> bool:
    """Whether a text tells of that case, or of what follows in it."""
    told, follows = (_SHORT, _PENALTY) if case == "short" else (_WELL, _REWARD)
    return bool(case) and bool(told.search(text) or follows.search(text))
