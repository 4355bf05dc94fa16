"""``POST /api/feedback``: what readers say of answers, kept with the records, or a JSON object a line in a file of this machine."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from portal.access.principal import principal_of
from portal.line_file import add_line
from portal.refusal import Refusal, respond
from portal.schema import Kept, refusals
from portal.unseen import without_unseen

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.records import Records

FILE_LIMIT = 50_000_000
"""Bytes of the file: 100,000 remarks of the usual length."""
KEPT = 1_000
"""Characters kept of a question and of a note."""
OFF = Refusal(404, "feedback_off", "这里没有开启评价。需要时请管理员设置 WENCE_FEEDBACK_FILE。")
ANSWER_UNKNOWN = Refusal(404, "answer_unknown", "没有这个回答，或它不是您的。请使用自己的回答里的 id。")
FULL = Refusal(503, "feedback_full", "评价文件已满或写不进去，这条没有记下。请告知管理员。")


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    answer: Annotated[str, Field(pattern="^[0-9A-Za-z_-]{1,64}$", description="回答的 id")]
    index: Annotated[str, Field(pattern="^[0-9A-Za-z_-]{0,64}$", description="回答的 index")] = ""
    question: Annotated[str, Field(max_length=20_000)]
    verdict: Literal["good", "bad"]
    reason: Literal["", "figure", "source", "misread", "missing", "other"] = ""
    citation: Annotated[int | None, Field(ge=0, le=9999, description="有误的是哪一处引用")] = None
    note: Annotated[str, Field(max_length=2_000)] = ""


def add_feedback(app: FastAPI, file: Path | None, records: "Records | None" = None) -> None:
    """Add the route. Where conversations are kept a remark is kept beside them, and may be made of one's own answers only; without
    them it goes into the ``file``, and without that the route says that nothing is kept.
    """
    keeping = records if records is not None and records.keeps else None

    @app.post(
        "/api/feedback",
        summary="评价一个回答",
        operation_id="feedback",
        response_model=Kept,
        responses=refusals(404, 409, writing=True),
    )
    def feedback(request: FeedbackRequest, connection: Request) -> Response:
        said = request.model_dump() | {"question": _plain(request.question), "note": _plain(request.note)}
        if keeping is not None:
            user = principal_of(connection.scope).user
            if not keeping.conversations.holds_answer(user, request.answer):
                return respond(ANSWER_UNKNOWN)
            keeping.remarks.keep(user, said)
            return JSONResponse({"status": "kept"})
        if file is None:
            return respond(OFF)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return JSONResponse({"status": "kept"}) if _append(file, {"time": now, **said}) else respond(FULL)


def _plain(text: str) -> str:
    return without_unseen(text).strip()[:KEPT]


def _append(file: Path, record: dict[str, object]) -> bool:
    """Whether the record was written."""
    try:
        return add_line(file, record, FILE_LIMIT)
    except OSError:
        return False
