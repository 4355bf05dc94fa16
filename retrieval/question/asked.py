"""What a question asks besides its kind: units, several things, the parts of a list. Read from its words alone."""

import re

from corpus.headings import chinese_number
from retrieval.question.bounds import bounds_in

#: 是全省的百分之几: a ratio of two figures of any unit.
_RATIO = re.compile(r"是.{1,12}的百分之几")
#: Units of things that are counted: 多少座 is answered by no share.
_COUNTED = tuple("个 座 家 台 辆 处 所 户 根 项 条 人 套".split())
#: Words that ask for a figure in a certain unit -> the signs, one of which must follow a figure.
_ASKED_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile("百分之|比例|占比|比重|几成|率(?:是|要|目标|呢|达到|能|到)|率$"), ("%", "％", "成", "百分")),
    (
        re.compile(
            "多少(?:亿|万)?元|多少钱|花多少|投(?:资|入)?多少亿(?!吨)|(?<!资产)投资(?:额|了|要|是|计划)?多少(?![亿万]?[吨人家个项])|总投资"
        ),
        ("元",),
    ),
    (re.compile("多少蒸吨|几蒸吨"), ("蒸吨",)),
    (re.compile("多少(?:亿|万)?吨|几吨"), ("吨",)),
    (re.compile("多少公里|多长"), ("公里", "千米")),
    (re.compile(f"多少(?:{'|'.join(_COUNTED)})(?!百分点)"), _COUNTED),
)


def asked_units(text: str) -> tuple[str, ...]:
    """Signs of which one must stand in an answer's figure; empty when the question fixes none."""
    if _RATIO.search(text):
        return ()
    return next((units for pattern, units in _ASKED_UNITS if pattern.search(text)), ())


#: 占五市总量的百分之几, 某市占几成: what one has of all together, which may be of any unit.
_SHARE_OF_ALL = re.compile(
    r"占(?:了|到|其中)?(?:这|全部|所有)?(?:(?:几|[二两三四五六七八九十\d]+)个?(?:市|城市|地|州|家)|总[量数和]|合计|全部|几成|百分之几|多少|多大)"
)


#: … and what belongs to it: 总量的比重.
_OF_ALL = re.compile(
    rf"(?:{_SHARE_OF_ALL.pattern})(?:市|城市|地|州|家)?的?(?:总[量数和额]|合计)?的?(?:多大|多少|几成|百分之几)?的?(?:比重|比例|份额|百分比)?"
)


def asks_for_share_of_all(text: str) -> bool:
    """Whether of figures of several places the share of one in all is asked."""
    return bool(_SHARE_OF_ALL.search(text))


def words_of_share(text: str) -> str:
    """The words that ask for a share of all, which are of no thing: 占五市总量的比重."""
    found = _OF_ALL.search(text)
    return found.group() if found else ""


#: 平均每年要降多少: a figure a year.
_YEARLY = re.compile(
    r"年均|每一?年|逐年|年度平均|平均(?:到|下来)?(?:一年|年)|(?i:\bper year|annual(?:ly)?\b|each year)"
)


def asks_yearly(text: str) -> bool:
    """Whether a figure for each year is asked for; said of a figure, whether it is one."""
    return bool(_YEARLY.search(text))


#: Several things at once: A和B, 多少…多少; 分别, 各 and 哪些 are said of things where one place is asked, and of the places where several are.
_SEVERAL = re.compile("是.{1,12}(?:几|多少)倍|[和与及、]|多少.{1,12}多少|四项|三项|几项")
_EACH = re.compile("分别|各(?!地|市|县|州|项|类|级)|哪几|哪些")


def asks_for_several(text: str, places: int = 1) -> bool:
    """Whether a question (without its places) names several things at once; a bound is set for one."""
    if places > 1 and bounds_in(text):
        return False
    return bool(_SEVERAL.search(text)) or (places == 1 and bool(_EACH.search(text)))


_REST = re.compile("(?:另外|其他|其余|剩下)的?(?:[二两三四五六七八九十几]|那)(?:个|项|种|类)")


def asks_for_rest(text: str) -> bool:
    """Whether what the turn before left out is asked for: 另外三项."""
    return bool(_REST.search(text))


_COUNT = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个|条|件)")


def counted(text: str) -> int:
    """The number in 十大, 十一项, 哪8个; 0 when the question counts nothing."""
    found = _COUNT.search(text)
    return chinese_number(found.group(1)) if found else 0


_WHICH_ONES = re.compile(r"哪([二两三四五六七八九十]|\d{1,2}|几)[个条家座类种项村县处所]")


def which_ones(text: str) -> int:
    """How many names are asked for: 是哪三条, 哪3个村, at least two by 有哪几个县; 0 where none are."""
    found = _WHICH_ONES.search(text)
    if not found:
        return 0
    return 2 if found.group(1) in ("几", "两") else chinese_number(found.group(1))


_PARTS = re.compile("工程|行动|任务|措施|章|部分|方面|举措")


def asks_for_parts(text: str) -> bool:
    """Whether the items of a list may be the parts of a clause: 十大工程, 哪些任务."""
    return bool(_PARTS.search(text))


_OTHERS = re.compile("除了|还有|参与|参加|配合|其他部门|谁.*谁")
_ALL_BUT_LEADS = re.compile("除了.{0,6}牵头")


def asks_for_leads_only(asked: str, text: str) -> bool:
    """Whether only those who lead are asked for: by ``text``, the question with its topic, while ``asked`` names no others."""
    return "牵头" in text and not _OTHERS.search(asked)


def asks_for_others_only(text: str) -> bool:
    """Whether all but those who lead are asked for: 除了牵头的还有谁."""
    return bool(_ALL_BUT_LEADS.search(text))
