"""Names of what figures are of, made of the words around them: 80%以上的县级及以上机关建成节约型机关 -> 建成节约型机关的县级及以上机关比例."""

import re
from dataclasses import dataclass

from corpus.actions import is_only_action, is_only_move, leading_verb, opens_with_action, without_any_move, without_move
from corpus.cells import Cell
from corpus.enumerations import has_measure
from corpus.heads import Head, tail_end, without_asides
from corpus.scopes import read_scope

_SHARE_VERB = re.compile(
    r"建成|完成|达到|实现|开展|具备|实行|执行|使用|采用|纳入|配备|设置|安装|创建|通过|获得|成为|符合|满足|用于|投入|转化|实施|接入|建立|落实|参与|改造|进行|覆盖|进入|拥有|得到|"
    r"配建|建设|应用|推广|淘汰|全面|享受|参加|加入|位于|集中|达标|入园|由"
)
_GROWN = re.compile(r"的?(?:年均)?(?P<word>增长|增速|速度增长|涨幅)")
_RATIO = re.compile(r"的?比例的?")
_SHARE_OF = re.compile(r"(?P<part>.{2,40}?)(?:达到|占到?|不低于|超过|达|力争达到)(?P<whole>.{2,30}?)的$")
_NO_THING = re.compile(r"(?:（[^（）]*）)?的?(?:目标|水平|标准|要求|任务|幅度|规模|目标任务)?的?")
_COUNTED = ("数", "量", "数量", "总数", "总量", "规模")
_BARE_MEASURES = frozenset(
    "产量 面积 数量 产值 增速 总量 占比 收入 人数 规模 总产 产能 覆盖率 利用率 投资 比重".split()
)
#: What is done with something, as a rate; without the thing it is that of the rate before: 生活垃圾回收利用率达50%，资源化利用率90%以上.
_PROCESS_RATE = re.compile(
    r"(?:无害化|资源化|减量化|综合|回收|循环|集中|安全|有效|再生|规范)*(?:利用|处理|处置|收集|回收|治理|收运)率"
)
_TOGETHER = frozenset("共 共计 合计 总计 累计".split())
_TOTALS = frozenset("总量 总数 总规模 总计".split())
_MEASURE_TAIL = re.compile(r"(?:播种|种植|总)?(?:面积|产量|产值|数量|总量|规模|收入|增加值|产能)$")
#: A longer name has grown from figure to figure and lends nothing: the longest of the plans and 53 other documents has 64 characters.
_LONGEST_LENT = 80
_WHO = re.compile(r"(?:机关|单位|机构|企业|园区|）|开发区|学校|医院|城市|县|市|区|社区|村|港口|项目|家庭|产能)$")
#: Sizes that name a thing (120万吨乙烯项目) unless something is compared with them.
_SIZES = frozenset("吨 千瓦 千伏 吨级 米 立方米 升 兆瓦 蒸吨 千伏安 人 吉瓦 kW MW GW".split())
_SIZED_THINGS = re.compile(
    r"项目|工程|基地|机组|泊位|航道|电站|生产线|装置|铁路|高铁|公路|园区|产业园|线路|输变电|变电站|主网架|电网|列车|卫星|乙烯|煤电|产业集群|集群|产业链"
)
_TREATED = re.compile(
    r"加强|实施|实行|开展|进行|完成|建成|纳入|安装|(?<![供响对适反效])应|须|必须|全部|一律|执行|推行|严格|建立|达到|淘汰|投运|要|的"
)
_LIMITED_KIND = re.compile(r".{0,16}?(?:项目|企业|单位|锅炉|机组|建筑|用户|养殖场|养殖户|园区|医院|城市)")
_LIMITED_MEASURE = re.compile(
    r"(?:年|日|月)?(?:综合)?[一-鿿A-Za-z]{0,12}?(?:能耗|能源消费量|消费量|排放量|用水量|取水量|用电量|产量|产值|产能|面积|投资|投资额|规模|能力|容量|装机|收入|出栏|存栏|人口|长度|管网|额|量)$"
)
_WITHOUT_NOUN = re.compile(r"(?:元|以上|级|具有.{2,12})$")
_LEVEL = re.compile(r"(?:国家|世界|省|市|州|县)级$")
_OF_LEVEL = re.compile(r"(?:国家|世界|省|市|州|县)级(?P<noun>[^、，]{2,16})$")
_GENERAL_NOUN = re.compile(r"的[^的、]{2,20}$")
_LONGEST_TAIL = 120
_SHORTEST_CONTEXT = 4
#: What has a name, so many of which run: “岚星”36颗卫星全球组网.
_NAMED = re.compile("“[^“”]{2,12}”")
_RUNS = re.compile(
    r"(?P<thing>[一-鿿]{1,8}?)(?:全球|全部|全面|在轨|组网|运行|投[运用产]|建成|开通|通车|上线|升空|[入并]网|落成)"
)
#: Only says until when.
_WHEN = re.compile(
    r"(?:力争|争取|确保)?(?:到|至|在)?(?:20\d\d年|“?十[二三四五六]五”?)(?:年?[底末]|期?末|时期|期间|内)?(?:之?前)?|今年|明年|每年|年内"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The name of what a figure is of, and where its quote ends.

    ``verb`` is what following things of a list share (打造A 3条、B 12个); ``inherits`` says that words of the cell before went into the
    name; ``scope`` is the scope that the words behind the figure give.
    """

    name: str
    end: int
    verb: str = ""
    inherits: bool = False
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What the cell before was named, in ``unit`` and with its word of ``growth``, and the ``verb`` it may share."""

    name: str = ""
    growth: str = ""
    unit: str = ""
    verb: str = ""


def name_figure(
    text: str, cell: Cell, head: Head, following: Cell | None, before: Before, *, compared: bool
) -> Named | None:
    """The name of what a single figure is of; None when its words make no goal of it."""
    figure = cell.figures[0]
    end = min(tail_end(text, cell), cell.after.end + _LONGEST_TAIL)
    tail = without_asides(text[cell.after.end : end]).strip()
    if tail.startswith(("、", "和", "及", "与", "并")):
        tail = ""
    if head.subject.endswith("按"):  # a rate that is applied, not reached: 减按15%征收
        return None
    if figure.kind == "words":
        return _in_words(text, cell, head, tail)
    if not tail or _NO_THING.fullmatch(tail):
        return _with_lent_thing(text, cell, head, following) or _measured(text, cell, head, before)
    if grown := _GROWN.match(tail):
        return (
            Named(head.subject + grown["word"].removeprefix("速度"), cell.after.end + grown.end())
            if head.subject
            else None
        )
    if figure.is_share:
        return _share(text, cell, head, tail, end)
    return _counted(text, cell, head, tail, end, before, compared=compared)


def context_of(text: str, cell: Cell, sentence_start: int) -> str:
    """The comma part before a cell, without the verb that moves it: what an action without an object is about."""
    end = max(sentence_start, cell.start - 1)
    start = max(sentence_start, end - 60)
    about = without_any_move(re.split("[，；：。]", text[start:end])[-1].strip())
    return about if len(about) >= _SHORTEST_CONTEXT else ""


def only_says_when(words: str) -> bool:
    """Whether words only say until when, and name nothing: 到2025年."""
    return bool(_WHEN.fullmatch(words))


def _measured(text: str, cell: Cell, head: Head, before: Before) -> Named | None:
    """Nothing follows the figure: 秸秆综合利用率达到90%以上, 新建污水管网60公里."""
    subject, growth, figure = head.subject, head.approach.growth, cell.figures[0]
    if not subject or head.only_scope:
        if not before.name:
            return None
        same_unit = text[figure.unit_start : figure.end] == before.unit
        name = before.name if same_unit and not growth else before.name.removesuffix(before.growth)
        name = name if name.endswith(growth) else name + growth
        if _TOGETHER & {*head.approach.words}:
            name = name.removeprefix("每年")  # 每年新建30座，五年共150座
        if head.only_scope and head.scope and head.scope.kind == "area":
            former = read_scope(name, 0, len(name))
            name = head.scope.text + (name[former.end :] if former else name)
        return Named(name, cell.after.end, before.verb, inherits=True)
    if figure.is_share and (part := _SHARE_OF.match(subject)):
        return Named(f"{part['part']}占{part['whole']}的比例", cell.after.end)
    if subject.endswith("等"):
        subject = subject[:-1] if leading_verb(subject) else ""
        if not subject:
            return None
    if (subject in _BARE_MEASURES and cell.joint == "list") or (subject in _TOTALS and cell.joint == "comma"):
        lent = _without_measure(before.name)
        subject = lent + subject if len(lent) <= _LONGEST_LENT else subject
    elif cell.joint in ("list", "comma") and figure.is_share and _PROCESS_RATE.fullmatch(subject):
        subject = _without_process(before.name) + subject
    verb, name, inherits = leading_verb(subject), without_move(subject), False
    if not verb and cell.joint == "list" and figure.is_count and before.verb and not growth:
        verb, name, inherits = before.verb, before.verb + name, True
    if figure.is_count and opens_with_action(name) and not name.endswith(_COUNTED) and not is_only_action(name):
        name += "数量"
    return Named(name + growth, cell.after.end, verb, inherits)


def _without_measure(name: str) -> str:
    """A name without the measure that the next one replaces: 粮食播种面积, and then 产量."""
    bare = _MEASURE_TAIL.sub("", name)
    if bare == name:
        bare = name.removesuffix(next((m for m in _BARE_MEASURES if name.endswith(m)), ""))
    return bare


def _without_process(name: str) -> str:
    """What is treated, of a name that says at which rate: 生活垃圾 of 生活垃圾回收利用率; empty of any other name."""
    rate = next((found for found in _PROCESS_RATE.finditer(name) if found.end() == len(name)), None)
    return name[: rate.start()] if rate and rate.start() <= _LONGEST_LENT else ""


def _in_words(text: str, cell: Cell, head: Head, tail: str) -> Named | None:
    """翻番, 两位数增长."""
    subject = without_move(head.subject)
    if text[cell.figures[0].start : cell.figures[0].end] == "两位数":
        grown = _GROWN.match(tail)
        return Named(subject + "增长", cell.after.end + grown.end()) if grown and subject else None
    return Named(subject, cell.after.end) if subject and not tail else None


def _with_lent_thing(text: str, cell: Cell, head: Head, following: Cell | None) -> Named | None:
    """设区城市建成区40%以上、其他城市建成区30%以上的面积达到…要求: the thing stands behind the second figure."""
    if not (cell.figures[0].is_share and following and following.joint == "list" and following.figures[0].is_share):
        return None
    if (
        has_measure(head.subject)
        or not cell.after.word
        or {"reach", "decrease", "growth", "cap"} & set(head.approach.senses)
    ):
        return None
    end = tail_end(text, following)
    tail = text[following.after.end : end]
    return _share(text, cell, head, tail, end) if tail else None


def _share(text: str, cell: Cell, head: Head, tail: str, end: int) -> Named | None:
    """80%以上的县级及以上机关建成节约型机关: the share of those that do something."""
    subject = head.subject.rstrip("、和及与")
    subject = "" if len(subject) < len(head.subject) or is_only_move(subject) else subject
    if ratio := _RATIO.match(tail):
        return Named(_as_share(subject + tail[ratio.end() :]), end)
    if not _SHARE_VERB.search(tail) and end < cell.piece_end:
        longer = without_asides(text[cell.after.end : min(cell.piece_end, cell.after.end + _LONGEST_TAIL)])
        if _SHARE_VERB.search(longer):
            tail, end = longer, min(cell.piece_end, cell.after.end + _LONGEST_TAIL)
    tail = tail.removeprefix("的")
    verb = _SHARE_VERB.match(tail) or _SHARE_VERB.search(tail, 1)
    if verb is None or leading_verb(subject):
        return Named(_as_share(subject + tail), end) if subject or len(tail) > 2 else None
    if verb.start() == 0:
        return Named(f"{tail}的{without_any_move(subject)}比例", end) if subject else None
    who = tail[: verb.start()]
    place = "" if head.scope and head.scope.kind == "place" else subject
    return Named(
        f"{place}{tail[verb.start() :]}的{who}比例", end, scope=who if _WHO.search(who) and len(who) <= 24 else ""
    )


def _as_share(name: str) -> str:
    return name if has_measure(name) else name + "比例"


def _counted(text: str, cell: Cell, head: Head, tail: str, end: int, before: Before, *, compared: bool) -> Named | None:
    """开展3个乡村电气化试点; 年综合能耗5万吨标准煤及以上的项目."""
    figure, subject, verb, inherits = cell.figures[0], head.subject, leading_verb(head.subject), False
    if figure.bare == "人" and tail.startswith("口"):  # 50万人口的城市
        return None
    if subject.endswith("等"):
        verb = verb or (before.verb if cell.joint == "comma" else "")
        subject = subject[:-1]
        if not verb:
            return None
    if subject and text[figure.start - 1] in "、和及与":  # 培育一批A、100家B: A is no part of B
        subject = verb
    limited = bool(cell.after.word) or (
        tail.startswith("的") and bool({"at_least", "at_most"} & set(head.approach.senses))
    )
    if limited and not figure.is_count and (limit := _limited(subject, tail)):
        return Named(limit[0], cell.after.end + limit[1])
    if not subject and before.verb and _stands_bare(text, cell):
        subject, verb, inherits = before.verb, before.verb, True
    describes = figure.bare in _SIZES and not compared and bool(_SIZED_THINGS.search(tail))
    if not (describes or verb or compared) and figure.is_count and _NAMED.fullmatch(subject):
        runs = _RUNS.match(tail)
        return Named(f"{subject}{runs['thing']}数量", end) if runs else None
    if describes or not (verb or compared):
        return None
    name = (without_any_move(subject) if limited else without_move(subject)) + _whole_thing(text, cell, tail)
    if figure.is_count and not name.endswith(_COUNTED):
        name += "数量"
    return Named(name, end, verb, inherits)


def _whole_thing(text: str, cell: Cell, tail: str) -> str:
    """100个以上年产值超十亿元、10个以上年产值超百亿元的企业: what is counted stands at the end of the list."""
    thing = tail.removeprefix("的")
    if _WITHOUT_NOUN.search(thing) and cell.end < cell.piece_end:
        rest = text[cell.end : min(cell.piece_end, cell.end + _LONGEST_TAIL)]
        if _LEVEL.search(thing) and (level := _OF_LEVEL.search(rest)):
            return thing + level["noun"]
        noun = _GENERAL_NOUN.search(rest)
        return thing + noun.group() if noun else thing
    return thing


def _stands_bare(text: str, cell: Cell) -> bool:
    """Whether nothing stands between the figure and the cell before: 打造A 3条、12个B."""
    return cell.joint in ("list", "comma") and not text[cell.start : cell.figures[0].start].strip("，、和及 ")


def _limited(subject: str, tail: str) -> tuple[str, int] | None:
    """(name, characters used of the tail) of a threshold: things from a size on are treated somehow."""
    things = tail.removeprefix("的")
    verb, kind = _TREATED.search(things, 1), _LIMITED_KIND.match(things)
    who = kind.group() if kind else things[: verb.start()] if verb else things
    subject = without_any_move(subject).removeprefix("对")
    verb_before = leading_verb(subject)
    measured = subject.removeprefix(verb_before) if verb_before and subject.startswith(verb_before) else subject
    measure = _LIMITED_MEASURE.search(measured)
    if measure:
        return f"{who}{measure.group()}", len(tail) - len(things) + len(who)
    if verb and not (opens_with_action(subject) and verb_before.startswith(("新", "建"))):
        return f"{things[verb.start() :]}的{who}规模", len(tail)
    return None
