"""What is asked through OpenAI's interface and through MCP is kept like what the page asks: for its owner, as long, to export and delete."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import openai
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from portal.records.conversation_id import new_id
from portal.records.holdings import Holdings
from portal.records.thread import thread_of
from retrieval.answer import Turn
from tests.access_site import AccessSite, access_site, everything
from tests.running_server import HOME
from tests.thread_server import serving_app

HEADER = "x-wence-conversation"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[AccessSite]:
    with access_site(tmp_path) as site:
        yield site


@pytest.fixture
def address(site: AccessSite) -> Iterator[str]:
    with serving_app(site.site) as address:
        yield address


def key_of(site: AccessSite, caller: str) -> str:
    return site.callers[caller]["authorization"].removeprefix("Bearer ")


def client_of(site: AccessSite, address: str, caller: str = "anna") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key_of(site, caller), max_retries=0)


def kept_of(site: AccessSite, user: str = "anna") -> list[list[str]]:
    """The questions of each conversation of a user, oldest first."""
    held = everything(site.records, user)["conversations"]
    return [[turn["answer"]["question"] for turn in one["turns"]] for one in held]


def asked(client: openai.OpenAI, messages: list[Any], *, stream: bool, **more: Any) -> str:
    """The whole content of the answer; the conversation goes on from it."""
    if not stream:
        reply = client.chat.completions.create(model="wence", messages=messages, **more)
        return str(reply.choices[0].message.content)
    chunks = client.chat.completions.create(model="wence", messages=messages, stream=True, **more)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


@pytest.mark.parametrize("stream", [pytest.param(False, marks=pytest.mark.prove), True])
def test_a_chat_of_the_openai_client_is_one_conversation_without_any_id(
    site: AccessSite, address: str, stream: bool
) -> None:
    with client_of(site, address) as client:
        messages: list[Any] = [{"role": "system", "content": "简短"}, {"role": "user", "content": "甲"}]
        for question in ("乙", "丙"):
            told = asked(client, messages, stream=stream)
            messages += [{"role": "assistant", "content": told}, {"role": "user", "content": question}]
        asked(client, messages, stream=stream)
        asked(client, [{"role": "user", "content": "另一件"}], stream=stream)
        changed = [*messages[:2], {"role": "assistant", "content": "改过的话"}, {"role": "user", "content": "丁"}]
        asked(client, changed, stream=stream)
    assert sorted(kept_of(site)) == [["丁"], ["另一件"], ["甲", "乙", "丙"]]
    assert kept_of(site, "bert") == []


def test_a_conversation_that_is_named_is_gone_on_in_with_what_was_said_there(site: AccessSite, address: str) -> None:
    headers = {**site.callers["anna"]}
    with httpx.Client(base_url=address, trust_env=False, headers=headers) as client:
        first = client.post("/api/ask", json={"question": "甲"})
        body = {"model": "wence", "messages": [{"role": "user", "content": "乙"}]}
        named = first.headers[HEADER]
        reply = client.post("/v1/chat/completions", json={**body, "conversation": named})
        assert (reply.status_code, reply.headers[HEADER]) == (200, named)
        history = [{"role": "user", "content": "甲"}, {"role": "assistant", "content": first.json()["answer"]}]
        again = client.post("/api/ask", json={"question": "丙", "history": history})
        assert again.headers[HEADER] == named  # what was said leads there, whichever interface asks
        for caller, status in (("bert", 404), ("root", 404)):
            more = {**body, "conversation": named}
            other = client.post("/v1/chat/completions", json=more, headers=site.callers[caller])
            assert (other.status_code, other.json()["error"]["code"]) == (status, "conversation_unknown")
        assert client.post("/v1/chat/completions", json={**body, "conversation": "x"}).status_code == 400
    assert kept_of(site) == [["甲", "乙", "丙"]] and kept_of(site, "bert") == []


def test_nobody_goes_on_in_anothers_conversation_by_saying_the_same(site: AccessSite, address: str) -> None:
    messages: list[Any] = [{"role": "user", "content": "甲"}]
    with client_of(site, address) as anna, client_of(site, address, "bert") as bert:
        told = asked(anna, messages, stream=False)
        asked(
            bert, [*messages, {"role": "assistant", "content": told}, {"role": "user", "content": "乙"}], stream=False
        )
    assert (kept_of(site), kept_of(site, "bert")) == ([["甲"]], [["乙"]])


async def test_a_conversation_over_mcp_is_kept_for_whose_key_it_is(site: AccessSite, address: str) -> None:
    async with (
        httpx2.AsyncClient(headers=site.callers["anna"], trust_env=False) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        first = await client.call_tool("ask", {"question": "甲"})
        named = (first.meta or {})["wence/conversation"]
        said = [
            {"role": "user", "content": "甲"},
            {"role": "assistant", "content": first.content[0].text},  # type: ignore[union-attr]
        ]
        second = await client.call_tool("ask", {"question": "乙", "history": said})
        assert (second.meta or {})["wence/conversation"] == named
        third = await client.call_tool("ask", {"question": "丙", "conversation": named})
        assert not third.is_error
        other = await client.call_tool("ask", {"question": "丁", "conversation": new_id()})
        assert other.is_error
        await client.call_tool("search", {"question": "水"})  # answers nothing, is kept nowhere
    assert kept_of(site) == [["甲", "乙", "丙"]]
    assert [one["id"] for one in everything(site.records, "anna")["conversations"]] == [named]


def test_what_is_kept_so_is_exported_purged_and_deleted_like_the_rest(site: AccessSite, address: str) -> None:
    with client_of(site, address) as client:
        asked(client, [{"role": "user", "content": "甲"}], stream=True)
    own = site.client("anna")
    (one,) = own.get("/api/conversations").json()["conversations"]
    assert "## 甲" in own.get(f"/api/conversations/{one['id']}/export").text
    assert [c["id"] for c in own.get("/api/me/export").json()["conversations"]] == [one["id"]]
    assert Holdings(site.records.engine).purge(1)["conversations"] == 0
    assert own.delete("/api/me").json()["conversations"] == 1
    assert kept_of(site) == []


def test_an_answer_that_cannot_be_kept_is_not_given(tmp_path: Path) -> None:
    with access_site(tmp_path, records_conversations=1) as site, serving_app(site.site) as address:
        with client_of(site, address) as client:
            asked(client, [{"role": "user", "content": "甲"}], stream=False)
            with pytest.raises(openai.ConflictError, match="对话"):
                asked(client, [{"role": "user", "content": "乙"}], stream=False)
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": {"question": "丙"}},
        }
        headers = {**site.callers["anna"], "accept": "application/json, text/event-stream"}
        reply = httpx.post(f"{address}/mcp", json=call, headers=headers, trust_env=False).json()
        assert reply["result"]["isError"] and "对话" in reply["result"]["content"][0]["text"]
        assert kept_of(site) == [["甲"]]


@pytest.mark.prove
async def test_the_tools_of_a_program_on_this_machine_keep_for_whoever_runs_it(
    real_index: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'records.db'}"
    told = {"WENCE_RECORDS": "on", "WENCE_RECORDS_URL": database, "WENCE_AUDIT_DIR": str(tmp_path / "audit")}
    start = ["-m", "portal", "mcp", "--index", str(real_index)]
    server = StdioServerParameters(command=sys.executable, args=start, cwd=str(HOME), env=told)
    async with Client(server) as client:
        outcome = await client.call_tool("ask", {"question": "抚州到2025年单位GDP能耗要降多少？"})
        assert (outcome.meta or {})["wence/conversation"]
    command = [sys.executable, "-m", "portal", "data", "export", "--user", "local"]
    done = subprocess.run(command, cwd=HOME, env=told, capture_output=True, timeout=60, check=True)
    (one,) = json.loads(done.stdout)["conversations"]
    assert one["title"].startswith("抚州")


def test_what_was_said_has_one_name_whatever_its_white_space() -> None:
    said = [Turn("user", "甲 乙"), Turn("assistant", "丙\n丁")]
    assert thread_of(said) == thread_of([Turn("user", " 甲\n乙"), Turn("assistant", "丙  丁 ")]) and thread_of([]) == ""
    others = ([said[0]], said[::-1], [Turn("user", "甲 乙丙"), Turn("assistant", "丁")], [*said, Turn("user", "")])
    assert len({thread_of(one) for one in (said, *others)}) == 5
