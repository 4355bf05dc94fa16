"""What a question asks besides its kind: units, several things, the parts of a list, a comparison. Read from its words alone."""

import re

from corpus.headings import chinese_number

#: 是全省的百分之几: a ratio of two figures of any unit.
_RATIO = re.compile(r"是.{1,12}的百分之几")
#: Units of things that are counted: 多少座 is answered by no share.
_COUNTED = tuple("个 座 家 台 辆 处 所 户 根 项 条 人 套".split())
#: Words that ask for a figure in a certain unit -> the signs, one of which must follow a figure.
_ASKED_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile("百分之|比例|占比|比重|几成|率(?:是|要|目标|呢|达到|能|到)|率$"), ("%", "％", "成", "百分")),
    (re.compile("多少(?:亿|万)?元|多少钱|花多少|投(?:资|入)?多少亿(?!吨)"), ("元",)),
    (re.compile("多少(?:亿|万)?吨|几吨"), ("吨",)),
    (re.compile("多少公里|多长"), ("公里", "千米")),
    (re.compile(f"多少(?:{'|'.join(_COUNTED)})(?!百分点)"), _COUNTED),
)


def asked_units(text: str) -> tuple[str, ...]:
    """Signs of which one must stand in an answer's figure; empty when the question fixes none."""
    if _RATIO.search(text):
        return ()
    return next((units for pattern, units in _ASKED_UNITS if pattern.search(text)), ())


#: What a question that asks for a figure says (几个方面 counts nothing).
_FIGURE_ASKED = re.compile("多少|百分之|几(?!个方面)|多大|多高|降幅")


def asks_for_figure(text: str) -> bool:
    """Whether a figure is asked for in so many words."""
    return bool(_FIGURE_ASKED.search(text))


#: Several things at once: 分别, 各, A和B.
_SEVERAL = re.compile(
    "是.{1,12}(?:几|多少)倍|分别|各(?!地|市|县|州|项|类|级)|[和与及、]|多少.{1,12}多少|四项|三项|几项|哪几|哪些"
)


def asks_for_several(text: str) -> bool:
    """Whether a question (without its places) names several things at once."""
    return bool(_SEVERAL.search(text))


_REST = re.compile("(?:另外|其他|其余|剩下)的?(?:[二两三四五六七八九十几]|那)(?:个|项|种|类)")


def asks_for_rest(text: str) -> bool:
    """Whether what the turn before left out is asked for: 另外三项."""
    return bool(_REST.search(text))


_COUNT = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个|条|件)")


def counted(text: str) -> int:
    """The number in 十大, 十一项, 哪8个; 0 when the question counts nothing."""
    found = _COUNT.search(text)
    return chinese_number(found.group(1)) if found else 0


_PARTS = re.compile("工程|行动|任务|措施|章|部分|方面|举措")


def asks_for_parts(text: str) -> bool:
    """Whether the items of a list may be the parts of a clause: 十大工程, 哪些任务."""
    return bool(_PARTS.search(text))


_INDICATORS = re.compile("指标|目标值|量化|(?:哪些|什么|哪几).{0,4}目标|目标(?:有|是|都有)?(?:哪些|什么)")


def asks_for_indicators(text: str) -> bool:
    """Whether the items of a list are figures."""
    return bool(_INDICATORS.search(text))


_OTHERS = re.compile("除了|还有|参与|参加|配合|其他部门|谁.*谁")
_ALL_BUT_LEADS = re.compile("除了.{0,6}牵头")


def asks_for_leads_only(asked: str, text: str) -> bool:
    """Whether only those who lead are asked for: by ``text``, the question with its topic, while ``asked`` names no others."""
    return "牵头" in text and not _OTHERS.search(asked)


def asks_for_others_only(text: str) -> bool:
    """Whether all but those who lead are asked for: 除了牵头的还有谁."""
    return bool(_ALL_BUT_LEADS.search(text))


_COMPARES = re.compile(
    "最[高低大小多少早晚重轻严新]|[前后][二三四五]名|第[二三四五几](?!类|次|产|条|章|期|届)|从早到晚|先后|比.{1,12}[高低多少大小](?:吗|么)|对比|比较|排[个名序]|从[大小高低多少]到|一样|不同|区别|差(?:多少|距|几)|几倍|倍数|"
    "哪(?:个|边|家|里)(?:更|大|高|小|低|多|少)|谁(?:更|最|的|定得|要求|降得|高|低)|相差|高多少|多多少|少多少|低多少",
)


def compares(text: str) -> bool:
    """Whether places are weighed against each other."""
    return bool(_COMPARES.search(text))


#: A figure that the question takes for granted: 听说要建8000个, 是不是降10.6%.
_CLAIM = re.compile("听说|据说|不是说|是不是|说是|是真的|对吗|对不对|没错吧|是吧|吗[？?]?$")
#: A figure that a question names, with its unit; years are none.
FIGURE_NAMED = re.compile(
    r"(?<!\d)\d[\d,]{0,30}(?:\.\d{1,30})?(?:%|％|个百分点|(?:万|亿)?吨(?:标准煤)?|公里|万立方米|立方米|万千瓦|千瓦|克(?:标准煤)?|微克|毫克|蒸吨|亩|万亩|公顷|台|辆|户|处|所|元|万|亿|个|座|倍|家)"
)
_BOUND = re.compile(rf"(?:低于|高于|超过|不到|不足|大于|小于|达到|至少|没到){FIGURE_NAMED.pattern}(?:以[上下内])?")


def claims(text: str) -> tuple[str, ...]:
    """Figures that a question asserts and wants confirmed; empty when it asserts none."""
    return tuple(FIGURE_NAMED.findall(text)) if _CLAIM.search(text) else ()


def figures_named(text: str) -> tuple[str, ...]:
    """The figures that a question names; years are none."""
    return tuple(FIGURE_NAMED.findall(text))


def bounds(text: str) -> tuple[str, ...]:
    """What a question sets as a bound: 超过15%."""
    return tuple(_BOUND.findall(text))


_SMALL_TALK = re.compile(
    r"^(?:(?:你好|您好|谢谢|多谢|感谢|再见|拜拜|在吗|辛苦了|好的|嗯|hello|hi|hey|thanks|thank you|bye|ok)[啊呀哦吗了你您！!。.～~，,\s]*)+$",
    re.IGNORECASE,
)


def is_small_talk(text: str) -> bool:
    """Whether a message greets or thanks and asks nothing."""
    return bool(_SMALL_TALK.search(text.strip()))
