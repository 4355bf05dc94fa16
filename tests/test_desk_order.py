"""The pages of the desk keep the order of things on a slow machine: no call is lost, no older reading comes last, a choice is taken first."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from portal.documents_page import build_documents_page
from portal.evaluation_page import build_evaluation_page
from tests.desk_browser import desk_visitor, needs_browser
from tests.desk_server import Desk, desk_running
from tests.small_desk import small_desk
from tests.test_documents_page import built, opened, upload
from tests.test_evaluation_page import gold, listed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_running(tmp_path_factory.mktemp("desk"), WENCE_DESK_DOCUMENTS="false") as desk:
        yield desk


#: Lets the end of Gradio's stream of events come late once, as a busy machine or a proxy does, and has something done meanwhile.
LATE_END = """
const asked = window.fetch.bind(window);
window.fetch = async (input, options) => {
  const response = await asked(input, options);
  if (!String(input.url ?? input).includes("/queue/data") || !window.meanwhile) return response;
  const late = new TransformStream({
    async transform(piece, passed) {
      const text = new TextDecoder().decode(piece), at = text.indexOf('data: {"msg":"close_stream"');
      if (at < 0 || !window.meanwhile) return passed.enqueue(piece);
      passed.enqueue(new TextEncoder().encode(text.slice(0, at)));
      const act = window.meanwhile;
      window.meanwhile = null;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await act();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      passed.enqueue(new TextEncoder().encode(text.slice(at)));
    },
  });
  return new Response(response.body.pipeThrough(late), { headers: response.headers, status: response.status });
};
"""
BRING = """
const [name, text] = arguments, refresh = document.getElementById("wc-refresh");
window.meanwhile = async () => {
  await fetch(`../../api/gold/${name}`, { method: "PUT", body: text });
  refresh.click();
};
refresh.click();
"""


#: Whether the page made its second call, and the stream that told of it has ended.
FOLLOWED = """
const of = (name) => performance.getEntriesByType("resource").filter((entry) => entry.name.includes(name));
const [calls, streams] = [of("queue/join"), of("queue/data")];
return calls.length > 1 && streams.length > 0 && streams.at(-1).responseEnd > calls[1].responseStart;
"""


@needs_browser
def test_a_set_brought_while_the_stream_of_events_is_being_closed_is_listed(desk: Desk) -> None:
    with desk_visitor("about:blank") as visitor:
        visitor.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LATE_END})
        visitor.driver.get(f"{desk.address}/desk/evaluation/")
        visitor.wait_for(lambda: visitor.text("#wc-runs"), "the runs")
        visitor.js(BRING, "迟到.jsonl", gold().decode())
        visitor.choose("wc-gold", "迟到（2 题）")
        visitor.driver.refresh()
        visitor.wait_for(lambda: visitor.js(FOLLOWED), "the end of what follows the opening")
        assert visitor.text("#wc-runs")  # which leaves what was shown
        assert visitor.complaints() == []


#: Has the page's first call made before the script is there that all later calls go through, as a slow machine may.
BEFORE_ALL = """
const asked = window.fetch.bind(window);
let through = asked, first = true;
const fetching = (now) => (input, options) => {
  const early = first && String(input.url ?? input).includes("/queue/join");
  if (early) first = false;
  return (early ? asked : now)(input, options);
};
Object.defineProperty(window, "fetch", { get: () => fetching(through), set: (later) => { through = later; } });
"""


@needs_browser
def test_a_call_made_before_the_script_of_the_page_is_there_is_answered(desk: Desk) -> None:
    with desk_visitor("about:blank") as visitor:
        visitor.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": BEFORE_ALL})
        visitor.driver.get(f"{desk.address}/desk/evaluation/")
        visitor.wait_for(lambda: visitor.js(FOLLOWED), "the end of what follows the opening")
        assert visitor.text("#wc-runs") and visitor.complaints() == []


#: Holds back what comes of the page's first call until ``window.letGo``, as a machine does that takes long over it; all else passes.
HELD = r"""
const asked = window.fetch.bind(window);
let held = null, kept = [], free = false;
window.letGo = () => { free = true; };
window.isHeld = () => kept.some((message) => message.includes("process_completed"));
window.fetch = async (input, options) => {
  const address = String(input.url ?? input);
  if (address.includes("/queue/data") && free && kept.length) return new Response(kept.splice(0).join(""));
  const response = await asked(input, options);
  if (address.includes("/queue/join")) held ??= (await response.clone().json()).event_id;
  if (!address.includes("/queue/data")) return response;
  let rest = "";
  const parting = new TransformStream({
    transform(piece, passed) {
      const messages = (rest + piece).split("\n\n");
      rest = messages.pop();
      for (const message of messages.map((text) => `${text}\n\n`)) {
        if (message.includes(held)) kept.push(message);
        else passed.enqueue(message);
      }
    },
  });
  const read = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(parting).pipeThrough(new TextEncoderStream());
  return new Response(read, { headers: response.headers, status: response.status });
};
"""
BROUGHT = """
fetch(`../../api/gold/${arguments[0]}`, { method: "PUT", body: arguments[1] })
  .then(() => document.getElementById("wc-refresh").click())
  .then(arguments[2]);
