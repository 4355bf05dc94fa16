"""Whether the figure of one place lies on the side of a bound that a question sets (甲市能耗超过13%吗): 是 or 不是, with the figure."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from corpus.script import simplified
from retrieval.answers.claimed import rows_of_unit
from retrieval.answers.correction import without_figures
from retrieval.answers.desk import Desk
from retrieval.answers.matching import match_rows
from retrieval.answers.number import say_targets
from retrieval.answers.statement import Statement
from retrieval.answers.told_year import report_year
from retrieval.question.bounds import Bound
from retrieval.question.things import is_deed, things
from retrieval.search.extent import Reach, extent_of
from retrieval.search.figures import is_ambitious, is_given, is_share, quantity
from retrieval.search.ledger import GOAL_WORDS, rows_of, same_indicator
from retrieval.search.window import covers, weigh_concepts

#: A thing is named that stands so much of letter by letter.
_NAMED = 0.5
#: What a row may lie beyond its figure: 90%以上 is 90% or more.
_SCALED, _ABOUT = 1e4, "左右"
#: 是不是写错了 is answered by no yes: what is asked about may be right as it stands.
_DOUBTED, _AS_WRITTEN = ("写错", "搞错", "弄错", "打错", "印错", "抄错", "笔误", "有误"), "原文就是这样写的。"
_OPEN_UP, _OPEN_DOWN = "at_least", "at_most"


def compose_bounded(desk: Desk) -> list[Statement]:
    """The figure asked about behind 是 or 不是; empty where no bound is asked of one place, or its figures leave it open."""
    query = desk.query
    if len(query.scope.plans) > 1 or not query.asking.whether or len(query.figures) > max(1, len(query.asking.bounds)):
        return []  # of several figures one verdict says nothing: 去年62.2万人，今年61万人以上，对吧
    if not query.asking.bounds:
        return _confirmed(desk)
    asked = replace(query, kind="number", units=(), figures=())
    rows = _rows_at(desk) or [m.target for m in match_rows(asked, desk.weighted, desk.rows)]
    rows = [row for row in rows if (q := quantity(row)) and all(_is_of_unit(b, q.unit) for b in query.asking.bounds)]
    if any(not b.unit and b.limit >= _SCALED for b in query.asking.bounds):  # 超过6万亿了吗 is asked of no rate
        rows = [row for row in rows if not is_share(row.unit)]
    firm = [row for row in rows if not is_ambitious(row)] or rows
    if all(bound.restates for bound in query.asking.bounds):  # 较2020年减少19万吨, beside 控制在138万吨以内
        firm = [row for row in firm if row.comparison in (_OPEN_UP, _OPEN_DOWN)] or firm
    if firm and all(_is_another_bound(bound, row) for bound in query.asking.bounds for row in firm):
        return [say_targets(desk, rows, denied=[b.said.removeprefix("达到") for b in query.asking.bounds])]
    verdicts = {_holds(query.asking.bounds, row) for row in firm}
    if len(verdicts) != 1 or None in verdicts:
        return []
    verdict = _verdict(desk, holds=bool(verdicts.pop()))
    said = say_targets(desk, rows)
    text = said.text.replace("：", f"：{verdict}", 1)
    return [replace(said, text=text, own_words=(*said.own_words, verdict))]


def _rows_at(desk: Desk) -> list[Target]:
    """The rows that give a limit which is asked about as their own figure, of the thing asked about: 产量511万吨以上, and not 储备规模500万吨."""
    named = [c for c in things(desk.query.concepts) if not is_deed(c.words) and c.words not in GOAL_WORDS]
    at = [
        row for row in desk.rows if (q := quantity(row)) and any(q.value == b.limit for b in desk.query.asking.bounds)
    ]
    return [row for row in at if named and all(covers(c, f"{row.indicator} {row.canonical}") >= _NAMED for c in named)]


def _confirmed(desk: Desk) -> list[Statement]:
    """是。 with the row that gives the one figure to be confirmed, of the year before where no goal gives it; what is not so is corrected elsewhere."""
    query = desk.query
    if len(query.claims) != 1 or query.parts:
        return []
    asked = replace(without_figures(query), kind="number")
    weighted = weigh_concepts(desk.index, asked)
    matches = match_rows(asked, weighted, desk.rows) if asked.concepts else []
    rows = [m.target for m in matches] or rows_of_unit(desk)
    given, verdict = [row for row in rows if is_given(query.claims[0], [row])], "是。"
    if not given and not query.years and (year := report_year(desk.index, desk.plan) - 1) > 0:
        last = replace(asked, years=(year,))
        rows = [m.target for m in match_rows(last, weighted, rows_of(desk.index, last, desk.plan))]
        given, verdict = [row for row in rows if is_given(query.claims[0], [row])], f"{year}年是。"
    verdict = _AS_WRITTEN if any(map(query.asking.names, _DOUBTED)) else verdict
    if len(given) != 1 or (query.asking.ambition and not is_ambitious(given[0])):
        return []
    if is_ambitious(given[0]) and not query.asking.ambition:
        verdict = f"{query.claims[0]}是力争的目标。"  # 必须降14.5%，对不对, of 下降13%，力争下降14.5%
    if not _names_all(desk, given[0]):
        return []
    rows = [row for row in rows if same_indicator(row, given[0])]
    amount = quantity(given[0])
    about = query.asking.is_followed(query.claims[0], _ABOUT)
    if about and amount and extent_of(given[0], amount).reach not in (Reach.ABOUT, Reach.EXACT):
        return [say_targets(desk, rows, denied=[f"{query.claims[0]}{_ABOUT}"])]  # 5.5%左右, of 5.5%以上
    said = say_targets(desk, rows)
    return [replace(said, text=said.text.replace("：", f"：{verdict}", 1), own_words=(*said.own_words, verdict))]


def _names_all(desk: Desk, row: Target) -> bool:
    """Whether the sentence of a row, or its title, has each thing of which a figure is to be confirmed: 公家新买的车 are not all new cars."""
    text = simplified(f"{row.sentence} {row.indicator} {desk.index.clause(row.clause).title}")
    figures = "".join(desk.query.claims)
    named = (c for c in things(desk.query.concepts) if not is_deed(c.words) and c.words not in figures)
    return all(covers(concept, text) >= _NAMED for concept in named)


def _is_of_unit(bound: Bound, unit: str) -> bool:
    return not bound.unit or unit.startswith(bound.unit)


def _holds(bounds: Sequence[Bound], row: Target) -> bool | None:
    """Whether a figure is on the side of every bound; None where a figure that is itself a bound leaves it open."""
    amount = quantity(row)
    if amount is None or row.comparison == "about":
        return None
    held = [bound.holds(amount.value) for bound in bounds]
    for bound, holds in zip(bounds, held, strict=True):
        opens_to = row.comparison in (_OPEN_UP, _OPEN_DOWN)
        towards_bound = row.comparison == (_OPEN_DOWN if bound.below else _OPEN_UP)
        if opens_to and (holds != towards_bound):
            return None  # 90%以上 may be more than 95%, and need not be less than 95%
    return all(held)


def _is_another_bound(bound: Bound, row: Target) -> bool:
    """Whether a goal is stated (80%以上) where the plan sets another of the kind (85%以上): what lies above one need not be the other."""
    amount = quantity(row)
    if amount is None or not bound.restates:
        return False
    if amount.value == bound.limit:  # 60万人以上, of 60万人左右
        reach = extent_of(row, amount).reach
        return reach == Reach.ABOUT or (reach != Reach.EXACT and (reach > Reach.EXACT) == bound.below)
    return row.comparison == (_OPEN_DOWN if bound.below else _OPEN_UP)


def _verdict(desk: Desk, *, holds: bool) -> str:
    """是，超过13%。 or 不是。, and 有 or 没有 where it is asked so."""
    yes, no = ("有", "没有") if desk.query.asking.existence else ("是", "不是")
    said = "、".join(bound.said for bound in desk.query.asking.bounds if bound.said)
    return f"{yes}，{said}。" if holds else f"{no}。"
