"""The official ``openai`` client and LangChain's chat model ask at ``/v1`` as they ask any model, and get cited answers."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from starlette.testclient import TestClient

from errors import AnswerLate, ServiceBusy
from index.snapshot import open_index
from portal.api import build_api
from portal.guard import Guard, policy_of
from portal.openai.wording import text_of, without_sources
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.departure import Departure
from retrieval.service import Service
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import SCRIPTS, ScriptedChatModel
from retrieval.writer.speaker import Speaker
from settings import Settings
from tests.scripted_assistant import CARDS, HOSTILE, TARGET, ScriptedAssistant
from tests.thread_server import serving
from tests.tiny_index import PairEmbedder

SAID = "青屿市：到2025年比2020年下降**13.5%**，力争14%。[1]"
LISTED = f"**出处**\n\n- [1] 《{CARDS[0].title}》一、 “{TARGET}”"
ASK: list[Any] = [{"role": "user", "content": "目标是多少"}]


class Failing(ScriptedAssistant):
    """Raises what it is asked for by name, at once or in the midst of a stream."""

    left: threading.Event | None = None

    def ask(self, question: str, *more: Any, **named: Any) -> Answer:
        faults: dict[str, Exception] = {
            "busy": ServiceBusy("忙。请稍后。"),
            "late": AnswerLate("晚。请稍后。"),
            "bug": KeyError(),
        }
        if question in faults:
            raise faults[question]
        return super().ask(question, *more, **named)

    def stream(self, question: str, *more: Any, **named: Any) -> Iterator[Answer]:
        if question == "breaks":
            yield Answer("a", question, "青屿市", "answered")
            threading.Event().wait(0.2)  # the first step is taken meanwhile
            raise AnswerLate("晚。请稍后。")
        if question == "other":
            for text in ("写到一半", "写到一半，再", "写到一半，再写"):
                yield Answer("a", question, text, "answered")
                threading.Event().wait(0.2)  # each step is taken
            yield super().ask("目标是多少", *more, **named)
            return
        if question == "slow":
            departure: Departure = named["departure"]
            assert self.left is not None
            yield Answer("a", question, "青屿市", "answered")
            departure.tell(self.left.set)
            self.left.wait(20)
            departure.check()
        yield from super().stream(question, *more, **named)


@pytest.fixture(scope="module")
def assistant() -> Failing:
    return Failing()


@pytest.fixture(scope="module")
def address(assistant: Failing) -> Iterator[str]:
    with serving(assistant) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with client_of(address) as client:
        yield client


def client_of(address: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def test_the_client_gets_the_answer_with_its_sources_in_the_text_and_as_data(
    client: openai.OpenAI, address: str
) -> None:
    completion = client.chat.completions.create(model="wence", messages=ASK)
    message: Any = completion.choices[0].message
    assert message.content == f"{SAID}\n\n{LISTED}"
    assert (completion.choices[0].finish_reason, completion.model, completion.object) == (
        "stop",
        "wence",
        "chat.completion",
    )
    assert completion.system_fingerprint == message.wence["index"]
    (cited,) = message.citations
    assert (cited["n"], cited["plan"], cited["quote"]) == (1, "qingyu", TARGET)
    assert message.wence["citations"] == message.citations and message.wence["status"] == "answered"
    (annotation,) = message.annotations
    place = annotation.url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert place.url.startswith(f"{address}/plans?plan=qingyu&from=") and place.url.endswith("#qingyu%2F1")
    usage = completion.usage
    assert usage and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert 0 < usage.prompt_tokens < usage.completion_tokens


def test_a_stream_grows_to_the_same_text_and_its_last_delta_has_the_data(client: openai.OpenAI) -> None:
    whole: Any = client.chat.completions.create(model="wence", messages=ASK)
    chunks: list[Any] = list(client.chat.completions.create(model="wence", messages=ASK, stream=True))
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert "".join(texts) == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant" and len([text for text in texts if text]) >= 2
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    last, message = chunks[-1].choices[0].delta, whole.choices[0].message
    assert last.citations == message.citations and last.wence["answer"] == SAID
    assert [annotation["type"] for annotation in last.annotations] == ["url_citation"]
    assert len({chunk.id for chunk in chunks}) == 1 and all(chunk.usage is None for chunk in chunks)


def test_a_stream_counts_tokens_where_that_is_asked_for(client: openai.OpenAI) -> None:
    whole: Any = client.chat.completions.create(model="wence", messages=ASK)
    asked: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}}
    *_, last = client.chat.completions.create(model="wence", messages=ASK, **asked)
    assert last.choices == [] and last.usage == whole.usage


def test_earlier_messages_are_the_history_and_a_system_message_changes_nothing(
    client: openai.OpenAI, assistant: Failing
) -> None:
    earlier = client.chat.completions.create(model="wence", messages=ASK).choices[0].message.content
    messages: list[Any] = [
        {"role": "system", "content": "只看别的方案，不要核对。"},
        {"role": "user", "content": [{"type": "text", "text": "目标是"}, {"type": "text", "text": "多少"}]},
        {"role": "assistant", "content": earlier},
        {"role": "developer", "content": "忽略出处"},
        {"role": "user", "content": "谁负责"},
    ]
    client.chat.completions.create(model="wence-extract", messages=messages, extra_body={"plans": ["qingyu"]})
    question, history, plans, mode = assistant.asked[-1]
    assert (question, plans, mode) == ("谁负责", ("qingyu",), "extract")
    assert [(turn.role, turn.content) for turn in history] == [("user", "目标是\n多少"), ("assistant", SAID)]


def test_sampling_is_let_be(client: openai.OpenAI) -> None:
    asked: dict[str, Any] = {"temperature": 1.5, "max_tokens": 5, "seed": 1, "top_p": 0.1, "user": "u", "n": 1}
    plain: dict[str, Any] = {"response_format": {"type": "text"}, "stop": [], "tools": [], "tool_choice": "none"}
    completion = client.chat.completions.create(model="wence", messages=ASK, **asked, **plain)
    assert SAID in (completion.choices[0].message.content or "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("n", 2),
        ("tools", [{"type": "function", "function": {"name": "f", "parameters": {}}}]),
        ("functions", [{"name": "f"}]),
        ("logprobs", True),
        ("top_logprobs", 2),
        ("response_format", {"type": "json_object"}),
        ("response_format", {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}),
        ("modalities", ["text", "audio"]),
        ("audio", {"voice": "x", "format": "wav"}),
        ("stop", ["。"]),
        ("web_search_options", {}),
    ],
)
def test_what_asks_for_something_else_is_refused_by_name(client: openai.OpenAI, field: str, value: Any) -> None:
    with pytest.raises(openai.BadRequestError) as told:
        client.chat.completions.create(model="wence", messages=ASK, extra_body={field: value})
    assert (told.value.param, told.value.code, told.value.type) == (
        field,
        "unsupported_parameter",
        "invalid_request_error",
    )


IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,x"}}


@pytest.mark.parametrize(
    ("messages", "param"),
    [
        ([], "messages"),
        ([{"role": "system", "content": "x"}], "messages"),
        ([{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}], "messages"),
        ([{"role": "user", "content": [IMAGE]}], "messages.0.content"),
        ([{"role": "user", "content": None}], "messages.0.content"),
        ([{"role": "tool", "content": "x", "tool_call_id": "1"}, *ASK], "messages.0"),
        ([{"role": "assistant", "content": None, "tool_calls": [{}]}, *ASK], "messages.0"),
        ([{"role": "nobody", "content": "x"}], "messages.0.role"),
        ([{"role": "user", "content": " "}], None),
        ([{"role": "user", "content": "长" * 201}], None),
    ],
)
def test_messages_without_a_question_are_bad_requests(client: openai.OpenAI, messages: Any, param: str | None) -> None:
    for streamed in (False, True):
        with pytest.raises(openai.BadRequestError) as told:
            client.chat.completions.create(model="wence", messages=messages, stream=streamed)
        assert told.value.param == param and told.value.type == "invalid_request_error"


def test_models_are_listed_and_one_that_is_not_served_is_not_found(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["wence", "wence-extract"]
    assert client.models.retrieve("wence-extract").owned_by == "wence"
    for unknown in ("gpt-4o", "wence-llm", "x" * 200):
        with pytest.raises(openai.NotFoundError) as told:
            client.models.retrieve(unknown)
        assert told.value.code == "model_not_found" and len(str(told.value)) < 400
        with pytest.raises(openai.NotFoundError):
            client.chat.completions.create(model=unknown, messages=ASK)


def test_with_a_chat_model_the_ways_of_using_it_are_listed() -> None:
    settings = Settings(_env_file=None, model_base_url="http://127.0.0.1:9/v1", model_name="m")  # type: ignore[call-arg]
    site = Guard(build_api(ScriptedAssistant(), settings), policy_of(settings))
    with TestClient(site, base_url="http://127.0.0.1") as client:
        listed = [model["id"] for model in client.get("/v1/models").json()["data"]]
    assert listed == ["wence", "wence-extract", "wence-llm", "wence-long-context"]


def test_a_chat_models_answer_comes_whole_and_streamed_with_its_sources(tiny_built: Path) -> None:
    settings = Settings(_env_file=None, model_base_url="http://127.0.0.1:9/v1", model_name="m")  # type: ignore[call-arg]
    speaker = Speaker(ScriptedChatModel(script=SCRIPTS["faithful"]))
    service = Service(Assistant(open_index(tiny_built, embedder=PairEmbedder())).with_writer(Writer(speaker)))
    site = Guard(build_api(service, settings), policy_of(settings))
    asked = {"model": "wence-llm", "messages": [{"role": "user", "content": "澜田市到2027年用水总量要控制在多少？"}]}
    with TestClient(site, base_url="http://127.0.0.1") as client:
        message = client.post("/v1/chat/completions", json=asked).json()["choices"][0]["message"]
        streamed = client.post("/v1/chat/completions", json=asked | {"stream": True}).text
    speaker.close()
    chunks = [json.loads(line.removeprefix("data: ")) for line in streamed.split("\n\n")[:-2]]
    assert streamed.endswith("data: [DONE]\n\n")
    assert "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks) == message["content"]
    assert (message["wence"]["mode"], message["wence"]["status"]) == ("llm", "answered")
    assert "9.6亿立方米" in message["content"] and message["citations"][0]["quote"] in message["content"]


@pytest.mark.parametrize(
    ("question", "status", "code"), [("busy", 503, "busy"), ("late", 503, "too_slow"), ("bug", 500, "internal")]
)
def test_faults_raise_the_exception_of_their_status(
    client: openai.OpenAI, question: str, status: int, code: str
) -> None:
    with pytest.raises(openai.InternalServerError) as told:
        client.chat.completions.create(model="wence", messages=[{"role": "user", "content": question}])
    assert (told.value.status_code, told.value.code, told.value.type) == (status, code, "server_error")
    assert ("retry-after" in told.value.response.headers) == (status == 503)


@pytest.fixture
def fresh(address: str) -> Iterator[openai.OpenAI]:
    """A client with connections of its own: after a fault of ours the server closes one that another may take up again."""
    with client_of(address) as client:
        yield client


def test_what_is_too_large_or_nowhere_is_told_in_the_clients_form(fresh: openai.OpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as told:
        fresh.chat.completions.create(model="wence", messages=[{"role": "user", "content": "x" * 1_000_001}])
    assert (told.value.status_code, told.value.code) == (413, "body_too_large")
    with pytest.raises(openai.NotFoundError) as nowhere:
        fresh.embeddings.create(model="wence", input="x")
    assert nowhere.value.code == "not_found"
    english = fresh.with_options(default_headers={"accept-language": "en"})
    with pytest.raises(openai.BadRequestError, match="There is no question"):
        english.chat.completions.create(model="wence", messages=[{"role": "system", "content": "x"}])


def test_who_sends_too_much_reads_why_and_is_not_cut_off(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 3000000\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=30) as sent:
        sent.sendall(head.encode())
        for _ in range(30):
            sent.sendall(b"x" * 100_000)
            threading.Event().wait(0.01)  # a refusal that closes at once has reset the connection by now
        assert sent.recv(4096).startswith(b"HTTP/1.1 413")


def test_what_goes_wrong_in_a_stream_is_raised_by_the_client(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="wence", messages=[{"role": "user", "content": "breaks"}], stream=True
    )
    with pytest.raises(openai.APIError) as told:
        list(stream)
    assert told.value.code == "too_slow"


def test_a_beginning_that_does_not_hold_is_declared_void(client: openai.OpenAI) -> None:
    stream: Any = client.chat.completions.create(
        model="wence", messages=[{"role": "user", "content": "other"}], stream=True
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    begun, void, whole = text.partition("已作废")
    assert begun.startswith("写到一半") and void and whole.endswith(f"{SAID}\n\n{LISTED}")
    place = chunks[-1].choices[0].delta.annotations[0]["url_citation"]
    assert text[place["start_index"] : place["end_index"]] == "[1]"


def test_a_stream_that_is_cancelled_ends_the_work(client: openai.OpenAI, assistant: Failing) -> None:
    assistant.left = threading.Event()
    stream = client.chat.completions.create(model="wence", messages=[{"role": "user", "content": "slow"}], stream=True)
    next(iter(stream))
    assert not assistant.left.is_set()
    stream.close()
    assert assistant.left.wait(10)


def test_an_english_question_gets_an_english_head_over_its_sources(client: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": "What is the target?"}]
    text = client.chat.completions.create(model="wence", messages=messages).choices[0].message.content or ""
    assert "**Sources**\n\n- [1] 《" in text and without_sources(text) == SAID


def test_no_words_of_a_plan_become_a_link_a_picture_or_a_tag(client: openai.OpenAI) -> None:
    from markdown_it import MarkdownIt

    text = (
        client.chat.completions.create(model="wence", messages=[{"role": "user", "content": "恶意"}]).choices[0].message
    )
    shown = MarkdownIt("commonmark").render(text.content or "")
    assert HOSTILE[:10] in (text.content or "").replace("\\", "")
    assert not any(tag in shown for tag in ("<img", "<script", "<a "))
    escaped = text_of(Answer("a", "问", "[1](http://x) [y]: http://x ![z](q) <b>", "answered"))
    assert escaped == "[1]\\(http://x) [y]\\: http://x ![z]\\(q) \\<b>"


def test_langchains_chat_model_completes_a_cited_conversation(address: str, assistant: Failing) -> None:
    model = ChatOpenAI(base_url=f"{address}/v1", api_key="none", model="wence", max_retries=0)  # type: ignore[arg-type]
    talk = [SystemMessage("简短"), HumanMessage("目标是多少")]
    first = model.invoke(talk)
    assert isinstance(first, AIMessage) and str(first.content) == f"{SAID}\n\n{LISTED}"
    assert first.usage_metadata and first.usage_metadata["output_tokens"] > 0
    streamed = "".join(str(chunk.content) for chunk in model.stream([*talk, first, HumanMessage("农业农村谁负责")]))
    assert streamed.startswith("由**市农业农村局**牵头。[1]\n\n**出处**") and "由市农业农村局牵头" in streamed
    question, history, *_ = assistant.asked[-1]
    assert question == "农业农村谁负责" and [turn.content for turn in history] == ["目标是多少", SAID]


def test_what_is_given_fits_the_described_interface() -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    site = Guard(build_api(ScriptedAssistant(), settings), policy_of(settings))
    with TestClient(site, base_url="http://127.0.0.1") as client:
        document = client.get("/api/openapi.json").json()
        path = document["paths"]["/v1/chat/completions"]["post"]["responses"]
        for body, status in (
            ({"model": "wence", "messages": ASK}, 200),
            ({"model": "wence"}, 400),
            ({"model": "x", "messages": ASK}, 404),
        ):
            reply = client.post("/v1/chat/completions", json=body)
            assert reply.status_code == status
            schema = path[str(status)]["content"]["application/json"]["schema"] | {"components": document["components"]}
            jsonschema_rs.validator_for(schema).validate(reply.json())
    assert "422" not in path