"""


@needs_browser
def test_what_was_read_before_a_set_was_brought_does_not_take_the_place_of_what_was_read_after(desk: Desk) -> None:
    with desk_visitor("about:blank") as visitor:
        visitor.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": HELD})
        visitor.driver.get(f"{desk.address}/desk/evaluation/")
        visitor.wait_for(lambda: visitor.js("return window.isHeld()"), "what is held back")
        visitor.driver.execute_async_script(BROUGHT, "先后.jsonl", gold().decode())
        time.sleep(1)  # where the page reads twice at once, the second reading is shown by now
        visitor.js("window.letGo()")
        visitor.wait_for(lambda: visitor.js(FOLLOWED), "the end of what follows the opening")
        visitor.choose("wc-gold", "先后（2 题）")


#: Has whatever waits for the end of a frame or of a task wait much longer, as on a busy machine.
SLOW_TICK = """
const frame = window.requestAnimationFrame.bind(window), timeout = window.setTimeout.bind(window);
window.slow = 0;
window.requestAnimationFrame = (act) => (window.slow ? timeout(() => frame(act), window.slow) : frame(act));
window.setTimeout = (act, after = 0, ...more) => timeout(act, Math.max(after, window.slow), ...more);
"""


@needs_browser
def test_who_chooses_a_set_has_chosen_it_before_anything_else_is_done(desk: Desk) -> None:
    with desk_visitor("about:blank") as visitor:
        visitor.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SLOW_TICK})
        visitor.driver.get(f"{desk.address}/desk/evaluation/")
        visitor.wait_for(lambda: "评测记录" in visitor.text("#wc-runs"), "the runs")
        visitor.js("return fetch('../../api/gold/先选.jsonl', { method: 'PUT', body: arguments[0] })", gold().decode())
        visitor.click("#wc-refresh")
        before = visitor.count("#wc-runs tbody tr")
        visitor.js("window.slow = 300")
        visitor.choose("wc-gold", "先选（2 题）")
        visitor.click("#wc-start")
        visitor.wait_for(partial(listed, visitor, before + 1), "the run")


def events_that_show(build: Any) -> Mapping[str, list[Any]]:
    """The events of a page that change each of its places."""
    found: dict[str, list[Any]] = {}

    async def read() -> None:  # Gradio makes a loop of its own where none runs, and leaves it open
        for event in build(None).fns.values():
            for place in event.outputs:
                found.setdefault(str(place.elem_id), []).append(event)

    asyncio.run(read())
    return found


def test_what_the_evaluation_page_shows_is_read_by_one_event_that_is_never_under_way_twice() -> None:
    evaluation = events_that_show(build_evaluation_page)
    for place in ("wc-gold", "wc-runs", "wc-before", "wc-after"):
        assert [(event.name, event.trigger_mode) for event in evaluation[place]] == [("looked", "always_last")], place


def test_what_the_documents_page_shows_is_read_by_one_event_at_a_time() -> None:
    shown = events_that_show(build_documents_page)
    for place in (
        "wc-told",
        "wc-waiting",
        "wc-chosen",
        "wc-preview",
        "wc-plan",
        "wc-held",
        "wc-file",
        "wc-back",
        "wc-journal",
    ):
        assert {(event.concurrency_id, event.concurrency_limit) for event in shown[place]} == {("board", 1)}, place


async def test_a_reading_that_takes_long_is_not_sent_after_one_that_was_begun_later(tmp_path: Path) -> None:
    documents = opened(tmp_path, built)
    read, readings = documents.board, []

    def slow_at_first() -> Any:
        now = read()
        readings.append(now)
        time.sleep(2 if len(readings) == 1 else 0)
        return now

    documents.board = slow_at_first  # type: ignore[method-assign]
    async with small_desk(page=build_documents_page(documents)) as desk:
        events = desk.gradio.get_blocks().fns
        load, refresh = (next(n for n, e in events.items() if e.targets[0][1] == does) for does in ("load", "click"))
        page = [desk.join("abc", load, data=[None]), desk.until(lambda: readings)]
        for step in page:
            await step
        upload(documents, "后到.txt", "后到市节水行动方案\n一、目标\n到2027年，用水总量控制在5亿立方米以内。")
        await desk.join("abc", refresh, data=[None])
        _, stream, _ = await desk.read("abc")
    messages = [json.loads(line.removeprefix("data: ")) for line in stream.split("\n\n") if line]
    told = [json.dumps(m["output"], ensure_ascii=False) for m in messages if m["msg"] == "process_completed"]
    assert ["后到.txt" in each for each in told] == [False, True]
