"""``/api/conversations``: a user's kept conversations, to list, read, take along and delete. Another's are not there."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from portal.access.principal import principal_of
from portal.records.conversation_id import ID
from portal.records.conversation_text import conversation_text
from portal.refusal import Refusal, respond
from portal.schema import refusals
from retrieval.answer import Answer

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.conversations import Conversations
    from portal.records.records import Records

OFF = Refusal(404, "records_off", "这里不留存对话和评价，它们只在浏览器里。需要时请管理员设置 WENCE_RECORDS=on。")
PAGE = 50
MOST = 200
_CURSOR = "^[0-9]{1,15}\\.[0-9A-Za-z_-]{22}$"
ConversationId = Annotated[str, Path(pattern=ID, description="对话的 id")]


class ConversationOut(BaseModel):
    """一个对话。"""

    id: str
    title: str = Field(description="第一个问题的开头")
    created: str
    updated: str


class ConversationsOut(BaseModel):
    """自己的对话，新的在前。"""

    conversations: list[ConversationOut]
    next: str | None = Field(description="还有更早的时，作为 before 再要一页；没有时为 null")


class TurnOut(BaseModel):
    """一问一答。"""

    position: int
    time: str
    answer: Answer


class WholeConversationOut(ConversationOut):
    """一个对话的全部问答。"""

    turns: list[TurnOut]


class Deleted(BaseModel):
    """已经删除。"""

    status: Literal["deleted"]


def add_conversations(app: FastAPI, records: "Records | None") -> None:
    """Add the routes; where nothing is kept they say so."""
    kept = records.conversations if records is not None and records.keeps else None
    _add_reading(app, kept)
    _add_export(app, kept)

    @app.delete(
        "/api/conversations/{conversation}",
        summary="删除自己的一个对话",
        operation_id="delete_conversation",
        response_model=Deleted,
        responses=refusals(404, 422),
    )
    def delete(conversation: ConversationId, connection: Request) -> Response:
        if kept is None or records is None:
            return respond(OFF)
        user = principal_of(connection.scope).user
        kept.delete(user, conversation)
        records.audit.note(user, "删除对话", conversation)
        return JSONResponse({"status": "deleted"})


def _add_reading(app: FastAPI, kept: "Conversations | None") -> None:
    @app.get(
        "/api/conversations",
        summary="自己的对话，新的在前",
        operation_id="conversations",
        response_model=ConversationsOut,
        responses=refusals(404, 422),
    )
    def conversations(
        connection: Request,
        limit: Annotated[int, Query(ge=1, le=MOST, description="至多给几个")] = PAGE,
        before: Annotated[str | None, Query(pattern=_CURSOR, description="上一页的 next")] = None,
    ) -> Response:
        if kept is None:
            return respond(OFF)
        page, cursor = kept.page(principal_of(connection.scope).user, limit, before)
        return JSONResponse({"conversations": page, "next": cursor})

    @app.get(
        "/api/conversations/{conversation}",
        summary="自己的一个对话",
        operation_id="conversation",
        response_model=WholeConversationOut,
        responses=refusals(404, 422),
    )
    def conversation(conversation: ConversationId, connection: Request) -> Response:
        if kept is None:
            return respond(OFF)
        return JSONResponse(kept.read(principal_of(connection.scope).user, conversation))


def _add_export(app: FastAPI, kept: "Conversations | None") -> None:
    @app.get(
        "/api/conversations/{conversation}/export",
        summary="带走自己的一个对话：Markdown 或 JSON",
        operation_id="export_conversation",
        response_model=WholeConversationOut,
        responses={
            **refusals(404, 422),
            200: {"content": {"text/markdown": {"schema": {"type": "string"}}}, "description": "对话"},
        },
    )
    def export(
        conversation: ConversationId,
        connection: Request,
        format: Annotated[Literal["md", "json"], Query(description="md 或 json")] = "md",  # what callers write
    ) -> Response:
        if kept is None:
            return respond(OFF)
        found: dict[str, Any] = kept.read(principal_of(connection.scope).user, conversation)
        name = {"content-disposition": f'attachment; filename="wence-{conversation[:8]}.{format}"'}
        if format == "json":
            return JSONResponse(found, headers=name)
        return Response(conversation_text(found), media_type="text/markdown", headers=name)
