"""Which end of a ranking a question asks for, or which place in it: 最高, 垫底, 第二, 倒数第三."""

import re
from collections.abc import Iterator

from corpus.headings import chinese_number

#: 第一产业 and 第二章 are no places in a ranking.
_ELSE = "(?!类|次|产|章|条|项|批|部分|责任)"
#: What 最 makes an end of an order; without it, 快 and 长 are of other words as well (加快, 市长).
_HIGH, _LOW = "高大多重严快强长狠猛凶足厚深远", "低小少轻松慢短弱浅窄薄"
_HIGH_WORDS, _LOW_WORDS = "厉害|激进|积极|靠前|领先|突出|明显|显著", "保守|靠后|落后|温和"
_MOST = f"最(?:[{_HIGH}{_LOW}]|{_HIGH_WORDS}|{_LOW_WORDS})"
#: Who is it that comes first, or last, in no superlative: 谁领跑, 哪个省排在最后.
_WHO, _ENDS = (
    "(?:谁|哪(?:个|家|座|里|边|一个)?[省市州县区]?)[^，,。；;？?局部委办]{0,3}?",
    "了?(?=[呢啊呀？?。，,；;！!]|$)",
)
_FIRST, _LAST = (
    "居于?首位?|领跑|夺冠|拔得?头筹|[在到]最?前[面头]?",
    "居末位?|拖后腿|殿后|掉队|落后|[在到]最?后[面头]?",
)
#: Either side of a comparison, without 最.
EITHER = "[高低大小多少重轻快慢]"
_LOWEST = re.compile(
    rf"最(?:[{_LOW}]|{_LOW_WORDS})|{_WHO}(?:{_LAST}){_ENDS}|垫底|排最后|最后(?:一[名位个]|的|那)|倒数(?!第[二三四五六七八九十])|(?i:\b(?:lowest|smallest|least|fewest)\b)"
)
_HIGHEST = re.compile(
    rf"最(?:[{_HIGH}]|{_HIGH_WORDS})|{_WHO}(?:{_FIRST}){_ENDS}|第一{_ELSE}|(?i:\b(?:highest|largest|biggest|greatest|most)\b)"
)
#: 第二少, 第二低 are counted from the low end.
_NTH = re.compile(
    f"(?P<from_end>倒数)?(?:第|(?<![减安编])排)(?P<number>[一二三四五六七八九十]){_ELSE}(?![下排个遍])(?P<least>[低少小轻](?![于量排]))?"
)
#: 前两名, 最多的三个市, 哪两个市最少, 前二十名: so many from one end; 前三个月 is a time, 最高的15% a figure.
_SEVERAL = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]|[1-9]\\d|[2-9])"
_OF_PLACES = "(?![\\d.%％十百千万亿成年季天吨]|个?月|个?季|个?百分)"
_SO_MANY = re.compile(
    f"(?:排名?在?前(?P<ahead>{_SEVERAL})(?!分){_OF_PLACES}|前(?P<first>{_SEVERAL})(?:名|位|个){_OF_PLACES}"
    f"|{_MOST}的(?P<end>{_SEVERAL})个?{_OF_PLACES}|哪(?P<which>{_SEVERAL})个?(?=[^，,？?]{{0,20}}最))"
)
_ORDER = f"[从由]{EITHER}到{EITHER}|[升降]序"
_RANKED = re.compile(f"排第|倒数|{_ORDER}")
#: What puts figures in order.
ORDERED = re.compile(f"{_ORDER}|排序|排名|排(?:一?[排下]|个序|列)")
#: 从小到大: the low end comes first.
_ASCENDING = re.compile("[从由][低小少轻]到[高大多重]|升序")
#: 谁降得少, 哪边低: of two, the lower is asked for.
_LOWER = re.compile(r"(?<![多减大较])[低少小轻慢](?![于量排碳])|(?i:\b(?:lower|less|smaller|fewer)\b)")
#: 谁降得多, 哪个高: of several places named, the greater is asked for.
_GREATER = re.compile(
    rf"(?:谁|哪(?:个|边|家|里|座|市))[^，,？?。；;]{{0,16}}(?:{EITHER}|[更最][严狠猛紧松宽好差优])(?:一?些|一?点|呢|啊|呀)?(?=[？?。，,；;!！]|$)"
)
#: Among more places than are held.
_WIDER = re.compile("全[国省球]|国内|世界")
#: 某市排第几: the place of one among all.
_RANK_OF = re.compile(
    f"排名?第几|第几名|第几位|排名多少|(?:是|算).{{0,4}}{_MOST}(?:的)?(?:吗|么)|是不是{_MOST}|比(?:其[他它余]|别的)[^，,？?]{{0,6}}{EITHER}(?:吗|么|一?些吗|不)"
)
_PAIR = 2


