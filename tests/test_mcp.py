"""The tools through the official SDK's client: over HTTP, and over stdin and stdout of a program that it starts."""

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from corpus.catalogue import load_corpus
from index.snapshot import open_index
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.departure import Departure, NobodyWaits
from retrieval.service import Service
from tests.running_server import HOME
from tests.scripted_assistant import ScriptedAssistant
from tests.thread_server import serving
from tests.tiny_index import PairEmbedder

QUESTION = "澜田市到2027年用水总量要控制在多少？"
TOOLS = {"ask", "search", "get_clause", "get_targets"}


@pytest.fixture(scope="module")
def address(tiny_built: Path) -> Iterator[str]:
    with serving(Service(Assistant(open_index(tiny_built, embedder=PairEmbedder())))) as address:
        yield address


def said(outcome: CallToolResult) -> str:
    """What the model that called reads."""
    assert isinstance(outcome.content[0], TextContent)
    return outcome.content[0].text


def data(outcome: CallToolResult) -> dict[str, Any]:
    """The same as data."""
    assert not outcome.is_error
    found: dict[str, Any] = outcome.structured_content
    return found


async def converse(client: Client) -> dict[str, Any]:
    """A cited conversation: a question, a follow-up, the clause that was quoted, and its row of the ledger."""
    assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
    first = await client.call_tool("ask", {"question": QUESTION})
    told = data(first)
    (citation,) = told["citations"]
    assert told["status"] == "answered" and "9.6亿立方米" in told["answer"]
    assert said(first).endswith(f"“{citation['quote']}”") and "**出处**" in said(first)
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": told["answer"]}]
    second = await client.call_tool("ask", {"question": "那清禾市呢？", "history": history})
    assert "7.2亿立方米" in said(second)
    assert [c["plan"] for c in data(second)["citations"]] == ["qinghe"]
    clause = await client.call_tool("get_clause", {"clause": citation["clause"]})
    assert citation["quote"] in data(clause)["text"] and citation["quote"] in said(clause)
    targets = await client.call_tool("get_targets", {"plans": ["lantian"], "indicator": "用水总量"})
    assert [row["value_text"] for row in data(targets)["rows"]] == ["9.6亿立方米"]
    found = await client.call_tool("search", {"question": "再生水利用率", "k": 3})
    assert len(data(found)["passages"]) == 3 and "再生水利用率" in said(found)
    return told


async def test_a_client_completes_a_cited_conversation_over_http(address: str) -> None:
    async with Client(f"{address}/mcp") as client:
        await converse(client)


async def test_what_cannot_be_given_is_told_to_the_model(address: str) -> None:
    async with Client(f"{address}/mcp") as client:
        for tool, asked, told in (
            ("ask", {"question": " "}, "请"),
            ("ask", {"question": QUESTION, "plans": ["none"]}, "没有编号为"),
            ("ask", {"question": "How much?", "plans": ["none"]}, "No plan has the id none."),
            ("search", {"question": "水", "k": 500}, "k"),
            ("get_clause", {"clause": "none"}, "clause"),
            ("get_targets", {"plans": ["none"]}, "没有编号为"),
        ):
            outcome = await client.call_tool(tool, asked)
            assert outcome.is_error and told in said(outcome), tool
            assert "Traceback" not in said(outcome)


def test_only_single_calls_from_known_places_get_through(address: str) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"accept": "application/json, text/event-stream"}
    with httpx.Client(base_url=address, trust_env=False, headers=accept) as client:
        assert client.post("/mcp", json=call).status_code == 200
        assert client.post("/mcp", json=[call]).status_code == 422
        assert client.post("/mcp", content=b"{").json()["error"] == "bad_json"
        assert client.post("/mcp", json={"jsonrpc": "1.0"}).status_code == 400
        assert client.get("/mcp").status_code == 405 == client.delete("/mcp").status_code
        assert client.post("/mcp", json=call, headers={"origin": "https://elsewhere.example"}).status_code == 403
        assert client.post("/mcp", json=call, headers={"host": "elsewhere.example"}).status_code == 400


def test_a_caller_that_takes_nothing_we_give_is_told_what_to_take(address: str) -> None:
    """The SDK's own refusal is empty in its newer protocol."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}
    headers = {"accept": "text/html", "accept-language": "en", "mcp-protocol-version": "2026-07-28"}
    with httpx.Client(base_url=address, trust_env=False, headers=headers) as client:
        told = client.post("/mcp", json=call)
        assert told.status_code == 406 and told.headers["content-type"] == "application/problem+json"
        assert told.json()["error"] == "not_acceptable" and "Accept: application/json" in told.json()["message"]
        taken = client.post("/mcp", json=call, headers={"accept": "application/json, text/event-stream"})
        assert taken.status_code != 406


async def test_who_asks_for_a_prompt_is_told_that_there_are_none(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client(f"{address}/mcp") as client:
        with pytest.raises(MCPError, match="tools/list"):
            await client.get_prompt("summary")
    assert "raised" not in caplog.text


def test_a_caller_that_hangs_up_ends_the_work() -> None:
    begun, left = threading.Event(), threading.Event()

    class Waiting(ScriptedAssistant):
        def ask(self, *_: object, departure: Departure | None = None, **__: object) -> Answer:
            assert departure is not None
            departure.tell(left.set)
            begun.set()
            assert left.wait(60)
            raise NobodyWaits

    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "问"}},
    }
    headers = {"accept": "application/json, text/event-stream"}
    with serving(Waiting()) as address, httpx.Client(base_url=address, trust_env=False, headers=headers) as client:
        client.post("/mcp", json={"jsonrpc": "2.0", "id": 0, "method": "tools/list"})  # the SDK is there
        for versions in ({}, {"mcp-protocol-version": "2025-06-18"}):
            begun.clear()
            left.clear()
            connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
            told = {**headers, **versions, "content-type": "application/json"}
            connection.request("POST", "/mcp", json.dumps(call), told)
            assert begun.wait(60)
            connection.close()
            assert left.wait(60)


@pytest.mark.prove
async def test_a_client_completes_a_cited_conversation_over_stdin_and_stdout(tmp_path: Path, tiny_corpus: Path) -> None:
    assert load_corpus(tiny_corpus).plans
    index = tmp_path / "index"
    build = [sys.executable, "-m", "index", "build", "--corpus", str(tiny_corpus), "--index", str(index)]
    subprocess.run(build, cwd=HOME, check=True, capture_output=True)
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "portal", "mcp", "--index", str(index)], cwd=HOME
    )
    async with Client(started) as client:
        told = await converse(client)
    assert told["mode"] == "extract"


def test_the_sdk_is_imported_only_where_a_client_asks() -> None:
    seen = "import sys, portal.api; sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], cwd=HOME, check=False).returncode == 0
