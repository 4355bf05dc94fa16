"""``POST /api/check``: the figures of a draft held against the plans, as JSON and as files to take away. The draft is not kept."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from corpus.plan import Clause, FrontField
from portal.answering import Answering
from portal.attachments import DOCX, XLSX, attached, declared
from portal.checked_files import as_docx, as_xlsx
from portal.checked_schema import DRAFT, CheckOut, CheckRequest
from portal.closing import Closing
from portal.contract import Assistant, PlanCard, Service
from portal.library import card_of, chosen
from portal.refusal import Refusal, respond
from portal.schema import refusals
from retrieval.departure import Departure
from retrieval.drafts.amount import Amount
from retrieval.drafts.checking import Checked
from retrieval.drafts.shelf import Stated
from retrieval.drafts.weighing import Verdict

EMPTY = Refusal(422, "draft_empty", "稿件是空的。请粘贴要核对的文字再核对。")
TOO_LONG = Refusal(
    422,
    "draft_too_long",
    f"稿件超过 {DRAFT} 字。请分成几次核对。",
    f"The draft has more than {DRAFT} characters. Check it in several parts.",
)
_VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "absent", "unclear")
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as the interface gives it, and the cards of all plans that rows speak of, by id."""

    told: dict[str, Any]
    cards: dict[str, PlanCard]


def add_checking(app: FastAPI, service: Service, answering: Answering) -> None:
    """Add the check and its two downloads."""
    checker = _Checker(app.state.closing, service, answering)

    @app.post(
        "/api/check",
        summary="核对稿件：稿中每个数与方案是否相符",
        operation_id="check",
        response_model=CheckOut,
        responses=refusals(writing=True),
    )
    async def check(request: CheckRequest, connection: Request) -> Response:
        return await checker.answered(request, connection, lambda report: JSONResponse(report.told))

    def xlsx(report: Report) -> Response:
        return attached(as_xlsx(report.told["rows"], report.cards), XLSX, "稿件核对.xlsx", "check")

    def docx(report: Report) -> Response:
        return attached(as_docx(report.told, report.cards), DOCX, "稿件核对.docx", "check")

    @app.post(
        "/api/check.xlsx",
        summary="核对稿件的结果，XLSX：一行一个数",
        operation_id="check_xlsx",
        response_class=Response,
        responses=declared(XLSX, writing=True),
    )
    async def check_xlsx(request: CheckRequest, connection: Request) -> Response:
        return await checker.answered(request, connection, xlsx)

    @app.post(
        "/api/check.docx",
        summary="核对稿件的结果，DOCX",
        operation_id="check_docx",
        response_class=Response,
        responses=declared(DOCX, writing=True),
    )
    async def check_docx(request: CheckRequest, connection: Request) -> Response:
        return await checker.answered(request, connection, docx)


class _Checker:
    """Checks in threads, like answers, for whoever still waits."""

    def __init__(self, closing: Closing, service: Service, answering: Answering) -> None:
        self._closing, self._service, self._answering = closing, service, answering

    async def answered(
        self, request: CheckRequest, connection: Request, form: Callable[[Report], Response]
    ) -> Response:
        """The result in a form, or why there is none."""
        if not request.text.strip():
            return respond(EMPTY)
        if len(request.text) > DRAFT:
            return respond(TOO_LONG)
        departure = self._closing.departure()
        return await self._answering.make(lambda: form(self._report(request, departure)), connection, departure)

    def _report(self, request: CheckRequest, departure: Departure) -> Report:
        assistant = self._service.now()
        if request.plans:
            chosen(assistant.index, request.plans, _MANY)  # refuses unknown ones
        return report_of(assistant, request.text, assistant.check(request.text, request.plans, departure))


def report_of(assistant: Assistant, text: str, checked: Sequence[Checked]) -> Report:
    """Checked figures as the interface gives them."""
    cards = {card.id: card for card in assistant.plans}
    held = [cards[plan] for plan in dict.fromkeys(one.plan for one in checked if one.plan)]
    counts = Counter(one.verdict for one in checked)
    clauses = _Clauses(assistant)
    told = {
        "index": assistant.fingerprint,
        "plans": [card_of(card) for card in held],
        "counts": {verdict: counts[verdict] for verdict in _VERDICTS},
        "rows": [_row(n, one, text, clauses) for n, one in enumerate(checked, 1)],
    }
    return Report(told, cards)


class _Clauses:
    """The clauses of the plans, looked up by id or by a place in the raw text."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def of(self, stated: Stated) -> Clause:
        """The clause that a figure stands in."""
        return self._assistant.clause(stated.unit.plan, stated.unit.clause)

    def around(self, plan: str, field: FrontField) -> Clause | None:
        """The clause that a fact of the front matter stands in."""
        clauses = self._assistant.index.clauses(plan)
        return next((clause for clause in clauses if clause.start <= field.start < clause.end), None)


def _row(n: int, one: Checked, text: str, clauses: _Clauses) -> dict[str, Any]:
    front = [_front(one, one.front, clauses)] if one.front else []
    stated = [_stated(each, clauses.of(each)) for each in one.stated] or [each for each in front if each]
    given = "" if one.verdict == "absent" else "；".join(dict.fromkeys(each["words"] for each in stated))
    return {
        "n": n,
        "kind": one.kind,
        "sentence": text[one.start : one.end],
        "start": one.at[0],
        "end": one.at[1],
        "words": one.words,
        "name": one.name,
        **_amount(one.said.amount if one.said else None),
        "place": one.place,
        "plan": one.plan,
        "verdict": one.verdict,
        "why": one.why,
        "notes": list(one.notes),
        "given": given or (one.front.value if one.front else ""),
        "stated": stated,
    }


def _stated(each: Stated, clause: Clause) -> dict[str, Any]:
    unit, said = each.unit, each.said
    return {
        "clause": clause.id,
        "address": clause.name,
        "section": clause.section,
        "name": said.name if said.is_row else "",
        "words": each.told,
        **_amount(said.amount),
        "sentence": unit.text,
        "mark": (said.start, said.end),
        "start": unit.start,
        "end": unit.end,
    }


def _front(one: Checked, field: FrontField, clauses: _Clauses) -> dict[str, Any] | None:
    clause = clauses.around(one.plan, field)
    if clause is None:
        return None
    place = {"clause": clause.id, "address": clause.name, "section": clause.section, "name": one.name}
    mark = {"mark": (0, len(field.value)), "start": field.start, "end": field.end}
    return {**place, "words": field.value, **_amount(None), "sentence": field.value, **mark}


def _amount(amount: Amount | None) -> dict[str, Any]:
    if amount is None or amount.word:
        return {"value": None, "unit": ""}
    return {"value": amount.low, "unit": f"{amount.unit}/{amount.per}" if amount.per else amount.unit}
