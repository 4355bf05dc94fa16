"""What a call of the page may carry: read from the page itself, and nothing else passes, least of all a file object."""

import asyncio
import copy
import re
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest

from portal.closing import Closing
from portal.events import EventUnguarded, events_of
from portal.page import build_page
from portal.payload import Event, Is, Items, Shape, Text, Typed, Whole, fits
from portal.routes import CANCEL, JOIN, RESET, page_body_fits
from portal.sessions import Sessions
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

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


async def built() -> gr.Blocks:
    """The page; Gradio wants a running event loop when it makes its locks."""
    return build_page(ScriptedAssistant(), Settings(_env_file=None), Sessions(), Closing())  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def events() -> dict[int, Event]:
    return dict(events_of(asyncio.run(built())))


def calls(events: dict[int, Event]) -> list[dict[str, Any]]:
    """A call of each event as the page makes it (recorded in Chromium)."""
    sent: dict[type, Any] = {Typed: "问", Whole: 3}
    made = []
    for number, event in events.items():
        call = {
            "data": [sent[type(rule)] for rule in event.inputs],
            "fn_index": number,
            "trigger_id": min(event.triggers),
            "session_hash": "aa1y6oh7y3i",
        }
        if isinstance(event.data, Shape):
            call["event_data"] = {"index": 0, "value": {"text": "青屿市的文号是什么？"}}
        made.append(call)
    return made


def test_every_call_that_the_page_makes_passes(events: dict[int, Event]) -> None:
    made = calls(events)
    assert len(made) == 6
    assert sum(bool(call["data"]) for call in made) == 3
    for call in made:
        assert page_body_fits(JOIN, call, events)
        cancelling = {"fn_index": call["fn_index"], "session_hash": "aa1y6oh7y3i", "event_id": "0" * 32}
        assert page_body_fits(CANCEL, cancelling, events) is bool(
            call["data"]
        )  # what answers a question can be stopped
    assert page_body_fits(RESET, {"event_id": "0" * 32}, events)


def test_nothing_but_what_an_input_takes_passes_for_any_value_of_any_event(events: dict[int, Event]) -> None:
    tried = 0
    for call in calls(events):
        for wrong in WRONG:
            for at in range(len(call["data"])):
                tried += 1
                assert not page_body_fits(JOIN, with_data(call, at, wrong), events), (call, wrong)
            longer = {**call, "data": [*call["data"], wrong]}
            assert not page_body_fits(JOIN, longer, events)
            assert not page_body_fits(JOIN, {**call, "data": wrong}, events) or wrong == call["data"]
            tried += 2
    assert tried > 1000


def test_nothing_but_what_an_event_tells_passes_as_its_event_data(events: dict[int, Event]) -> None:
    for call in calls(events):
        for wrong in WRONG:
            assert not page_body_fits(JOIN, {**call, "event_data": wrong}, events), (call, wrong)
            if "event_data" in call:
                for key in ("index", "value"):
                    bent = {**call, "event_data": {**call["event_data"], key: wrong}}
                    assert not page_body_fits(JOIN, bent, events), bent
                bent = copy.deepcopy(call)
                bent["event_data"]["value"]["files"] = [wrong]
                assert not page_body_fits(JOIN, bent, events)
                assert not page_body_fits(JOIN, {**call, "event_data": None}, events)
            else:
                assert page_body_fits(JOIN, {**call, "event_data": None}, events)


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


def test_what_stops_a_call_names_it_and_nothing_more(events: dict[int, Event]) -> None:
    fitting = {"fn_index": 0, "session_hash": "a", "event_id": "0" * 32}
    for key in fitting:
        for wrong in (*WRONG, "../x", "", None, "Z" * 32, "0" * 33):
            assert not page_body_fits(CANCEL, {**fitting, key: wrong}, events), (key, wrong)
            assert not page_body_fits(RESET, {"event_id": wrong}, events)
    assert not page_body_fits(CANCEL, {**fitting, "more": 1}, events)
    assert not page_body_fits(RESET, fitting, events)


def with_data(call: dict[str, Any], at: int, value: Any) -> dict[str, Any]:
    return {**call, "data": [*call["data"][:at], value, *call["data"][at + 1 :]]}


def test_an_event_that_only_stops_others_cannot_be_called(events: dict[int, Event]) -> None:
    page = asyncio.run(built())
    stopping = {number for number, function in page.fns.items() if function.is_cancel_function}
    assert len(stopping) == 2
    assert not stopping & events.keys()


@pytest.mark.parametrize("kind", ["File", "JSON", "Chatbot", "MultimodalTextbox", "Image", "CheckboxGroup", "Textbox"])
async def test_an_event_with_an_input_of_unknown_kind_stops_the_start(kind: str) -> None:
    with gr.Blocks() as page:
        button = gr.Button()
        button.click(print, getattr(gr, kind)())  # a Textbox without a limit is one as well
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)


async def test_an_event_whose_data_or_inputs_have_no_rule_stops_the_start() -> None:
    def told(event: gr.SelectData) -> None: ...

    with gr.Blocks() as page:
        gr.Chatbot().select(told)
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)

    def at_once(texts: list[str]) -> list[str]:
        return texts

    with gr.Blocks() as page:
        box = gr.Textbox(max_length=9)
        gr.Button().click(at_once, box, batch=True)
    with pytest.raises(EventUnguarded, match="启动"):
        events_of(page)


async def test_a_state_may_only_be_empty_and_a_subclass_is_not_its_kind() -> None:
    with gr.Blocks() as page:
        gr.Button().click(print, gr.State({"a": 1}))
    (event,) = events_of(page).values()
    assert event.inputs == (Is(None),)
    with gr.Blocks() as page:
        gr.Button().click(print, gr.TextArea(max_length=9))
    with pytest.raises(EventUnguarded):
        events_of(page)


def test_a_rule_takes_its_type_and_no_other_that_compares_equal() -> None:
    assert fits(1, Is(None, 1)) and fits(None, Is(None, 1))
    assert not fits(True, Is(1)) and not fits(1.0, Is(1)) and not fits(True, Whole(9)) and not fits(1.0, Whole(9))
    assert fits("", Typed(1)) and fits(None, Typed(1)) and not fits("ab", Typed(1))
    assert (
        fits("a", Text(re.compile("a")))
        and not fits("a\n", Text(re.compile("a$")))
        and not fits(None, Text(re.compile("")))
    )
    assert fits([1], Items((Whole(1),))) and not fits([1, 1], Items((Whole(1),))) and not fits((1,), Items((Whole(1),)))
    assert fits({}, Shape({"a": Whole(1)}, frozenset({"a"}))) and not fits({"b": 1}, Shape({"a": Whole(1)}))
