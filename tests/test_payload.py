"""What a call of a desk page may carry: read from the page itself, and nothing else passes, least of all a file object."""

import asyncio
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from portal.documents_page import build_documents_page
from portal.evaluation_page import build_evaluation_page
from portal.events import EventUnguarded, events_of
from portal.payload import Event, Is, Items, Shape, Text, Typed, fits
from portal.routes import JOIN, page_body_fits

if TYPE_CHECKING:  # it takes seconds to import: only the process that runs these tests does
    from gradio import Blocks

META = {"_type": "gradio.FileData"}
FILE = {"path": "/etc/hostname", "meta": META}
FILES: tuple[Any, ...] = (
    FILE,
    {"path": "/dev/zero", "meta": META},
    {"path": "http://127.0.0.1:1/x", "meta": META},
    {"url": "http://127.0.0.1:1/x", "path": "x", "meta": META},
    {**FILE, "is_stream": True},
    {**FILE, "orig_name": "a.txt", "size": 1, "mime_type": "text/plain", "url": None},
    {"path": "/etc/hostname"},
    {"name": "/etc/hostname", "is_file": True, "data": None},
    {"video": FILE, "subtitles": None},
    {"image": FILE, "caption": None},
    {"__type__": "update", "value": FILE},
    {"value": FILE},
    {"role": "user", "content": FILE},
    {"text": "问", "files": [FILE]},
)
OTHERS: tuple[Any, ...] = (True, -1, 0.5, 10**30, [], {}, [None], "x" * 40_001, ["问"], {"a": None})


def nested(value: Any) -> Iterator[Any]:
    yield from (
        value,
        [value],
        {"a": value},
        {"value": [[value]]},
        {"text": value},
        {"index": 0, "value": {"text": value}},
    )


WRONG = (*(one for file in FILES for one in nested(file)), *OTHERS)


async def built(name: str) -> "Blocks":
    """A page that is never called; Gradio wants a running event loop when it makes its locks."""
    behind: Any = None
    return build_documents_page(behind) if name == "documents" else build_evaluation_page(behind)


@pytest.fixture(scope="module", params=["documents", "evaluation"])
def events(request: pytest.FixtureRequest) -> dict[int, Event]:
    return dict(events_of(asyncio.run(built(request.param))))


def calls(events: dict[int, Event]) -> list[dict[str, Any]]:
    """A call of each event as the page makes it (recorded in Chromium)."""
    return [
        {
            "data": ["问" for _ in event.inputs],
            "fn_index": number,
            "trigger_id": min(event.triggers),
            "session_hash": "aa1y6oh7y3i",
        }
        for number, event in events.items()
    ]


def test_every_call_that_the_page_makes_passes(events: dict[int, Event]) -> None:
    made = calls(events)
    assert (len(made), sum(bool(call["data"]) for call in made)) in ((12, 9), (7, 6))  # documents, evaluation
    for call in made:
        assert page_body_fits(JOIN, call, events)
        assert page_body_fits(JOIN, {**call, "data": [None for _ in call["data"]], "event_data": None}, events)


def test_nothing_but_what_an_input_takes_passes_for_any_value_of_any_event(events: dict[int, Event]) -> None:
    tried = 0
    for call in calls(events):
        for wrong in WRONG:
            for at in range(len(call["data"])):
                tried += 1
                assert not page_body_fits(JOIN, with_data(call, at, wrong), events), (call, wrong)
            longer = {**call, "data": [*call["data"], wrong]}
            assert not page_body_fits(JOIN, longer, events)
            fitting = len(call["data"]) * [wrong[0]] if wrong in ([None], ["问"]) else call["data"]
            assert not page_body_fits(JOIN, {**call, "data": wrong}, events) or wrong == fitting
            assert not page_body_fits(JOIN, {**call, "event_data": wrong}, events), (call, wrong)
            tried += 3
    assert tried > 1000


def test_every_other_field_of_a_call_has_its_rule(events: dict[int, Event]) -> None:
    for call in calls(events):
        for key in ("fn_index", "session_hash", "trigger_id"):
            for wrong in (*WRONG, "../x", "A", "", 99, 999, "+", None):
                if not (key == "trigger_id" and wrong is None):
                    assert not page_body_fits(JOIN, {**call, key: wrong}, events), (key, wrong)
        for key in ("event_id", "batched", "simple_format", "oauth_token", "request", "batch_trigger_ids", "x"):
            assert not page_body_fits(JOIN, {**call, key: None}, events)
        for key in ("fn_index", "session_hash", "data"):
            assert not page_body_fits(JOIN, {k: v for k, v in call.items() if k != key}, events)


def with_data(call: dict[str, Any], at: int, value: Any) -> dict[str, Any]:
    return {**call, "data": [*call["data"][:at], value, *call["data"][at + 1 :]]}


@pytest.mark.parametrize(
    "kind",
    [
        "File",
        "JSON",
        "Chatbot",
        "MultimodalTextbox",
        "Image",
        "CheckboxGroup",
        "Number",
        "State",
        "Textbox",
        "TextArea",
    ],
)
async def test_an_event_with_an_input_of_unknown_kind_stops_the_start(kind: str) -> None:
    import gradio as gr

    with gr.Blocks() as page:
        button = gr.Button()
        button.click(print, getattr(gr, kind)())  # a Textbox without a limit is one as well
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)


async def test_an_event_whose_data_or_inputs_have_no_rule_stops_the_start() -> None:
    import gradio as gr

    def told(event: gr.SelectData) -> None: ...

    with gr.Blocks() as page:
        gr.Chatbot().select(told)
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)

    with gr.Blocks() as page:
        call = gr.Button().click(print)
        gr.Button().click(None, cancels=[call])
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)

    def at_once(texts: list[str]) -> list[str]:
        return texts

    with gr.Blocks() as page:
        box = gr.Textbox(max_length=9)
        gr.Button().click(at_once, box, batch=True)
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)


def test_a_rule_takes_its_type_and_no_other_that_compares_equal() -> None:
    assert fits(1, Is(None, 1)) and fits(None, Is(None, 1))
    assert not fits(True, Is(1)) and not fits(1.0, Is(1))
    assert fits("", Typed(1)) and fits(None, Typed(1)) and not fits("ab", Typed(1))
    assert (
        fits("a", Text(re.compile("a")))
        and not fits("a\n", Text(re.compile("a$")))
        and not fits(None, Text(re.compile("")))
    )
    assert fits([1], Items((Is(1),))) and not fits([1, 1], Items((Is(1),))) and not fits((1,), Items((Is(1),)))
    assert fits({}, Shape({"a": Is(1)}, frozenset({"a"}))) and not fits({"b": 1}, Shape({"a": Is(1)}))