#: 排第一的责任单位是谁: of whom a place in a ranking has it, something is asked.
_OF_RANKED = re.compile(
    r"^(?:那么?|其中|而)?(?:(?:排名?|位居|位列)?(?:倒数)?第[一二三四五六七八九十][名位]?|排?最后(?:一[名位])?|垫底|"
    rf"{_MOST})"
    r"(?:的(?:那个|那家|那座)?(?:[市州省县]|城市|地方|地区)?的?[，,]?(?=.)(?!是[谁哪])"
    r"|的?是(?:谁|哪[个家座]?(?:[市州省县]|城市|地方)?)[呢呀啊]?[，,？?]+(?=.))"  # 第三名是谁，什么时候印发的
)


def without_rank(text: str) -> str:
    """What is asked of the one at a place in a ranking (排第一的责任单位是谁): the text without that place; empty where it begins with none."""
    found = _OF_RANKED.match(text)
    return text[found.end() :] if found else ""


def asks_for_lowest(text: str) -> bool:
    """Whether the low end is asked for."""
    return bool(_LOWEST.search(text))


def asks_for_highest(text: str) -> bool:
    """Whether the high end is asked for."""
    return bool(_HIGHEST.search(text)) and not asks_for_lowest(text)


def asks_for_extreme(text: str) -> bool:
    """Whether either end is asked for, or a place in the ranking: 排第几."""
    return any(told.search(text) for told in (_LOWEST, _HIGHEST, _RANKED, _SO_MANY))


def asks_for_greater(text: str) -> bool:
    """Whether of places that are named the greater or the less is asked for."""
    return bool(_GREATER.search(text))


def asks_ascending(text: str) -> bool:
    """Whether the lowest comes first: in the order asked for, or because no more than the low end is asked for."""
    ordered = bool(_RANKED.search(text)) or bool(_HIGHEST.search(text))
    return bool(_ASCENDING.search(text)) or (asks_for_lowest(text) and not ordered)


def asks_for_order(text: str) -> bool:
    """Whether places are to be put in an order: 从小到大排一下."""
    return bool(ORDERED.search(text))


def asks_for_lower(text: str) -> bool:
    """Whether of two the lower is asked for: 谁降得少."""
    return bool(_LOWER.search(text))


def nth(text: str, many: int) -> tuple[int, str] | None:
    """(index from the highest, as said) of a numbered place among ``many``: 倒数第二 of five is (3, 倒数第二); None without one."""
    return next(iter(_numbered(text, many)), None)


def two_places(text: str, many: int) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """The two places in a ranking of ``many`` that are held against each other: 第一名和第二名差多少, 前两名; None where not just two are named."""
    if so_many(text) == _PAIR:
        places = (
            [(0, "第一"), (1, "第二")]
            if not asks_for_lowest(text)
            else [(many - 2, "倒数第二"), (many - 1, "倒数第一")]
        )
    else:
        places = list(_numbered(text, many))
        if len(places) == 1 and asks_for_highest(_NTH.sub("", text)):
            places.insert(0, (0, "最高"))
        if len(places) == 1 and asks_for_lowest(_NTH.sub("", text)):
            places.append((many - 1, "最低"))
    apart = len(places) == _PAIR == len({at for at, _ in places})
    return (min(places), max(places)) if apart and many >= _PAIR else None


def so_many(text: str) -> int:
    """How many places from one end of a ranking are asked for, 0 where none are counted: 前两名, 最多的三个市."""
    found = _SO_MANY.search(text)
    said = next(filter(None, found.groups())) if found else ""
    return int(said) if said.isdigit() else chinese_number(said.replace("两", "二")) if said else 0


def _numbered(text: str, many: int) -> Iterator[tuple[int, str]]:
    """Each numbered place among ``many``, in the order said."""
    for found in _NTH.finditer(text):
        number = chinese_number(found["number"])
        if number <= many:
            low = found["from_end"] or found["least"]
            said = f"{found['from_end'] or ''}第{found['number']}{found['least'] or ''}"
            yield (many - number if low else number - 1), said


def picked(text: str, many: int) -> int | None:
    """Index from the highest of the one place that a superlative picks among ``many``; None when the text has none."""
    numbered = nth(text, many)
    if numbered:
        return numbered[0]
    if asks_for_lowest(text):
        return many - 1
    return 0 if asks_for_highest(text) else None


def asks_for_rank(question: str) -> bool:
    """Whether the place of one among all that are held is asked: 排第几; 全国第几 is told by the text, and reckoned by nobody."""
    found = _RANK_OF.search(question)
    return bool(found and not _WIDER.search(question[: found.end()]))


def ranks_wider(text: str) -> bool:
    """Whether the place of something among more places than are held is asked: 世界排名."""
    return bool(re.search(f"(?:{_WIDER.pattern})[^，,？?]{{0,2}}(?:排名|排第|第几)", text))


def weighs_again(text: str) -> bool:
    """Whether a follow-up weighs all places again: 第二呢？ 最低的呢？"""
    return asks_for_extreme(text) or asks_for_order(text) or bool(_NTH.search(text))
