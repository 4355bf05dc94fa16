"""``POST /api/search``: the passages that answer a question or hold its words, ranked, without an answer made of them."""

from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from portal.answering import Answering
from portal.closing import Closing
from portal.contract import Assistant, Service
from portal.schema import refusals
from retrieval.departure import Departure

MOST = 50
"""Passages of one reply."""


class SearchRequest(BaseModel):
    """要找的问题或词句，在哪些方案里找（空为不限），要几段。"""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, Field(description="问题，或几个词")]
    plans: Annotated[list[str], Field(max_length=3000, description="限定的方案编号；空为不限")] = []
    k: Annotated[int, Field(ge=1, le=MOST, description="段数")] = 10


class PassageOut(BaseModel):
    """一段原文：一条条款，或其中一部分。"""

    plan: str
    title: str
    clause: str = Field(description="条款的编号")
    section: str = Field(description="各级标题，以 > 相连")
    address: str = Field(description="人们的写法，如 二、（三）")
    text: str
    start: int
    end: int
    score: float = Field(description="0 到 1，越大越相关，同一次检索里可比")


class SearchOut(BaseModel):
    """找到的段落，最相关的在前。"""

    index: str = Field(description="索引的指纹")
    passages: list[PassageOut]


def add_searching(app: FastAPI, service: Service, answering: Answering) -> None:
    """Add the route."""
    closing: Closing = app.state.closing

    @app.post(
        "/api/search",
        summary="检索：与问题或词句最相关的段落",
        operation_id="search",
        response_model=SearchOut,
        responses=refusals(writing=True),
    )
    async def search(request: SearchRequest, connection: Request) -> Response:
        departure = closing.departure()

        def found() -> dict[str, Any]:
            return passages_of(service.now(), request.question, request.plans, request.k, departure)

        return JSONResponse(await answering.make(found, connection, departure))


def passages_of(assistant: Assistant, question: str, plans: list[str], k: int, departure: Departure) -> dict[str, Any]:
    """The passages as the interface gives them, best first. Raises like the assistant's ``passages``."""
    named = tuple(name for name in PassageOut.model_fields if name != "score")
    ranked = assistant.passages(question, plans=plans, limit=k, departure=departure)
    rows = [{name: getattr(one.passage, name) for name in named} | {"score": one.score} for one in ranked]
    return {"index": assistant.fingerprint, "passages": rows}
