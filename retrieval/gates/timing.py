"""Times of a claim that are no figures with a unit: how often, how long a spell of one, o'clock, from when it counts, weeks and days with names."""

import re

from retrieval.gates.alignment import Alignment
from retrieval.gates.figures import in_digits
from retrieval.gates.overlap import pairs_of

_OFTEN = re.compile("[按每逐](?:个)?(?:年度?|季度?|月|周|日|天|次)(?!限)")
_ONE = re.compile(
    "(?<![\\d一二三四五六七八九十第每同统逐当某另有前后这那近])(?:一|1|半)(?:个)?(?:年|季度|月|周|天|工作日|小时)(?![级度内来]|以来)"
)
#: … as a term that is set: within, at least, kept for.
_SPELL = re.compile(
    "至少|不少于|不低于|不超过|最长|最短|最多|为期|期限|保存|存|满|提前|限期|有效期|逾期|超过|不得超过|不到|保修"
)
_CLOCK = re.compile(
    r"(?:早晨?|晚上?|上午|下午|中午|凌晨|次日|夜里?|午)(?:早晨|晚上|上午|下午|凌晨)?([一二三四五六七八九十]{1,3}|\d{1,2})(?:点|时)"
)
_FROM = re.compile("[从自]([^,，;；。从自]{2,14}?)(?:算起|起算|之日起(?!施))")
_NAMED = re.compile("([\u4e00-\u9fff]{2})([周月日节])(?![\u4e00-\u9fff]?[期个常益报])")
#: A beginning of which less than this stands in the text is another one.
_LEAST = 0.3


def wrong_timing(alignment: Alignment) -> str:
    """Which time of a folded claim the text does not give so; empty when none."""
    claim, text = alignment.claim, alignment.cited.everything
    for found in _OFTEN.finditer(claim):
        mark, unit = found.group()[0], found.group()[1:].lstrip("个").removesuffix("度")
        if not re.search(f"[{mark}每逐按]个?{unit}|{unit}[度均]|/{unit}", text) and re.search(
            "[按每逐]个?[年季月周日天次]", text
        ):
            return f"“{found.group()}”与原文不同"
    for found in _ONE.finditer(claim):
        if not _SPELL.search(claim[max(0, found.start() - 8) : found.start()]):
            continue
        unit = re.sub("^(?:一|1|半)个?", "", found.group())
        if not re.search(f"(?:一|1|半|[每全])个?{unit}|12个月|6个月", text):
            return f"“{found.group()}”不在所引的段落里"
    for found in _CLOCK.finditer(claim):
        hour = in_digits(found[1] + "个").removesuffix("个")
        hours = {
            in_digits(h + "个").removesuffix("个")
            for h in re.findall(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:点|时|:)", text)
        }
        if hour not in hours:
            return f"“{found.group()}”不在所引的段落里"
    for found in _FROM.finditer(claim):
        event = pairs_of(found[1])
        if event and len(event & pairs_of(text)) < _LEAST * len(event):
            return f"原文没有说从{found[1]}算起"
    for found in _NAMED.finditer(claim):
        other = re.search(f"{found[1]}([周月日节])", text)
        if found.group() not in text and other and other[1] != found[2]:
            return f"原文是“{other.group()}”，不是“{found.group()}”"
    return ""
