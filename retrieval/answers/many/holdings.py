"""Which plans there are, where that is what is asked: how many, of which provinces, of which places."""

from index.snapshot import Index
from retrieval.answers.holdings import called
from retrieval.answers.many.provinces import ELSEWHERE, plans_by_province
from retrieval.answers.many.told import named_first
from retrieval.answers.sheet import Cell, Sheet
from retrieval.answers.statement import Statement
from retrieval.answers.writing import Draft
from retrieval.question.query import Query

#: What documents are called.
_DOCUMENTS = ("方案", "文件", "报告", "规划", "计划")
#: Of one province so many places are named, and of each of several.
_MOST_NAMED, _NAMED = 200, 8


def asks_for_holdings(query: Query) -> bool:
    """Whether a question names nothing but places and documents and asks which of them there are: 四川有哪些市的方案, 一共有多少份方案."""
    asking, piece = query.asking, query.piece
    of_document = bool(query.fields) or bool(piece and (piece.wanted != "contents" or piece.addresses or piece.topics))
    again = (
        query.switches and query.alone and any(map(query.goes_on_with, _DOCUMENTS))
    )  # 那江西呢, after 四川有哪些市的方案
    if again and not query.concepts and not of_document:
        return not query.act and not query.compares
    named = bool(query.concepts) or bool(query.parts) or of_document or query.goes_on or bool(query.figures)
    return not named and not query.act and not query.compares and (asking.place or asking.counts or asking.over_places)


def draft_holdings(index: Index, query: Query) -> Draft:
    """How many plans, and of which places, province by province."""
    plans = query.scope.plans
    provinces = plans_by_province(index, plans)
    if provinces:
        text = f"共有{len(plans)}份{called(index)}，分属{len(provinces)}个省份。"
        rows = tuple(
            (Cell(province), Cell(f"{len(own)}份"), Cell(named_first(index, own, _NAMED)))
            for province, own in provinces.items()
        )
        sheets: tuple[Sheet, ...] = (Sheet(("省份", "份数", "哪些"), rows),)
    else:
        province = index.plan(plans[0]).province or ELSEWHERE
        text = f"{province}有{len(plans)}份{called(index)}：{named_first(index, plans, _MOST_NAMED)}。"
        sheets = ()
    line = Statement(text, own_words=(text,))
    return Draft((line,), certainty=1.0, band="sure", sheets=sheets)
