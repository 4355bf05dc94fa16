"""``/api/me``: who one is taken for, and all that is kept of oneself, to take along and to delete."""

from typing import TYPE_CHECKING, Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from portal.access.principal import principal_of
from portal.records.conversation_routes import OFF, ConversationOut, TurnOut
from portal.refusal import respond
from portal.schema import refusals

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.records import Records


class MeOut(BaseModel):
    """我是谁。"""

    user: str = Field(description="用户名；没有访问控制时为 local")
    role: Literal["reader", "admin"]
    way: Literal["none", "key", "sso"] = Field(description="怎样知道的：没有访问控制、密钥、登录网关")
    records: bool = Field(description="对话和评价是否留存在服务器上")


class KeptConversationOut(ConversationOut):
    """一个对话的全部问答。"""

    turns: list[TurnOut]


class KeptKeyOut(BaseModel):
    """一把密钥；密钥本身没有留存。"""

    prefix: str
    role: str
    created: str
    revoked: str | None


class MyDataOut(BaseModel):
    """关于我的全部留存。"""

    user: str
    conversations: list[KeptConversationOut]
    feedback: list[dict[str, Any]]
    keys: list[KeptKeyOut]


class GoneOut(BaseModel):
    """删去了多少。"""

    conversations: int
    feedback: int


def add_me(app: FastAPI, records: "Records | None") -> None:
    """Add the routes."""
    keeping = records if records is not None and records.keeps else None

    @app.get("/api/me", summary="我是谁", operation_id="me", response_model=MeOut, responses=refusals())
    def me(connection: Request) -> dict[str, Any]:
        one = principal_of(connection.scope)
        return {"user": one.user, "role": one.role or "reader", "way": one.way, "records": keeping is not None}

    @app.get(
        "/api/me/export",
        summary="带走关于我的全部留存",
        operation_id="export_me",
        response_model=MyDataOut,
        responses=refusals(404),
    )
    def export(connection: Request) -> Response:
        if keeping is None:
            return respond(OFF)
        user = principal_of(connection.scope).user
        keeping.audit.note(user, "导出本人数据", user)
        name = {"content-disposition": 'attachment; filename="wence-my-data.json"'}
        return StreamingResponse(keeping.holdings.export(user), media_type="application/json", headers=name)

    @app.delete(
        "/api/me",
        summary="删除我的全部对话和评价",
        operation_id="delete_me",
        response_model=GoneOut,
        responses=refusals(404),
    )
    def delete(connection: Request) -> Response:
        if keeping is None:
            return respond(OFF)
        user = principal_of(connection.scope).user
        gone = keeping.holdings.delete(user)
        keeping.audit.note(user, "删除本人数据", f"对话 {gone['conversations']}，评价 {gone['feedback']}")
        return JSONResponse(gone)
