"""The routes of one indicator over all plans: its name among all, a page of its order with the distribution, and the whole as CSV."""

from collections import Counter
from statistics import fmean, median
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, Response

from portal.apart import apart_from
from portal.attachments import CSV, attached, declared
from portal.contract import Assistant, Service
from portal.figures import say_figure
from portal.indicator import PAGE, Figure, Indicator, Measure, bins_of, indicator_of, names_of, places
from portal.indicator_schema import IndicatorsOut, SpreadOut
from portal.refusal import Refusal, respond
from portal.schema import refusals
from portal.target_exports import Comparison, as_csv
from portal.target_exports import Figure as Sourced
from retrieval.search.figures import is_ambitious

INDICATOR_UNKNOWN = Refusal(404, "indicator_unknown", "没有这项指标。请从 /api/indicators 列出的名称中选。")
Name = Annotated[str, Query(max_length=300, description="指标的通用名称（canonical）")]
Which = Annotated[str, Query(max_length=120, description="哪一组数（measures 里的 key）；不给为方案最多的一组")]
Province = Annotated[str, Query(max_length=40, description="只要这个省份的；不给为全部")]
By = Annotated[Literal["amount", "region", "province"], Query(description="按什么排：数值、地区、省份")]
Way = Annotated[Literal["down", "up"], Query(description="down 从大到小，up 从小到大")]


def add_indicators(app: FastAPI, service: Service) -> None:
    """Add the list of indicators, a page of one, and its download."""

    @app.get(
        "/api/indicators",
        summary="全部方案的指标名称，各有多少份写到",
        operation_id="indicators",
        response_model=IndicatorsOut,
        responses=refusals(),
    )
    def indicators() -> dict[str, Any]:
        assistant = service.now()
        rows = [{"name": name, "plans": plans} for name, plans in names_of(assistant.index)]
        return {"index": assistant.fingerprint, "plans": len(assistant.index.plans), "rows": rows}

    @app.get(
        "/api/indicator",
        summary="一项指标，全部方案：次序的一页、分布、各省份的份数",
        operation_id="indicator",
        response_model=SpreadOut,
        responses=refusals(404, 422),
    )
    def indicator(
        name: Name,
        measure: Which = "",
        province: Province = "",
        by: By = "amount",
        way: Way = "down",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Any:
        assistant = service.now()
        found = indicator_of(assistant.index, assistant.fingerprint, name)
        chosen = found.measured(measure)
        if chosen is None:
            return respond(INDICATOR_UNKNOWN)
        return JSONResponse(_spread(assistant, found, chosen, province, by, way, page))

    @app.get(
        "/api/indicator.csv",
        summary="一项指标，全部方案，CSV：一行一个数，附出处",
        operation_id="indicator_csv",
        response_class=Response,
        responses=declared(CSV, 404, 422),
    )
    def indicator_csv(name: Name, measure: Which = "", province: Province = "") -> Response:
        assistant = service.now()
        found = indicator_of(assistant.index, assistant.fingerprint, name)
        chosen = found.measured(measure)
        if chosen is None:
            return respond(INDICATOR_UNKNOWN)
        compared = _compared(assistant, name, _inside(found.figures[chosen], province))
        return attached(as_csv(compared), f"{CSV}; charset=utf-8", compared.file_name("csv"), "targets")


def _inside(figures: Any, province: str) -> list[Figure]:
    return [figure for figure in figures if not province or figure.card.province == province]


def _spread(
    assistant: Assistant, found: Indicator, measure: Measure, province: str, by: str, way: str, page: int
) -> dict[str, Any]:
    """One page, and what all figures of the measure (of a province, where one is chosen) come to."""
    ordered = found.figures[measure]
    own = _inside(ordered, province)
    place = places(ordered)
    pages = max(1, -(-len(own) // PAGE))
    at = min(page, pages)
    shown = _sorted(own, by, way)[(at - 1) * PAGE : at * PAGE]
    values = sorted(figure.amount.value for figure in own)
    ranges = any(figure.extent.is_range for figure in own)
    return {
        "index": assistant.fingerprint,
        "name": found.name,
        "plans": len(assistant.index.plans),
        "measures": [_measure(one, len(found.figures[one])) for one in found.measures],
        "measure": measure.key,
        "given": len(own),
        "lowest": values[0] if values else None,
        "median": median(values) if values else None,
        "mean": fmean(values) if values and not ranges else None,
        "highest": values[-1] if values else None,
        "bins": [{"low": low, "high": high, "plans": plans} for low, high, plans in bins_of(own)],
        "provinces": _provinces(assistant, found, measure),
        "page": at,
        "pages": pages,
        "rows": [_row(assistant, figure, place[figure.card.id]) for figure in shown],
    }


def _measure(measure: Measure, plans: int) -> dict[str, Any]:
    return {"key": measure.key, "unit": measure.unit, "sense": measure.sense, "year": measure.year, "plans": plans}


def _provinces(assistant: Assistant, found: Indicator, measure: Measure) -> list[dict[str, Any]]:
    """Every province with its plans and how many of them give the figure, the one with most plans first."""
    plans = Counter(card.province for card in assistant.index.plans)
    given = Counter(figure.card.province for figure in found.figures[measure])
    return [{"name": name, "plans": many, "given": given[name]} for name, many in plans.most_common()]


def _sorted(figures: list[Figure], by: str, way: str) -> list[Figure]:
    """In the order of the figures, or of the names of places or provinces, and then of the figures."""
    ordered = figures[::-1] if way == "up" and by == "amount" else figures
    if by == "amount":
        return ordered
    return sorted(ordered, key=lambda f: f.card.region if by == "region" else f.card.province, reverse=way == "down")


def _row(assistant: Assistant, figure: Figure, place: int) -> dict[str, Any]:
    card, first = figure.card, figure.rows[0]
    return {
        "place": place,
        **{name: getattr(card, name) or "" for name in ("region", "province", "title")},
        "plan": card.id,
        "said": "；".join(dict.fromkeys(map(say_figure, figure.rows))),
        "amount": figure.amount.value,
        "target_year": first.target_year,
        "ambition": is_ambitious(first),
        "clause": first.clause,
        "section": first.section,
        "address": assistant.clause(card.id, first.clause).address,
        "sentence": first.sentence,
        "quote": first.quote,
    }


def _compared(assistant: Assistant, name: str, figures: list[Figure]) -> Comparison:
    """The rows of these figures with all that says where they come from, in their order."""
    rows = [(figure.card, row) for figure in figures for row in figure.rows]
    apart = apart_from([row for _, row in rows])
    sourced = [
        Sourced(card, assistant.clause(card.id, row.clause), row, one)
        for (card, row), one in zip(rows, apart, strict=True)
    ]
    return Comparison([figure.card for figure in figures], [name], sourced)
