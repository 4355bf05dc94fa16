"""What a piece of text claims that must not be bent: figures with their bounds and years, negations, directions, roles, periods.

Read in the same way from a model's sentence and from a plan's, so that the two can be compared (:mod:`retrieval.gates.proof`).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.script import simplified
from corpus.units import PER_PART, PLAIN_UNIT
from index.keyword import words

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN = "一二三四五六七八九十百千两零〇"
#: … and what only counts steps of time or parts of a text.
_MEASURES = rf"[万亿千百]*(?:个月|{PLAIN_UNIT}|小时|天|日|月|年|期|级|度|米|号|大|步|点|章|节|位){PER_PART}|[万亿]"
#: 280余万件: 余 stands before the unit.
_FIGURE = re.compile(rf"(?<![\d.A-Za-z])(?P<number>{_DIGITS})(?:[余多](?={_MEASURES}))?(?P<unit>{_MEASURES})?")
_SPOKEN = re.compile(
    rf"(?<![第{_HAN}])(?P<number>[{_HAN}]{{1,6}})[余多]?(?P<unit>个百分点|[万亿]?元|[万亿]吨|公里|个?工作日|个月|小时|分钟|平方米|立方米|[个项家座类条级批期大步章倍成种处份节道件只所名次岁户亩吨辆日月年天人]|分之[{_HAN}]+|[万亿](?=[到至—]))(?!体|般|律|切|旦|律)"
)
#: 百分之三十五 is 35%.
_PERCENT = re.compile(rf"百分之(?P<number>[{_HAN}]{{1,4}}|\d+(?:\.\d+)?)(?:点(?P<rest>[{_HAN}]+))?")
#: 九成五 is 95%, 一成半 15%.
_TENTHS = re.compile("([一二三四五六七八九])成([一二三四五六七八九半])(?!分|个)")
_YEAR = re.compile(r"(20\d\d|19\d\d)年")
_BASE = re.compile(
    r"(?:比|较|以|与|同比|相比于?|基于|对比|在|跟|对照)(?:于)?(20\d\d|19\d\d)年(?!(?:底|末)?前|内)|(20\d\d|19\d\d)年(?:的)?(?:基数|水平|基础)"
)
_PERIOD = re.compile(r"十[一二三四五六]五")
#: Between the two ends of a range: 1万元至3万元, 5—10个; 由80到100 tells of a change.
_TO = re.compile("[到至~—–-]{1,2}")
_CHANGES = re.compile("[从由][^,，;；。：:]{0,12}$")

#: Bounds before a figure, which may be cut off; the longer phrase goes first (不低于 holds 低于). What stands behind it follows.
_BEFORE = re.compile(
    "(?P<at_least>不(?:得|能|可|应|会)?(?:低于|少于|小于)|至少|最少(?=\\d|$)|起码|下限|底线|最低(?=\\d|$))|(?P<at_most>不(?:得|能|可|应|会)?(?:高于|超过|大于|多于)|至多|最多(?=\\d|$)|最高(?=\\d|$)|封顶|上限|控制在|降至|降到)"
    "|(?P<over>(?:高于|大于|多于)(?=.?$|[约近]?\\d)|超过|突破|超(?=\\d|$)|(?<![通经超不])过了?(?=\\d|$))|(?P<under>(?:低于|小于|少于)(?=.?$|[约近]?\\d)|不到|不足)|(?P<about>大约|(?<!节)约(?=[为合占]?\\d|[为合占]?$)|近(?=\\d|$))"
)
_AFTER = re.compile(
    "(?P<at_least>及?以上|之上|往上|的?底线|的?下限)|(?P<at_most>及?以下|以内|之内|之下|(?<=[日天时月年])内|的?上限)|(?P<about>左右|上下)"
)
#: 5000吨标准煤（当量值）及以上.
_BRACKET = re.compile(r"\([^()]{1,8}\)")
_KINDS = {"over": "at_least", "under": "at_most"}
AIM = re.compile("力争|争取|奋斗目标|激励目标|力保|冲刺")
_UP = "上升|提高|提升|增加|增长|增幅|升高|新增|扩大"
_DOWN = "下降|降低|减少|削减|减排|降幅|下调|压减|节约|节能量|消减|减"

#: Negations; 不断 不同 无废 and the like are words of their own.
_NEGATION = re.compile(
    "严禁|禁止|不得|不再|不准|不许|不能|不予|不宜|不应|不可|不会|不要|不需|不必|无需|毋需|杜绝|严控|尚未|未能|未(?!来)|并非|非(?!常|遗|洲)|没有|"
    "(?<![有是能会要可])没(?!有)|不(?!断|同|少|低于|高于|超过|大于|小于|多于|仅|但|足|良|等|限|良|锈|乏|懈|利|平衡|列出|过(?!于|度|关)|光|止|只|一定|论|管|妨|外乎|愧|久|难|轻松|算|一样|一致|相同|必非|必都|必只)|无(?!废|害|人|机|线|组织|偿|缝|障|论|不|序|烟|霾|纸|毒|锡|锡市|公害|故|形)|"
    "零(?=增长|新增|排放|填埋)|停止|取消|除外|以外"
)
_NEGATED_WORDS = re.compile(
    "不低于|不少于|不小于|不高于|不超过|不大于|不多于|不[得能可应会](?:低于|少于|小于|高于|超过|大于|多于)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure at ``text[start:end]``: its number as a plain string, its unit, and what is said of it.

    ``bounds`` are at_least, at_most, about; ``aim``: 力争; ``direction`` up, down or empty. ``owner`` are the words it is said of.
    ``year`` and ``base`` are the years that govern it, empty where none is said before it. ``pooled``: one of several whose owners
    are listed apart from them and do not pair up.
    """

    number: str
    unit: str
    start: int
    end: int
    bounds: frozenset[str]
    aim: bool
    direction: str
    owner: str
    year: str
    base: str
    pooled: bool


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Half width, Simplified, without white space and quotation marks; brackets of one kind."""
    folded = "".join(unicodedata.normalize("NFKC", simplified(text)).split()).replace("㎡", "m2").replace("㎥", "m3")
    plain = re.sub(r"[“”\"「」『』‘’'*_`#]", "", folded).translate(str.maketrans("〔〕[]【】", "()()()"))
    plain = _TENTHS.sub(lambda m: f"{_spoken(m[1])}{'5' if m[2] == '半' else _spoken(m[2])}%", plain)
    return _PERCENT.sub(_percent, plain).replace("标煤", "标准煤").replace("度电", "千瓦时")


def _percent(found: re.Match[str]) -> str:
    number = found["number"] if found["number"][0].isdigit() else _spoken(found["number"])
    rest = "".join(_spoken(sign) for sign in found["rest"] or "")
    return f"{number}{f'.{rest}' if rest else ''}%"


@lru_cache(maxsize=4096)
def amounts(folded: str) -> tuple[Amount, ...]:
    """The figures of a folded text, in order; years and numbers inside names of documents are none."""
    spans = _spans(folded)
    owners = _owners(folded, spans)
    return tuple(_amount(folded, spans, at, owner, pooled=pooled) for at, (owner, pooled) in enumerate(owners))


def years(folded: str) -> tuple[frozenset[str], frozenset[str]]:
    """(years a figure is compared with, other years)."""
    base = {a or b for a, b in _BASE.findall(folded)}
    named = _BASE.sub("", folded)
    return frozenset(base), frozenset(_YEAR.findall(named))


def periods(folded: str) -> frozenset[str]:
    """Five-year periods: 十四五."""
    return frozenset(_PERIOD.findall(folded))


def negated(folded: str) -> tuple[tuple[str, str], ...]:
    """(negation, the words it governs up to the next comma) in order; bounds such as 不低于 are none."""
    masked = _NEGATED_WORDS.sub(lambda m: "＃" * len(m.group()), folded)
    found = []
    for match in _NEGATION.finditer(masked):
        scope = re.match(r"[^，,。；;：:()！？]*", masked[match.end() :])
        found.append((match.group(), scope.group() if scope else ""))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Span:
    number: str
    unit: str
    start: int
    end: int


def _spans(folded: str) -> list[_Span]:
    found: list[_Span] = []
    folded = _PERIOD.sub("＃＃＃", folded)
    for match in _FIGURE.finditer(folded):
        number, unit = match["number"].replace(",", ""), match["unit"] or ""
        if unit == "年" and len(number) == 4:
            continue
        if not unit and re.match(r"[A-Za-z]", folded[match.end() :]):
            continue  # 5G
        found.append(_Span(_plain(number), unit, match.start(), match.end()))
    for match in _SPOKEN.finditer(folded):
        number = _spoken(match["number"])
        unit = match["unit"]
        if number == "1" and unit[0] not in "万亿" and unit[-1] not in "元吨":
            continue  # 一个, 一批 say little more than 个 and 批
        if unit.startswith("分之"):
            number, unit = f"{_spoken(unit[2:])}/{number}", ""
        found.append(_Span(number, unit, match.start(), match.end()))
    found.sort(key=lambda s: s.start)
    return _with_shared_units(folded, [s for i, s in enumerate(found) if i == 0 or s.start >= found[i - 1].end])


def _with_shared_units(folded: str, spans: Sequence[_Span]) -> list[_Span]:
    """The spans, the first of a range with the unit that stands behind the second: 500至5000元, 1万到3万元."""
    shared = list(spans)
    for at, (one, other) in enumerate(pairwise(spans)):
        times = re.fullmatch("[万亿千百]*", one.unit)
        if times and other.unit and _TO.fullmatch(folded[one.end : other.start]):
            bare = other.unit.lstrip("万亿千百")
            shared[at] = replace(one, unit=other.unit if not one.unit else f"{one.unit}{bare}")
    return shared


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else str(int(number))


def _spoken(number: str) -> str:
    """Chinese numerals below a thousand as digits; longer ones as they are."""
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
    total, last = 0, 0
    for sign in number:
        if sign in digits:
            last = digits[sign]
        elif sign in "十百千":
            total += (last or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            last = 0
    return str(total + last)


_COUNTED = re.compile(r"等[\d一二三四五六七八九十]+[项种类个](?=$|[\u4e00-\u9fff])")
_LISTED = re.compile(r"分别|依次|各自?(?=达|为|下降|提高|控制)")


def _owners(folded: str, spans: Sequence[_Span]) -> list[tuple[str, bool]]:
    """For each figure the words it is said of: those before it in its part, or its item where items and figures are listed apart."""
    owners: list[tuple[str, bool]] = []
    at = 0
    while at < len(spans):
        run = _run(folded, spans, at)
        listed = _listed(folded, spans, run) if len(run) > 1 else None
        if listed:
            owners += listed
        else:
            owners += [(_own_words(folded, spans, i), False) for i in run]
        at = run[-1] + 1
    return owners


def _run(folded: str, spans: Sequence[_Span], at: int) -> list[int]:
    """Figures from ``at`` on with nothing but 、 or 和 (and a bound) between them."""
    run = [at]
    while run[-1] + 1 < len(spans):
        gap = folded[spans[run[-1]].end : spans[run[-1] + 1].start]
        if not re.fullmatch(r"(?:及?以上|以下|以内|左右)?[、，,]?(?:和|与|及|以及)?(?:力争)?", gap) or not gap:
            break
        run.append(run[-1] + 1)
    return run


def _listed(folded: str, spans: Sequence[_Span], run: Sequence[int]) -> list[tuple[str, bool]] | None:
    first = spans[run[0]].start
    begin = spans[run[0] - 1].end if run[0] else 0
    if run[0] and _COUNTED.search(folded[:begin]):  # 化学需氧量、氨氮等4项主要污染物: they are still listed
        begin = spans[run[0] - 2].end if run[0] > 1 else 0
    before = _COUNTED.sub("", folded[begin:first])
    stop = max((m.end() for m in re.finditer("[；;。：:！？]", before)), default=0)
    before = before[stop:]
    marks = list(_LISTED.finditer(before))
    mark = marks[-1] if marks else None
    head = before[: mark.start()] if mark else before
    tail = before[mark.end() :] if mark else ""
    parts = [p for p in re.split("[，,]", head) if p]
    while len(parts) > 1 and _time_only(parts[0]):
        parts.pop(0)
    while len(parts) > 1 and _time_only(parts[-1]):
        parts.pop()
    items = [i for i in re.split("、|以及|(?<!饱)和|与|及(?!以)", parts[-1] if parts else "") if i]
    if len(items) < 2 and mark is None:
        return None
    if len(items) != len(run):
        return [(before, True) for _ in run]
    ends = _common_end(items[-1])
    return [((item if n == len(items) - 1 else f"{item}{ends}") + tail, False) for n, item in enumerate(items)]


def _common_end(last: str) -> str:
    """What all items of a list share: 氨氮重点工程减排量 -> 重点工程减排量. Only words with known openings are taken for shared."""
    found = re.search(
        r"(?:重点工程|排放总量|排放量|减排量|综合利用率|利用率|使用率|处理率|收集率|回收率|覆盖率|占比|比重|比例).*$",
        last,
    )
    return found.group() if found and found.start() > 0 else ""


def names_something(part: str) -> bool:
    """Whether a part has words of its own to say what it is about."""
    return sum(map(len, content(_BASE.sub("", part)))) >= 2


def _time_only(part: str) -> bool:
    return not content(_BASE.sub("", part))


def _own_words(folded: str, spans: Sequence[_Span], at: int) -> str:
    """The words before a figure: back to the figure before it or to a stop; further where they name nothing (，力争达到13%)."""
    begin = spans[at - 1].end if at else 0
    before = folded[begin : spans[at].start]
    stop = max((m.end() for m in re.finditer("[。；;！？]", before)), default=0)
    parts = re.split("[，,：:]", before[stop:])
    own = parts.pop()
    if not names_something(own):
        following = re.split(
            "[，,；;。：:！？]", folded[spans[at].end : spans[at + 1].start if at + 1 < len(spans) else None]
        )[0]
        if names_something(following):
            return own + following
    while parts and not names_something(own):
        own = parts.pop() + "，" + own
    if not names_something(own) and at and stop == 0:
        return _own_words(folded, spans, at - 1) + own
    return own


def _amount(folded: str, spans: Sequence[_Span], at: int, owner: str, *, pooled: bool) -> Amount:
    span = spans[at]
    begin = spans[at - 1].end if at else 0
    before = folded[begin : span.start]
    near = re.split("[，,；;。]", before)[-1][-8:]
    bracket = _BRACKET.match(folded, span.end)
    behind = _AFTER.match(folded, bracket.end() if bracket else span.end)
    if at and not _BEFORE.search(near) and re.fullmatch("(?:及?以上|以下|以内|左右)?(?:、|和|与|及|以及)", before):
        near = _before_run(folded, spans, at)
    bounds = {
        _KINDS.get(str(m.lastgroup), str(m.lastgroup)) for m in [*_BEFORE.finditer(near), *([behind] if behind else [])]
    }
    return Amount(
        span.number,
        span.unit,
        span.start,
        span.end,
        frozenset(bounds) | _end_of_range(folded, spans, at),
        bool(AIM.search(re.split("[；;。]", before)[-1])),
        _direction(before),
        owner,
        _governing(folded, span.start, base=False),
        _governing(folded, span.start, base=True),
        pooled,
    )


def _end_of_range(folded: str, spans: Sequence[_Span], at: int) -> frozenset[str]:
    """Which end of a range a figure is: of 1万元至3万元 the first is the least, the second the most."""
    span = spans[at]
    if re.search(f"[\\d{_HAN}][到至]$", folded[: span.start]) and not (at and spans[at - 1].end > span.start - 2):
        return frozenset({"at_most"})  # 一到三倍
    follows = at and _TO.fullmatch(folded[spans[at - 1].end : span.start])
    first = spans[at - 1] if follows else span
    if _CHANGES.search(folded[: first.start]):
        return frozenset()
    if follows and spans[at - 1].unit:
        return frozenset({"at_most"})
    leads = span.unit and at + 1 < len(spans) and _TO.fullmatch(folded[span.end : spans[at + 1].start])
    return frozenset({"at_least"}) if leads else frozenset()


def _before_run(folded: str, spans: Sequence[_Span], at: int) -> str:
    """What stands before the first of a run of figures: its bound holds for all (分别不低于1吨、2吨)."""
    while at and re.fullmatch(
        "(?:及?以上|以下|以内|左右)?(?:、|和|与|及|以及)", folded[spans[at - 1].end : spans[at].start]
    ):
        at -= 1
    before = folded[spans[at - 1].end if at else 0 : spans[at].start]
    return re.split("[，,；;。]", before)[-1][-8:]


#: A verb of change counts for a figure only where no name of a measure stands between: 减排量达到 is a name, 下降 a verb.
_CHANGE = re.compile(
    f"(?:(?P<up>{_UP}|增至|增到|上涨|涨|(?<![最不提])[高升](?=[了约至到]?$))|(?P<down>{_DOWN}|压降|缩减|回落|降|(?<![最不至])[低少](?=[了约至到]?$)))(?:[^率量值数积重比，,；;。]|比例(?=为)){{0,8}}$"
)


def _direction(before: str) -> str:
    found = None
    part = re.split("[，,；;。：:]", before)[-1]
    for at in range(len(part)):
        found = _CHANGE.match(part, at) or found
    if found is None:
        return ""
    return "up" if found["up"] else "down"


def _governing(folded: str, at: int, *, base: bool) -> str:
    """The last year before ``at`` in its sentence; a base year only where no other figure's words come between."""
    start = max(folded.rfind(s, 0, at) for s in "。！？") + 1
    text = folded[start:at]
    if base:
        found = [a or b for a, b in _BASE.findall(re.split("[；;]", text)[-1])]
    else:
        found = _YEAR.findall(_BASE.sub(lambda m: "＃" * len(m.group()), text))
    return found[-1] if found else ""


