"""``POST /api/export/docx``: a conversation as a Word document, with a footnote for every citation mark."""

import io
import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from errors import ServiceBusy
from portal.attachments import DOCX, attached, declared
from portal.contract import Assistant, Service
from portal.footnotes import Footnotes
from portal.paper import set_fonts
from portal.refusal import Refusal, respond
from portal.schema import CLAUSE_ID, PLAN_ID
from portal.sources import Sources
from portal.unseen import without_unseen

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

AT_ONCE = 2
"""Documents written at the same time; one of 200 answers takes half a second."""
CELLS = 5_000
"""Cells of all tables together; python-docx writes some 3,000 a second."""
TOO_MUCH = Refusal(
    422,
    "too_intricate",
    f"表格共有 {CELLS} 格以上，导不成一份文档。请少选几个回答再导出。",
    f"The tables have more than {CELLS} cells, too many for one document. Choose fewer answers.",
)
_BULLET = re.compile(r"\s*[-*•]\s+(.*)$")
_NUMBER = re.compile(r"\s*\d{1,3}\.\s+(.*)$")
_HEADING = re.compile(r"\s*#{1,6}\s+(.*)$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIECE = re.compile(r"(\*\*.+?\*\*|\[\d{1,4}\])")
Cell = Annotated[str, Field(max_length=2_000)]
Row = Annotated[list[Cell], Field(max_length=40)]
_places = threading.BoundedSemaphore(AT_ONCE)


class QuotedIn(BaseModel):
    """A citation of an answer; what else it holds is not read."""

    model_config = ConfigDict(strict=True)
    n: Annotated[int, Field(ge=0, le=9999)]
    plan: Annotated[str, Field(max_length=PLAN_ID)] = ""
    clause: Annotated[str, Field(max_length=CLAUSE_ID)] = ""
    title: Annotated[str, Field(max_length=500)]
    address: Annotated[str, Field(max_length=500)] = ""
    quote: Annotated[str, Field(max_length=5_000)]


class TableIn(BaseModel):
    """A table of an answer."""

    model_config = ConfigDict(strict=True)
    columns: Row
    rows: Annotated[list[Row], Field(max_length=1_000)]


class AnsweredIn(BaseModel):
    """An answer as ``/api/ask`` gave it; what else it holds is not read."""

    model_config = ConfigDict(strict=True)
    question: Annotated[str, Field(max_length=20_000)]
    stands: Annotated[str, Field(max_length=100, description="回答的状态，用文字写明")] = ""
    answer: Annotated[str, Field(max_length=40_000)]
    citations: Annotated[list[QuotedIn], Field(max_length=200)] = []
    tables: Annotated[list[TableIn], Field(max_length=20)] = []


class ExportRequest(BaseModel):
    """A conversation."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: Annotated[str, Field(max_length=200)]
    answers: Annotated[list[AnsweredIn], Field(min_length=1, max_length=500, description="回答的记录")]


def add_document(app: FastAPI, service: Service) -> None:
    """Add the route."""

    @app.post(
        "/api/export/docx",
        summary="把一段对话写成 Word 文档：问题为标题，出处为脚注",
        operation_id="export_docx",
        response_class=Response,
        responses=declared(DOCX, writing=True),
    )
    def export_docx(request: ExportRequest) -> Response:
        if sum(len(table.columns) * (len(table.rows) + 1) for one in request.answers for table in one.tables) > CELLS:
            return respond(TOO_MUCH)
        if not _places.acquire(blocking=False):
            raise ServiceBusy("正在导出的文档较多。请稍后重试。")
        try:
            blob = written(request, service.now())
        finally:
            _places.release()
        return attached(blob, DOCX, f"{without_unseen(request.title)[:60] or '问策'}.docx", "wence")


def written(request: ExportRequest, assistant: Assistant) -> bytes:
    """The document of a conversation."""
    import docx

    document = docx.Document()
    _set_fonts(document)
    document.core_properties.title, document.core_properties.author = without_unseen(request.title), "问策"
    document.add_heading(without_unseen(request.title), 0)
    notes = Footnotes(document)
    sources = Sources(assistant)
    for answered in request.answers:
        cited = {
            one.n: sources.note(one.plan, one.clause, one.title, one.address, one.quote) for one in answered.citations
        }
        _Writer(document, notes, answered, cited).write()
    notes.close()
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _set_fonts(document: "Document") -> None:
    fonts = {"Normal": "宋体", "Title": "黑体", "Heading 1": "黑体", "Heading 2": "黑体"}
    for name in fonts:
        document.styles[name].font.name = "Times New Roman"
    set_fonts(document, fonts)


def _new_list(document: "Document") -> int:
    """The number of a new list that counts from 1, in the form of those of the style."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    form = next(one.abstractNumId.val for one in numbering.num_lst if one.numId == style)
    made = numbering.add_num(form)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


class _Writer:
    """Writes one answer."""

    def __init__(self, document: "Document", notes: Footnotes, answered: AnsweredIn, cited: Mapping[int, str]) -> None:
        self._document = document
        self._notes = notes
        self._answered = answered
        self._cited = cited
        self._list, self._counts = 0, False

    def write(self) -> None:
        """The question as a heading, how the answer stands, its lines, its tables."""
        self._document.add_heading(without_unseen(self._answered.question), 1)
        if self._answered.stands:
            self._document.add_paragraph().add_run(without_unseen(self._answered.stands)).italic = True
        for line in self._answered.answer.splitlines():
            if line.strip() and not (_ROW.match(line) and self._answered.tables):
                self._line(line)
        for table in self._answered.tables:
            self._table(table)

    def _line(self, line: str) -> None:
        numbered = _NUMBER.match(line)
        if numbered and not self._counts:
            self._list = _new_list(self._document)
        self._counts = bool(numbered)
        for pattern, style in ((_BULLET, "List Bullet"), (_NUMBER, "List Number"), (_HEADING, "Heading 2")):
            if found := pattern.match(line):
                paragraph = self._document.add_paragraph(style=style)
                if numbered:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = self._list
                self._words(paragraph, found[1])
                return
        self._words(self._document.add_paragraph(), line.strip())

    def _words(self, paragraph: "Paragraph", text: str, *, strong: bool = False) -> None:
        for piece in _PIECE.split(without_unseen(text)):
            mark = re.fullmatch(r"\[(\d{1,4})\]", piece)
            if mark and int(mark[1]) in self._cited:
                self._notes.add(paragraph, without_unseen(self._cited[int(mark[1])]))
            elif len(piece) > 4 and piece.startswith("**") and piece.endswith("**"):
                paragraph.add_run(piece[2:-2]).bold = True
            elif piece:
                paragraph.add_run(piece).bold = strong or None

    def _table(self, table: TableIn) -> None:
        if not table.columns:
            return
        grid = self._document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        for row in (table.columns, *table.rows):
            for cell, text in zip(grid.add_row().cells, row, strict=False):
                self._words(cell.paragraphs[0], text, strong=row is table.columns)
        self._document.add_paragraph()
