"""The rows of one sentence: what each figure is of, how it is compared, for which year, over what, and the words that say it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cells import Cell, find_cells
from corpus.comparisons import Approach, compare, qualifier_of, read_approach
from corpus.enumerations import has_measure, measured_names, split_names
from corpus.figures import Figure
from corpus.periods import YearMark, is_told
from corpus.plan import Comparison
from corpus.scopes import Scope, read_scope

_TIME = (
    r"(?:(?:力争|争取|确保)?(?:到|至|在)?“?(?:20\d\d年?(?:[-—–~～至到、和及]{1,2}20\d\d)?年|十[二三四五六]五”?)(?:度|年?底前?|末|时期末?|期间|期末|内)?(?:前|之前|以前|起)?|"
    r"今年|明年|当年|本年度|年内|全年|年底前|年底|近期|每年度|今明两年|五年内|三年内|未来[三五]年|下一步|今后五年)"
)
_AMBITION = re.compile(r"力争|争取|力求")
_LEAD = re.compile(
    rf"[，、；：\s]+|{_TIME}[，、]?|(?:以及|并且|其中|同时|此外|另外|另|和(?!谐|解)|及(?!时)|并|且|力争|争取(?!更)|确保|努力|力求|原则上|要(?!素|求)|应(?!急|用|届|对)|须|将|逐步|基本|"
    r"进一步|通过[^，。；]{0,30}?[，、]|具体目标|主要目标|预期目标|一是|二是|三是|四是|五是|六是|使|让|规划|计划|累计(?=实现|推动))"
)
_MOVE = re.compile(
    r"(?:实现|推动|推进|促进|保持|带动|加快|确保|持续|稳步|全面|不断|大力|着力|积极|全力|继续|加强|提高|提升|深化|巩固|稳定)(?=.{2})"
)
_ACTIONS = (
    "新建 建成 建设 改建 扩建 新改建 新改扩建 改造 新增 增设 培育 创建 打造 完成 实施 开展 遴选 认定 引进 组建 设立 布局 开工 投产 启动 谋划 培训 发展 推广 建立 "
    "形成 举办 淘汰 更新 治理 修复 整治 安排 投放 争取 争创 推出 制定 开通 评选 选树 消除 关闭 压减 退出 招引 集聚 转化 实现 发放 资助 提供 办好 "
    "做好 设置 配备 配建 安装 扩大 保护 建 增 筹集 交付 盘活 供应 处置 腾退 拆除 清理 带动 吸引 储备 签约 突破 开工建设 布局建设 加装 整合 运营 投运 竣工 吸纳 "
    "帮助 救助 补助 惠及 搭建 构建 新认证 新认定 新培育 新开工 新引进 新签约 新投产 新设 新入库 选派 选聘 招聘 聘用 输送 开发 挖掘 撬动 投入 注入 "
    "下达 争创 建好 办成 净增 减少 清零 种植 栽植 造林 营造 绿化 恢复 流转 复垦 收储 出让 消化 化解 压降 清退 关停 解决 出栏 改扩建 新建成 续建 "
    "建设改造 改造提升 新建改造 育成 孵化 研发 攻克 发布 出台 制修订 主导 创评 创成 评定 推选 认证 建档 摸排 排查 开行 加密 增开 扩容 调度 促成 达成 落地"
).split()
#: Actions that are hardly ever nouns: they count wherever they stand in a subject.
_PLAIN_ACTIONS = (
    "新建 建成 新改建 新改扩建 改扩建 新增 培育 创建 打造 完成 实施 遴选 引进 组建 推出 布局建设 建设改造 改造提升 新建改造 争创 建立 开办 淘汰 整治提升 开工 新开工 投产 建设 改造"
).split()


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(set(words), key=lambda w: -len(w)))


_OPENING_ACTION = re.compile(
    rf"(?:累计|每年|全年|全面|再|大力|积极|基本|重点|新|一体|启动|同步|统筹|省级|为|对|将|陆续|“[^“”]{{1,10}}”)*(?P<verb>{_any_of(_ACTIONS)})"
)
_PLAIN_ACTION = re.compile(rf"(?P<verb>{_any_of(_PLAIN_ACTIONS)})")
_SHARE_VERB = re.compile(
    r"建成|完成|达到|实现|开展|具备|实行|执行|使用|采用|纳入|配备|设置|安装|创建|通过|获得|成为|符合|满足|用于|投入|转化|实施|接入|建立|落实|参与|改造|进行|覆盖|进入|拥有|得到|"
    r"配建|建设|应用|推广|淘汰|全面|享受|参加|加入|位于|集中|达标|入园"
)
_STANDING = re.compile(
    r"(?<![供响对适反效])应(?!急|用|届|对|提尽)|须|不得|必须|严禁|禁止|加强.{0,40}(?:指导|管理|监管|监督|审查)|(?:“两高|高耗能).{0,12}项目|投运前|新上|新建项目|实行.{0,10}(?:制度|管理)|对.{0,30}(?:给予|予以|实行)|奖励|补助"
)
_GROWN = re.compile(r"^的?(?:年均)?(?:增长|增速|速度增长|涨幅|的速度)")
_GOAL_WORDS = re.compile(r"(?:的|约束性|年度|“十[四五]五”|总体|各项|预期|主要|分解|控制|节能减排|目标|任务|指标|要求|计划|等)+$")
_COUNTED_END = ("数", "量", "数量", "总数", "总量", "规模")
_SHARE_OF = re.compile(r"^(?P<part>.{2,40}?)(?:达到|占到?|不低于|超过|达|力争达到)(?P<whole>.{2,30}?)的$")
_OBJECT_NAMES = re.compile(r"项目|工程|基地|机组|泊位|航道|电站|生产线|装置|铁路|高铁|公路|园区|产业园|线路|输变电|变电站|主网架|电网|列车|卫星|乙烯|煤电|大关|产业集群|集群|产业链|级")
_BARE_MEASURES = frozenset("产量 面积 数量 产值 增速 总量 占比 收入 人数 规模 总产 产能 覆盖率 利用率 投资 比重".split())
_MEASURE_TAIL = re.compile(r"(?:播种|种植|总)?(?:面积|产量|产值|数量|总量|规模|收入|增加值|产能)$")
_LONGEST_PREFIX = 160
_LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True)
class _Said:
    """What the cell before said: the next one may leave it out."""

    name: str
    verb: str
    comparison: Comparison
    base_year: int | None
    unit: str
    scope: str
    entity: str
    quote_start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row on the reading of one clause; offsets are into the clause's wording."""

    name: str
    figure: Figure
    comparison: Comparison
    base_year: int | None
    year: int | None
    qualifier: str
    scope: str
    start: int
    end: int
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the figures of a cell, read: ``start`` of the quote, ``core`` the subject, how it is compared, its scope."""

    start: int
    core: str
    approach: Approach
    ambition: str
    scope: Scope | None


@dataclass(frozen=True, slots=True)
class _Named:
    """The name of what a figure is of, where its quote ends, and the verb that following things share (打造A 3条、B 12个)."""

    name: str
    end: int
    verb: str = ""
    inherits: bool = False
    scope: str = ""


def read_rows(
    reading: str,
    sentence: tuple[int, int],
    figures: Sequence[Figure],
    marks: Sequence[YearMark],
    default_year: int | None,
    whole: str,
) -> Iterator[Row]:
    """The rows of ``reading[slice(*sentence)]``. ``default_year`` is the year where the sentence names none, ``whole`` the widest scope."""
    yield from _SentenceReader(reading, sentence, figures, marks, default_year, whole).rows()


class _SentenceReader:
    """Reads a sentence cell by cell; what one cell leaves out it takes from the one before."""

    def __init__(
        self,
        reading: str,
        sentence: tuple[int, int],
        figures: Sequence[Figure],
        marks: Sequence[YearMark],
        default_year: int | None,
        whole: str,
    ) -> None:
        self._text = reading
        self._sentence = sentence
        self._cells = find_cells(reading, *sentence, figures)
        self._marks = marks
        self._default_year = default_year
        self._whole = whole
        self._last: _Said | None = None
        self._place = ""
        self._place_acts = False
        self._place_end = 0

    def rows(self) -> Iterator[Row]:
        """The rows of the sentence, in order."""
        outside = (self._last, self._place)
        for i, cell in enumerate(self._cells):
            following = self._cells[i + 1] if i + 1 < len(self._cells) else None
            if cell.joint == "bracket":
                yield from self._cell_rows(cell, following)
                self._last, self._place = outside
                continue
            yield from self._cell_rows(cell, following)
            outside = (self._last, self._place)

    def _cell_rows(self, cell: Cell, following: Cell | None) -> Iterator[Row]:
        if is_told(self._text, cell.start, cell.piece_end):
            return
        head = self._head(cell)
        kind = cell.figures[0].kind
        if kind == "assigned":
            yield from self._assigned(cell, head)
        elif kind == "zero":
            yield from self._zero(cell, head)
        elif len(cell.figures) > 1:
            yield from self._paired(cell, head)
        elif self._is_origin(cell, head, following):
            self._last = _Said(head.core, "", "reach", None, "", self._scope(cell, head), "", head.start)
        else:
            yield from self._single(cell, head, following)

    # -- what stands before --------------------------------------------------------------------------------------------

    def _head(self, cell: Cell) -> _Head:
        limit = cell.figures[0].start
        start = max(cell.start, limit - _LONGEST_PREFIX)
        at, ambition = self._skip_lead(start, limit)
        quote_start = start + len(_QUOTE_LEAD.match(self._text[start:limit]).group())  # type: ignore[union-attr]
        scope = read_scope(self._text, at, limit)
        if scope and scope.kind != "area":
            at, more = self._skip_lead(scope.end, limit)
            ambition = ambition or more
            if inner := read_scope(self._text, at, limit):
                if inner.kind == "place":
                    scope, at = inner, inner.end
        approach = read_approach(self._text, at, limit)
        ambition = ambition or next((w for w in approach.words if _AMBITION.fullmatch(w)), "")
        core = _ASIDE.sub("", self._text[at : approach.core_end]).strip("，、； ")
        return _Head(quote_start, core, approach, ambition, scope)

    def _skip_lead(self, at: int, limit: int) -> tuple[int, str]:
        ambition = ""
        while found := _LEAD.match(self._text, at, limit):
            if found.end() == at:
                break
            if word := _AMBITION.search(found.group()):
                ambition = word.group()
            at = found.end()
        return at, ambition

    def _scope(self, cell: Cell, head: _Head) -> str:
        """The scope of a cell: its own, or one that is still in force (市中心城区新建A…、改造B…)."""
        scope = head.scope
        if scope and scope.kind == "place":
            self._place, self._place_end = scope.text, cell.end
            self._place_acts = bool(_ACTS.match(self._text, scope.end, cell.end))
            return scope.text
        if scope and scope.kind == "whole":
            self._place = ""
            return scope.text + scope.entity
        broken = "；" in self._text[self._place_end : cell.start] if self._place else True
        if self._place and not broken and (cell.joint == "list" or (self._place_acts and not scope)):
            self._place_end = cell.end
            return self._place
        self._place = ""
        if scope:
            return scope.text
        if cell.joint == "list" and self._last and self._last.entity:
            return self._last.scope
        return self._whole

    def _is_origin(self, cell: Cell, head: _Head, following: Cell | None) -> bool:
        """由25%提高到30%: the first figure is where things stand."""
        if not following or not head.approach.words or head.approach.words[0] not in ("由", "从"):
            return False
        return bool(_RISES_TO.match(self._text, cell.after.end, following.figures[0].start))

    # -- the kinds of cells --------------------------------------------------------------------------------------------

    def _single(self, cell: Cell, head: _Head, following: Cell | None) -> Iterator[Row]:
        figure = cell.figures[0]
        compared = bool(_COMPARING & set(head.approach.senses)) or bool(cell.after.word) or bool(figure.more)
        if figure.is_weak and not compared:
            return
        tail_end = self._tail_end(cell)
        tail = _ASIDE.sub("", self._text[cell.after.end : tail_end]).strip()
        if figure.kind == "words":
            named = self._worded(cell, head, tail)
        elif not tail or _NO_OBJECT.fullmatch(tail):
            named = self._lent_object(cell, head, following) or self._measured(cell, head)
        elif grown := _GROWN.match(tail):
            name = head.core + _GROWTH_NAME.sub("", grown.group())
            named = _Named(name, cell.after.end + grown.end()) if head.core else None
        elif figure.is_share:
            named = self._shared(cell, head, tail, tail_end)
        else:
            named = self._counted(cell, head, tail, tail_end, compared=compared)
        if named and named.name:
            yield from self._row(cell, head, figure, named)

    def _tail_end(self, cell: Cell) -> int:
        end = cell.end
        while end > cell.after.end and self._text[end - 1] in "，、；。 ":
            end -= 1
        return end

    def _measured(self, cell: Cell, head: _Head) -> _Named | None:
        """Nothing follows the figure: 秸秆综合利用率达到90%以上, 新建污水管网60公里."""
        core, growth = head.core, head.approach.growth
        only_scope = bool(head.scope) and (not core or (head.scope.kind == "area" and core == head.scope.text))  # type: ignore[union-attr]
        if not core or only_scope:
            if not self._last:
                return None
            name = self._last.name + growth if growth and not self._last.name.endswith(growth) else self._last.name
            return _Named(name, cell.after.end, self._last.verb, inherits=True)
        if cell.figures[0].is_share and (part := _SHARE_OF.match(core)):
            return _Named(f"{part['part']}占{part['whole']}的比例", cell.after.end)
        if core.endswith("等"):
            return None
        if core in _BARE_MEASURES and cell.joint == "list" and self._last:
            stem = _MEASURE_TAIL.sub("", self._last.name)
            core = stem + core if stem else core
        verb, inherits = _leading_verb(core), False
        name = _without_move(core)
        if not verb and cell.joint == "list" and cell.figures[0].is_count and self._last and self._last.verb and not growth:
            verb, name, inherits = self._last.verb, self._last.verb + name, True
        if verb and cell.figures[0].is_count and not name.endswith(_COUNTED_END) and not has_measure(name):
            name += "数量"
        return _Named(name + growth, cell.after.end, verb, inherits=inherits)

    def _worded(self, cell: Cell, head: _Head, tail: str) -> _Named | None:
        """翻番, 两位数增长."""
        word = self._text[cell.figures[0].start : cell.figures[0].end]
        core = _without_move(head.core)
        if word == "两位数":
            grown = _GROWN.match(tail)
            return _Named(core + "增长", cell.after.end + grown.end()) if grown and core else None
        return _Named(core, cell.after.end) if core and not tail else None

    def _lent_object(self, cell: Cell, head: _Head, following: Cell | None) -> _Named | None:
        """设区城市建成区40%以上、其他城市建成区30%以上的面积达到…要求: the object stands behind the second figure."""
        figure = cell.figures[0]
        if not (figure.is_share and following and following.joint == "list" and following.figures[0].is_share):
            return None
        if has_measure(head.core) or not (cell.after.word and _COMPARING.isdisjoint(head.approach.senses)):
            return None
        end = self._tail_end(following)
        tail = self._text[following.after.end : end]
        return self._shared(cell, head, tail, end) if tail else None

    def _shared(self, cell: Cell, head: _Head, tail: str, end: int) -> _Named | None:
        """80%以上的县级及以上机关建成节约型机关: the share of those that do something."""
        core = head.core.rstrip("、和及与")
        if len(core) < len(head.core):
            core = ""
        if ratio := re.match(r"(?:的)?比例的?", tail):
            name = core + tail[ratio.end() :]
            return _Named(name if has_measure(name) else name + "比例", end)
        if not _SHARE_VERB.search(tail) and end < cell.piece_end:
            longer = _ASIDE.sub("", self._text[cell.after.end : cell.piece_end])
            if _SHARE_VERB.search(longer) and len(longer) < 90:
                tail, end = longer, cell.piece_end
        tail = tail.removeprefix("的")
        verb = _SHARE_VERB.search(tail, 1 if not _SHARE_VERB.match(tail) else 0)
        place = "" if head.scope and head.scope.kind == "place" else core
        if verb is None or _leading_verb(core):
            name = core + tail
            return _Named(name if has_measure(name) else name + "比例", end) if core or len(tail) > 2 else None
        if verb.start() == 0:
            return _Named(f"{tail}的{core}比例", end) if core else None
        who = tail[: verb.start()]
        scope = who if _WHO.search(who) and len(who) <= 24 else ""
        return _Named(f"{place}{tail[verb.start() :]}的{who}比例", end, scope=scope)

    def _counted(self, cell: Cell, head: _Head, tail: str, end: int, *, compared: bool) -> _Named | None:
        """开展3个乡村电气化试点; 年综合能耗5万吨标准煤及以上的项目."""
        figure = cell.figures[0]
        core, verb = head.core, _leading_verb(head.core)
        if figure.bare == "人" and tail.startswith("口"):
            return None
        if core.endswith("等"):
            inherited = self._last.verb if self._last and cell.joint == "comma" else ""
            verb = verb or inherited
            core = core[:-1]
            if not verb:
                return None
        if core.endswith(("、", "和", "及", "与")):
            core = verb
        limited = cell.after.word or (tail.startswith("的") and {"at_least", "at_most"} & set(head.approach.senses))
        if not figure.is_count and limited and (limit := self._limited(core, tail)):
            name, length = limit
            return _Named(name, cell.after.end + length)
        inherits = False
        if not core and self._last and self._last.verb and cell.joint in ("list", "comma"):
            core, verb, inherits = self._last.verb, self._last.verb, True
        described = not figure.is_count and not compared and _OBJECT_NAMES.search(tail) and figure.bare in _SIZED
        if described or not (verb or compared) or not core + tail:
            return None
        name = (_MOVE.sub("", core) if limited else _without_move(core)) + tail.removeprefix("的")
        if figure.is_count and not name.endswith(_COUNTED_END):
            name += "数量"
        return _Named(name, end, verb, inherits=inherits)

    def _limited(self, core: str, tail: str) -> tuple[str, int] | None:
        """(name, characters used of the tail) of a threshold: what from a size on is treated somehow."""
        things = tail.removeprefix("的")
        skipped = len(tail) - len(things)
        verb = _TREATED.search(things, 1)
        kind = _LIMITED_KIND.match(things)
        who = kind.group() if kind else things[: verb.start()] if verb else things
        measure = _THRESHOLD_OF.search(_without_move(core).removeprefix("对").removeprefix("加强"))
        if measure:
            return f"{who}{measure.group()}", skipped + len(who)
        if verb and not _leading_verb(core).startswith(("新", "建")):
            return f"{things[verb.start() :]}的{who}规模", len(tail)
        return None

    def _zero(self, cell: Cell, head: _Head) -> Iterator[Row]:
        figure = cell.figures[0]
        said = self._text[head.start : figure.start]
        if self._tail_end(cell) > cell.after.end or not re.search(r"实现|保持|达到|维持", said) or not head.core:
            return
        word = self._text[figure.start : figure.end].strip("“”")
        core = _MOVE.sub("", head.core)
        name = core if core.endswith(word[1:]) else core + _ZERO_OF[word]
        yield from self._row(cell, head, figure, _Named(name, figure.end), "at_most" if word == "零增长" else "reach")

    def _assigned(self, cell: Cell, head: _Head) -> Iterator[Row]:
        """完成省下达指标: a goal without a number."""
        figure = cell.figures[0]
        tail = self._text[figure.end : cell.piece_end]
        if _GOAL_WORDS.fullmatch(tail):
            names = measured_names(_without_move(head.core))
        else:
            name = _GOAL_WORDS.sub("", tail).removeprefix("的")
            names = [name] if has_measure(name) or name.endswith("减排") else []
        for name in names:
            yield from self._row(cell, head, figure, _Named(name, cell.piece_end))

    def _paired(self, cell: Cell, head: _Head) -> Iterator[Row]:
        """A、B、C分别达到 x、y、z."""
        figures = cell.figures
        core = _without_move(head.core)
        names = split_names(core, len(figures)) if core else []
        years = self._year_list(cell, len(figures)) if len(names) < len(figures) else []
        if not core and not self._last:
            return
        for i, figure in enumerate(figures):
            name = names[i] if len(names) == len(figures) else core or (self._last.name if self._last else "")
            named = _Named(name + head.approach.growth, cell.after.end)
            last = i == len(figures) - 1
            for row in self._row(cell, head, figure, named):
                word = row.qualifier if last else "；".join(w for w in row.qualifier.split("；") if w != cell.after.word)
                yield replace(row, qualifier=word, year=years[i] if years else row.year)

    def _year_list(self, cell: Cell, wanted: int) -> list[int]:
        """到2025年、2030年分别达到 x、y."""
        marks = [m for m in self._marks if m.start < cell.figures[0].start][-wanted:]
        joined = all(b.start - a.end <= 3 for a, b in zip(marks, marks[1:], strict=False))
        return [m.year for m in marks] if len(marks) == wanted and joined else []

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _row(
        self, cell: Cell, head: _Head, figure: Figure, named: _Named, comparison: Comparison | None = None
    ) -> Iterator[Row]:
        year, told = self._year(cell, figure)
        if told:
            return
        scope = self._scope(cell, head)
        if named.scope and not head.scope:
            scope = named.scope
        if head.scope and head.scope.kind == "area" and head.scope.text not in named.name:
            scope = self._whole
        start, name, base = head.start, named.name, head.approach.base_year
        last = self._last
        if comparison is None:
            reduced = bool(_AMOUNT_REDUCED.search(name))
            comparison = compare(head.approach, cell.after, amount_reduced=reduced, more=bool(figure.more))
        if named.inherits and last:
            start = last.quote_start if cell.figures[0].end - last.quote_start <= _LONGEST_QUOTE else start
            unit = self._text[figure.unit_start : figure.end]
            if last.comparison == "decrease" and unit == last.unit and _SOFT >= set(head.approach.senses):
                comparison = "decrease"
            if comparison == last.comparison == "decrease" and unit == last.unit:
                base = base or last.base_year
        entity = head.scope.entity if head.scope else ""
        if cell.joint == "list" and not head.scope and last and last.entity and not named.inherits:
            name, entity, start = last.entity + name, last.entity, last.quote_start
        if head.approach.last_year and year:
            base = year - 1
        yield Row(
            name, figure, comparison, base, year, qualifier_of(head.approach, cell.after, head.ambition), scope, start, named.end,
            self._sentence,
        )  # fmt: skip
        unit = self._text[figure.unit_start : figure.end]
        self._last = _Said(name, named.verb, comparison, base, unit, scope, entity, start)

    def _year(self, cell: Cell, figure: Figure) -> tuple[int | None, bool]:
        """(the year a figure is for, whether it is told of a year gone by)."""
        before = [m for m in self._marks if m.start < figure.start]
        if before:
            return before[-1].year, before[-1].past
        limited = bool(cell.after.word) or bool({"at_least", "at_most"} & set(self._head(cell).approach.senses))
        piece = self._text[cell.start : cell.piece_end]
        if limited and _STANDING.search(piece) and not any(m.start > figure.start for m in self._marks):
            return None, False
        return self._default_year, False


#: A bracket that says something beside the name; short ones belong to it: 县（市、区）, 企（事）业单位.
_ASIDE = re.compile(r"（[^（）]*\d[^（）]*）|（[^（）]{9,}）")
_QUOTE_LEAD = re.compile(r"(?:[，、；：\s]|以及|和(?!谐|解)|及(?!时)|并且|并)*")
_ACTS = re.compile(r"(?:原则上|要|应|须|力争|确保)?(?:新建|改造|建成|建设|完成|新增|改建|扩建|淘汰|培育|创建|打造)")
_RISES_TO = re.compile(r"[，、]?(?:逐步)?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩短|压缩|压减|调整|优化)(?:到|至|为)")
_NO_OBJECT = re.compile(r"(?:（[^（）]*）)?的?(?:目标|水平|标准|要求|任务|幅度|规模|目标任务)?(?:的)?")
_ZERO_OF = {"零增长": "增长", "零填埋": "填埋量", "零排放": "排放量", "零新增": "新增量"}
_GROWTH_NAME = re.compile(r"^的|速度")
_COMPARING = frozenset({"reach", "at_least", "at_most", "about", "decrease", "growth", "cap"})
_SOFT = frozenset({"reach", "adverb", "ambition", "about"})
_AMOUNT_REDUCED = re.compile(r"(?:减排量|削减量|减少量|减排总量|减碳量)$")
_WHO = re.compile(r"(?:机关|单位|机构|企业|园区|）|开发区|学校|医院|城市|县|市|区|社区|村|港口|项目|家庭|产能)$")
_SIZED = frozenset("吨 千瓦 千伏 吨级 米 立方米 升 兆瓦 蒸吨 千伏安 人 吉瓦 kW MW GW".split())
_LIMITED_KIND = re.compile(r"^.{0,16}?(?:项目|企业|单位|锅炉|机组|建筑|用户|养殖场|养殖户|园区|医院|城市)")
_TREATED = re.compile(r"加强|实施|实行|开展|进行|完成|建成|纳入|安装|(?<![供响对适反效])应|须|必须|全部|一律|执行|推行|严格|建立|达到|淘汰|投运|要|的")
_THRESHOLD_OF = re.compile(
    r"(?:年|日|月)?(?:综合)?[一-鿿A-Za-z]{0,12}?(?:能耗|能源消费量|消费量|排放量|用水量|取水量|用电量|产量|产值|产能|面积|投资|投资额|规模|能力|容量|装机|收入|出栏|存栏|人口|长度|管网|额|量)$"
)


def _leading_verb(core: str) -> str:
    """The action that a subject opens with or holds: 打造, 新建."""
    found = _OPENING_ACTION.match(core) or _PLAIN_ACTION.search(core)
    return found.group("verb") if found else ""


def _without_move(core: str) -> str:
    """A measured thing without the verb that only moves it: 实现化肥农药使用量 -> 化肥农药使用量."""
    while (found := _MOVE.match(core)) and has_measure(core[found.end() :]):
        core = core[found.end() :]
    return core
