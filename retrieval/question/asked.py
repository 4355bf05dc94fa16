"""What a question asks besides its kind: units, several things, the parts of a list. Read from its words alone."""

import re

from corpus.headings import chinese_number
from corpus.units import DIMENSIONS, LENGTH, MASS, PLAIN_UNIT, WEAK, any_of, dimension_of
from index.keyword import tagged
from retrieval.question.bounds import bounds_in
from retrieval.question.slot_model import asks_for, chance_of

#: 多少钱 is asked of 元.
_MONEY, _YUAN = "钱", "元"
#: 多少亿元, 几吨: the unit that a question spells itself. 几家 may only say which.
_SPELT = re.compile(
    rf"(?:多少[百千万亿]*(?P<unit>{PLAIN_UNIT}|{_MONEY})|几[万亿]?(?P<some>{any_of(f'{MASS} {LENGTH} 蒸吨 元 倍')}))(?!点)"
)
#: A longer word that begins like a unit and is measured itself ends so: 份额, 处理量.
_MEASURES = ("量", "额", "率")
#: 挣了多少亿, 要多少万: an amount by its scale, whatever its unit; no percentage is one.
_SCALED = re.compile("(?:多少|几)个?(?P<scale>万亿|亿|万)(?=[？?，,。；;呢啊呀了来]|$)")
#: 多少岁, 多少分: units that are also parts of words, where nothing of one follows.
_SPELT_ALONE = re.compile(rf"多少(?P<unit>{any_of(WEAK)})(?=[？?，,。；;呢啊吧才能可以的]|$)")
#: 多长, 多深: how far something reaches; 多高 is also asked of rates, and 租期多长, 期限多长, 时间多长 of time.
_REACH = re.compile("(?<![最期限间])多[长深宽](?=[？?，,。；;呢啊呀]|$)")
_REACHED = ("米", "公里")
#: 一天能烧多少: what is done in a day is no percentage.
_A_DAY = re.compile("(?:一|每|单)[天日][^，,。；;？?]{0,10}(?:多少|几(?![个点成]))")
_OF_A_DAY = (*f"{MASS} {DIMENSIONS['count']}".split(), "立方米", "方", "升", "千瓦时", "度", "公里")
#: A bound of so much has a figure with one of these signs.
_SCALES = ((1e8, ("万亿", "亿")), (1e4, ("亿", "万")))
#: Of the units of a dimension those that the others contain: 元 of 美元.
_SIGNS = {
    name: tuple(u for u in units.split() if not any(other != u and other in u for other in units.split()))
    for name, units in DIMENSIONS.items()
}
#: 有八十公里的，要改多少: what is measured is asked for in no percent.
_MEASURED = re.compile(any_of(f"{LENGTH} {MASS} 蒸吨"))
#: From this chance on a question that spells no unit asks for a sum of money (总共要投几个亿, 一户补多少), or for a percentage.
_SURE, _LIKELY_SUM = 0.95, 0.85


#: 补多少，有封顶吗: each piece may ask for money.
_COMMA = re.compile("[，,]")
#: What is left of 比乙市多多少 without the place: it is no 比例.
_THAN = re.compile(r"(?<![占百])比\s*(?=[高低多少大小快慢](?:多少|几|出|了|$))")


def asked_units(text: str) -> tuple[str, ...]:
    """Signs of which one must stand in an answer's figure; empty when the question fixes none."""
    text = _THAN.sub("", text)
    if unit := unit_spelt(text):
        return _signs_of(unit)
    of_money = max(chance_of(piece, "money") for piece in dict.fromkeys((text, *_COMMA.split(text))))
    if of_money >= _LIKELY_SUM and not _MEASURED.search(text):
        return _SIGNS["money"]
    if scaled := _SCALED.search(text):
        return ("万亿", "亿") if "亿" in scaled["scale"] else ("万", "亿")
    if alone := _SPELT_ALONE.search(text):
        return (alone["unit"],)
    if _REACH.search(text):
        return _REACHED
    if _A_DAY.search(text):
        return _OF_A_DAY
    if any(b.unit == _YUAN for b in bounds_in(text)):
        return _SIGNS["money"]
    if scale := max((b.limit for b in bounds_in(text) if not b.unit), default=0.0):
        return next((signs for least, signs in _SCALES if scale >= least), ())  # 超过5万亿 is no percentage
    return _SIGNS["percentage"] if not _MEASURED.search(text) and chance_of(text, "percentage") >= _SURE else ()


