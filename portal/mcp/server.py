"""The tools over the official SDK: at ``/mcp`` for other machines (streamable HTTP), on stdin and stdout for a program that starts us.

Every HTTP request stands for itself (no sessions): any worker answers any request, and no client makes one of us remember anything.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, cast

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, GetPromptResult, TextContent, ToolAnnotations
from pydantic import Field
from starlette.requests import Request

from errors import WenceError
from portal.access.principal import LOCAL, PRINCIPAL
from portal.asker import Asked, Asker
from portal.asking import HISTORY, TurnModel, refusal_of
from portal.contract import Assistant
from portal.guard import BODY_LIMIT
from portal.mcp import tools
from portal.mcp.tools import FoundTargets, Outcome, ToolRefused
from portal.openai.wording import text_of, without_sources
from portal.records.conversation_id import ID
from portal.records.keeping import Keeping
from portal.schema import CLAUSE_ID, ClauseOut
from portal.searching import MOST, SearchOut
from retrieval.answer import Answer, Mode, Turn
from retrieval.departure import Departure, NobodyWaits

_ABOUT = (
    "问策回答中国政府方案里写了什么：每句话都有出处，每个数都对得上，每个市都不串。方案没有写的，它直说没有。"
    "提问用 ask；要原文段落用 search；引文所在的条款用 get_clause；指标的数用 get_targets。引用时请保留出处。"
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Plans = Annotated[list[str], Field(max_length=3000, description="限定的方案编号；空为不限")]
Work = Callable[[Assistant, Departure], Outcome]


class Tools(MCPServer[Any]):
    """The SDK's server without prompts: it answers who asks for one, where the SDK would log a fault of ours."""

    async def get_prompt(
        self,
        name: str,  # noqa: ARG002  # as the SDK calls it
        arguments: dict[str, Any] | None = None,  # noqa: ARG002
        context: Context[Any, Any] | None = None,  # noqa: ARG002
    ) -> GetPromptResult:
        """There is none.

        Raises:
            MCPError: always.
        """
        raise MCPError(INVALID_PARAMS, "There are no prompts here. Call tools/list for the tools.")


def build_server(asker: Asker) -> Tools:
    """A server with the four tools."""
    server = Tools("wence", title="问策", instructions=_ABOUT, log_level="WARNING", subscriptions=False)
    runner = _Runner(asker)

    @server.tool(title="提问", annotations=_READS)
    async def ask(
        context: Context[Any, Any],
        question: Annotated[str, Field(description="问题，中文或英文")],
        history: Annotated[list[TurnModel], Field(max_length=HISTORY, description="此前的对话")] = [],  # noqa: B006
        plans: Plans = [],  # noqa: B006
        mode: Annotated[Mode | None, Field(description="作答方式；不给则按设置")] = None,
        conversation: Annotated[
            str | None, Field(pattern=ID, description="接着自己的哪个留存的对话问；不给时由 history 认出")
        ] = None,
    ) -> Annotated[CallToolResult, Answer]:
        """向方案提问，得到带出处的回答。文字里的 [n] 指向 citations 里的第 n 处引文；status 说是否答到。"""
        said = tuple(
            Turn("user", turn.content) if turn.role == "user" else Turn("assistant", without_sources(turn.content))
            for turn in history
        )
        keep = partial(Keeping.of, asker.records, _scope_of(context), question, said, conversation, text_of)
        return await runner.run(lambda _, d: tools.ask(asker, Asked(keep(), tuple(plans), mode), d), question, context)

    @server.tool(title="检索", annotations=_READS)
    async def search(
        context: Context[Any, Any],
        question: Annotated[str, Field(description="问题，或几个词")],
        plans: Plans = [],  # noqa: B006
        k: Annotated[int, Field(ge=1, le=MOST, description="段数")] = 10,
    ) -> Annotated[CallToolResult, SearchOut]:
        """找出与问题或词句最相关的原文段落，最相关的在前，不作答。"""
        return await runner.run(lambda a, d: tools.search(a, question, plans, k, d), question, context)

    @server.tool(title="条款", annotations=_READS)
    async def get_clause(
        context: Context[Any, Any],
        clause: Annotated[str, Field(max_length=CLAUSE_ID, description="条款的编号：引文或段落的 clause")],
    ) -> Annotated[CallToolResult, ClauseOut]:
        """一条条款的全文。"""
        return await runner.run(lambda a, _: tools.get_clause(a, clause), clause, context)

    @server.tool(title="指标", annotations=_READS)
    async def get_targets(
        context: Context[Any, Any],
        plans: Plans = [],  # noqa: B006
        indicator: Annotated[str, Field(max_length=100, description="指标名里的词，如 用水总量；空为全部")] = "",
    ) -> Annotated[CallToolResult, FoundTargets]:
        """指标台账：方案里写的每个数，连同它的单位、年份、限定词和原文。"""
        return await runner.run(lambda a, _: tools.get_targets(a, plans, indicator), indicator, context)

    return server


def manager_of(server: Tools) -> StreamableHTTPSessionManager:
    """What serves the tools over HTTP; the guard before it has looked at host, origin and body."""
    server.streamable_http_app(json_response=True, stateless_http=True, max_request_body_size=BODY_LIMIT, host="")
    return server.session_manager


async def serve_stdio(server: Tools) -> None:
    """Serve on stdin and stdout until the other end closes them."""
    await server.run_stdio_async()


class _Runner:
    """Runs a tool's work in a thread, like any answer."""

    def __init__(self, asker: Asker) -> None:
        self._service, self._answering, self._closing = asker.service, asker.answering, asker.closing

    async def run(self, work: Work, asked: str, context: Context[Any, Any]) -> CallToolResult:
        """The outcome; what is refused is told to the model, which may ask better. Who hangs up ends the work."""
        connection = context.request_context.request or _Staying()
        departure = self._closing.departure()
        try:
            outcome = await self._answering.make(
                lambda: work(self._service.now(), departure), cast(Request, connection), departure
            )
        except NobodyWaits:
            raise ToolError("") from None
        except ToolRefused as no:
            raise ToolError(str(no)) from None
        except WenceError as error:
            raise ToolError(str(tools.refused(refusal_of(error), asked))) from None
        finally:
            departure.announce()
        return CallToolResult(
            content=[TextContent(text=outcome.text)], structured_content=outcome.data, _meta=outcome.beside or None
        )


def _scope_of(context: Context[Any, Any]) -> Mapping[str, Any]:
    """The scope of the HTTP request; without one it is a program of whoever runs us here."""
    request = context.request_context.request
    return request.scope if isinstance(request, Request) else {PRINCIPAL: LOCAL}


class _Staying:
    """The other end of stdin and stdout: it hangs up for all calls at once, which ends the process."""

    async def receive(self) -> dict[str, Any]:
        """Wait for ever."""
        await asyncio.Event().wait()
        raise AssertionError
