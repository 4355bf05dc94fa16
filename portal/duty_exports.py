"""The responsibility ledger as files to take away: every task of one office over all plans, or all tasks of some plans, in DOCX or XLSX."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol

from fastapi import FastAPI, Query
from fastapi.responses import Response

from corpus.plan import DutyRole
from errors import QuestionError
from portal.assignments import Assignment, assignments_of
from portal.attachments import DOCX, XLSX, attached, declared
from portal.contract import PlanCard, Service, Snapshot
from portal.duty_document import as_docx, place_of
from portal.duty_sheet import as_xlsx
from portal.families import family_of
from portal.library import PlanIds, chosen

ROWS = 4_000
"""Rows of one file: some 35 plans whole, or one office in a thousand; a DOCX of so many takes two seconds."""
PLANS = 3_000
NAMES = 50
"""Offices that may be named in one request."""
_Names = list[Annotated[str, Query(max_length=100)]] | None
Bodies = Annotated[_Names, Query(max_length=NAMES, description="单位，照原文写法，可以给多个；不给为全部")]
Families = Annotated[
    _Names, Query(max_length=NAMES, description="单位，连同各地同名部门：发改委、市发改委都指各地的发展改革委")
]
Roles = Annotated[list[DutyRole] | None, Query(max_length=4, description="角色，可以给多个；不给为全部")]


WithText = Annotated[bool, Query(description="是否附上任务的原文")]


class _Write(Protocol):
    def __call__(self, name: str, cards: Sequence[PlanCard], rows: Sequence[Assignment], /, *, text: bool) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of the ledger, its plans place by place, and the name of what was asked for."""

    name: str
    cards: Sequence[PlanCard]
    rows: Sequence[Assignment]

    def file_name(self, ending: str) -> str:
        """A name that says of whom and when: 责任分工-市发改委-福州市-2025-11-29.docx."""
        name = re.sub(r"\W+", "-", self.name).strip("-")[:40]
        return "-".join(filter(None, ("责任分工", name, date.today().isoformat()))) + f".{ending}"


def selected(
    snapshot: Snapshot,
    plans: Sequence[str] | None,
    bodies: Sequence[str] | None,
    families: Sequence[str] | None,
    roles: Sequence[DutyRole] | None,
) -> Selection:
    """The rows of these plans, of these bodies or of whoever is of one family with those, in these roles.

    Raises:
        PlanUnknown: an id is none of the corpus's.
        QuestionError: a file would have too many rows.
    """
    cards = chosen(snapshot, plans, PLANS)
    found = [one for card in cards for one in assignments_of(snapshot, card)]
    wanted = {one.family for one in found if one.duty.body in (families or ())} | {*map(family_of, families or ())}
    rows = [
        one
        for one in found
        if (not (bodies or families) or one.duty.body in (bodies or ()) or one.family in wanted)
        and (not roles or one.role in roles)
    ]
    if len(rows) > ROWS:
        raise QuestionError(
            f"选出的责任分工有 {len(rows)} 条，一个文件最多 {ROWS} 条。请少选几份方案，或选出一个单位再导出。",
            f"{len(rows)} duties were chosen; a file holds at most {ROWS}. Choose fewer plans, or one body.",
        )
    held = {one.card.id for one in rows}
    name = _named([*(bodies or ()), *(families or ())])
    kept = [card for card in cards if card.id in held] if name or roles else cards
    places = list(dict.fromkeys(map(place_of, kept)))
    if name and len(places) == 1 and kept[0].region:  # of several places' offices with one name it is told which
        name = f"{name}（{kept[0].region}）"
    return Selection(name, sorted(kept, key=lambda card: places.index(place_of(card))), rows)


def _named(names: Sequence[str]) -> str:
    """The names asked for in few words, fit for a title: what a client sends may hold signs that no document can."""
    first = "".join(sign for sign in names[0] if sign.isprintable()) if names else ""
    return f"{first}等{len(names)}个单位" if len(names) > 1 else first


def add_duty_exports(app: FastAPI, service: Service) -> None:
    """Add the two downloads."""
    _add(app, service, "docx", "责任分工，DOCX：每份方案一章，每种角色一张表", DOCX, as_docx)
    _add(app, service, "xlsx", "责任分工及出处，XLSX：一行一个单位的一项任务", XLSX, as_xlsx)


def _add(
    app: FastAPI,
    service: Service,
    ending: str,
    summary: str,
    media: str,
    write: _Write,
) -> None:
    @app.get(
        f"/api/duties.{ending}",
        summary=summary,
        operation_id=f"duties_{ending}",
        response_class=Response,
        responses=declared(media, 422),
    )
    def duties(
        plan: PlanIds = None, body: Bodies = None, family: Families = None, role: Roles = None, text: WithText = True
    ) -> Response:
        found = selected(service.now().index, plan, body, family, role)
        return attached(write(found.name, found.cards, found.rows, text=text), media, found.file_name(ending), "duties")