def unit_spelt(text: str) -> str:
    """The unit that a question spells (多少辆); empty where it spells none."""
    for spelt in _SPELT.finditer(text):
        unit = str(spelt["unit"] or spelt["some"])
        word, kind = next(iter(tagged(text[spelt.end() - len(unit) :])), (unit, ""))
        if len(word) <= len(unit) or not (kind.startswith("v") or word.endswith(_MEASURES)):
            return unit  # and not 多少处理能力, 多少份额
    return ""


def _signs_of(unit: str) -> tuple[str, ...]:
    """A unit with those that stand for it: 个 for whatever is counted, 公里 and 千米, 吨 for 吨标煤; none of a unit that measures many things."""
    signs = _SIGNS["money"] if unit == _MONEY else _SIGNS.get(dimension_of(unit), ())
    return tuple(sign for sign in signs if sign in unit) if unit in MASS.split() else signs


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


#: Several things at once: A和B, A是B的几倍.
_SEVERAL = re.compile("[和与及、]|是.{1,12}(?:几|多少)倍|多少.{1,12}多少|[几三四]项")


def asks_for_several(text: str, places: int = 1) -> bool:
    """Whether a question (without its places) names several things at once; a bound is set for one."""
    if places > 1 and bounds_in(text):
        return False
    # 分别, 各 and 哪些 are said of things where one place is asked, and of the places where several are
    return bool(_SEVERAL.search(text)) or (places == 1 and asks_for(text, "each"))


_COUNT = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:大|项|个|条|件)")


def counted(text: str) -> int:
    """The number in 十大, 十一项, 哪8个; 0 when the question counts nothing."""
    found = _COUNT.search(text)
    return chinese_number(found.group(1)) if found else 0


_COUNTED_WORDS = re.compile(rf"{_COUNT.pattern}[\u4e00-\u9fff]{{2}}")


def counted_words(text: str) -> str:
    """The number with what it counts, as a plan that lists so many says it too: 八个方面; empty where nothing is counted."""
    found = _COUNTED_WORDS.search(text)
    return found.group() if found else ""


#: What is counted, as far as the words that ask of it: 十件大事, of 十件大事是哪十件.
_COUNTED_THING = re.compile(
    rf"{_COUNT.pattern}(?P<thing>[\u4e00-\u9fff]{{2,10}}?)(?=具体|[都是有里中分包各哪”，,？?。]|$)"
)


def counted_thing(text: str) -> str:
    """What a question counts, without the number: 大事, of 十件大事是哪十件; empty where nothing is counted."""
    found = _COUNTED_THING.search(text)
    return found["thing"] if found else ""


def counted_name(text: str) -> str:
    """What a question counts, with its number: 十件大事; empty where nothing is counted."""
    found = _COUNTED_THING.search(text)
    return found.group() if found else ""


_WHICH_ONES = re.compile(r"哪([二两三四五六七八九十]|\d{1,2}|几)[个条家座类种项村县处所]")


def which_ones(text: str) -> int:
    """How many names are asked for: 是哪三条, 哪3个村, at least two by 有哪几个县; 0 where none are."""
    found = _WHICH_ONES.search(text)
    if not found:
        return 0
    return 2 if found.group(1) in ("几", "两") else chinese_number(found.group(1))


_LISTED_NAME = re.compile(
    "(?:哪些|哪[几\\d十][大个项条]|什么样?的?)(?P<name>[\u4e00-\u9fff]{3,12})(?=[，,、；;。？?]|$)"
)


def listed_name(text: str) -> str:
    """The name of which the items are asked for, where it ends what is asked: 哪些重点工程; empty where none does."""
    found = _LISTED_NAME.search(text)
    return found["name"] if found else ""


def asks_for_leads_only(asked: str, text: str) -> bool:
    """Whether only those who lead are asked for: by ``text``, the question with its topic, while ``asked`` names no others."""
    return "牵头" in text and not asks_for(asked, "takers")


#: A number of things, called by name, and what follows is asked of one of them.
_WITHIN = re.compile(
    r"(?P<list>(?:\d{1,2}|[二三四五六七八九十]{1,3})[件项大个条][^，,。？?里中的“”]{2,14})”?(?:里面?|里头|当中|之?中)(?=.{2})"
)


def list_named(text: str) -> str:
    """The name of a counted list within which a question asks: 十件民生实事, of 十件民生实事里养老怎么安排; empty where it asks of none."""
    found = _WITHIN.search(text)
    return found["list"] if found else ""