#: Words that carry no content of a claim: grammar, reporting, time, bounds, directions. They are checked elsewhere or say nothing.
_LIGHT = frozenset(
    (
        "方案 文件 规划 提出 要求 明确 规定 指出 强调 确定 设定 计划 其中 分别 依次 包括 包含 主要 具体 即 约束性 根据 依据 按照 该 该市 该州 该地 全市 全州 全县 "
        "当地 本市 本州 我市 我州 应当 应该 应 需要 需 将 要 由 为 是 的 了 着 等 以及 并且 并 还 也 都 均 同时 此外 另外 到 至 在 于 从 对 把 被 使 期间 时期 年底 "
        "年末 末 底 前 后 内 中 里 上 下 任务 工作 方面 内容 指标 目标值 目标 数值 达到 达 实现 完成 控制 力争 争取 超过 不低于 不高于 不少于 不超过 以上 以下 以内 "
        "左右 大约 约 至少 比 较 相比 同比 累计 共 总共 合计 一共 通过 进行 开展 有关 相关 以 和 与 及 或 而 则 其 这 那 此 会 可 各 每 一 二 三 个 项 第 年 月 日 "
        "负责 牵头 配合 参与 参加 落实 责任 单位 部门 职责 分工 印发 发布 文号 日期 成文 附件 发文 机关 五 我 市 州 县 省 就 来 去 又 所 之 地 得 时 向 让 给 且 "
        "措施 做法 举措 提到 写明 写道 表示 预计 预期 当中 之间 一些 一批 一个 这些 那些 进一步 大力 积极 持续 加快 严禁 禁止 不得 不再 不准 不许 全面 深入 扎实 切实 着力 继续 不断"
    ).split()
) | frozenset(f"{_UP}|{_DOWN}".split("|"))
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=16384)
def content(folded: str) -> tuple[str, ...]:
    """The words that carry content, in order: without figures, years, light words and signs."""
    text = _PERIOD.sub("，", _YEAR.sub("，", folded))
    for span in reversed(_spans(text)):
        text = f"{text[: span.start]}，{text[span.end :]}"
    return tuple(w for w in words(text, known_only=True) if w not in _LIGHT and _WORD.fullmatch(w))


def is_light(word: str) -> bool:
    """Whether a word carries no content of a claim."""
    return word in _LIGHT
