"""The indicators that a question names, and what they measure (治理率, 减排量)."""

import re

#: What a figure measures, as its name ends.
_MEASURE = re.compile(r"[\u4e00-\u9fff]{2}[率量](?![\u4e00-\u9fff]?[率量])")
#: An indicator as a question names it: 森林覆盖率, 公共机构能耗.
_WORDS = r"(?:(?!的|到|比)[\u4e00-\u9fffA-Za-z0-9.（）])"
_INDICATOR = re.compile(
    rf"{_WORDS}{{2,24}}(?:率|量|能耗|水耗|占比|比重|比例|强度|浓度|面积|能力|碳排放)(?!{_WORDS}{{0,2}}(?:率|量)|(?:达到?|为|超过)?\d)|{_WORDS}{{2,16}}(?=目标|指标)"
)
#: What is so high; and how names end that say how it grows.
_LEVEL = re.compile("强度|比重|占比|比例|规模|[率量]")
_TOTAL = re.compile("总(?:量|额|值(?!增)|规模)|体量")
#: How many there are: 目前有多少家, 一共有几个, how many are there now.
_STOCK = re.compile(
    r"(?:现在|目前|眼下|如今|一共|总共|拢共|累计|已经?)[^，,。？?要将拟]{0,8}?有了?(?:多少|几)"
    r"|(?i:\bhow many\b[^,?]*\b(?:now|in total|in all|altogether)\b)"
)
#: What is measured by the output is no total of it: 单位地区生产总值能耗.
_PER_OUTPUT = re.compile("(?:单位|每?[万亿]元)(?:地区|国内)?生产总值")
_MUCH = re.compile("最[多少]|[几多少]倍")
_MOVES = re.compile("增[长速幅加]|涨|提高|下降|降低|减少|快|慢")
_GROWTH = re.compile("增(?:长率?|速|幅)$")
#: A goal may be told by how many points it moves.
_TO_BECOME = ("目标", "提高", "提升", "增加", "上升", "下降", "降低", "减少")
_AND = re.compile("[和与及、]")
#: A goal of its own beside the firm one.
_INCENTIVE = "激励目标"


def measures_named(text: str) -> tuple[str, ...]:
    """What the figures measure that a question names."""
    return tuple(measure for measure in _MEASURE.findall(text) if not measure.endswith(("总量", "数量")))


def asks_for_level(text: str) -> bool:
    """Whether a question names what a thing amounts to, its intensity or its share."""
    return bool(_LEVEL.search(text))


def asks_for_total(text: str) -> bool:
    """Whether a question names all that a thing amounts to, and not how it grows: GDP总量, 进出口总额."""
    return bool(_TOTAL.search(_PER_OUTPUT.sub("", text))) and not _MOVES.search(text)


def asks_for_stock(text: str) -> bool:
    """Whether a question wants to know how many there are by now, or in all, and not how many are added: 现在一共有多少座."""
    return bool(_STOCK.search(text))


def asks_for_amount(text: str) -> bool:
    """Whether a question wants to know of how much there is more, or how many times as much: 谁的GDP最多 asks for no growth of it."""
    return bool(_MUCH.search(text)) and not _MOVES.search(text) and not any(word in text for word in _TO_BECOME)


def asks_for_standing(text: str) -> bool:
    """Whether a question names what a rate amounts to, and not what it is to become or by how much it moves."""
    return asks_for_level(text) and not any(word in text for word in _TO_BECOME)


def is_growth(indicator: str) -> bool:
    """Whether an indicator says how much more of a thing there is than before: 研发投入增长 is no 研发投入强度."""
    return bool(_GROWTH.search(indicator))


def indicators_named(text: str) -> tuple[str, ...]:
    """The indicators that a question names, one by one."""
    return tuple(part for phrase in _INDICATOR.findall(text) for part in _AND.split(phrase))


def names_incentive(text: str) -> bool:
    """Whether a question is about the incentive goal."""
    return _INCENTIVE in text
