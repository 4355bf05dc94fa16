"""The page 评测: Gradio over :class:`portal.evaluations.Evaluations`. What it shows is read anew with every click, as on the page 资料."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from errors import WenceError
from portal import evaluation_view as view
from portal.desk_html import block, heading, notice, progress
from portal.desk_parts import LOOK_SECONDS, change, change_place, choice_place, given, html_place, upload_place
from portal.errand import State
from portal.evaluations import Evaluations
from portal.uploads import who

if TYPE_CHECKING:
    from gradio import Blocks


def build_evaluation_page(evaluations: Evaluations) -> "Blocks":
    """The Gradio page, not yet mounted."""
    import gradio as gr

    with gr.Blocks(title="评测 · 问策", analytics_enabled=False, fill_width=True) as page:
        html_place(view.masthead())
        with gr.Row():
            gold = choice_place("题集", "wc-gold")
            start = gr.Button("开始", variant="primary", elem_id="wc-start", scale=0, min_width=100)
            stop = gr.Button("停止", variant="stop", elem_id="wc-stop", scale=0, min_width=100)
        state = html_place("", "wc-state")
        seen = gr.Textbox("", visible=False, max_length=100, label="所见")
        told = html_place("", "wc-told")
        html_place(upload_place("gold", (".jsonl",)))
        listed = html_place("", "wc-runs")
        with gr.Row():
            run = choice_place("看哪一次", "wc-run")
            delete = gr.Button("删除这一次", elem_id="wc-delete", scale=0, min_width=120)
            refresh = gr.Button("刷新", elem_id="wc-refresh", scale=0, min_width=100)
        scores = html_place("", "wc-scores")
        html_place(block(heading(2, "比较两次", "Compare two runs")))
        with gr.Row():
            before = choice_place("之前", "wc-before")
            after = choice_place("之后", "wc-after")
            compare = gr.Button("比较", elem_id="wc-compare", scale=0, min_width=100)
        result = html_place("", "wc-result")
        changed = change_place()

        def looked(choice: str | None) -> dict[Any, Any]:
            now = evaluations.board()
            ids = [kept.id for kept in now.runs]
            choose = choice if choice in ids else next(iter(ids), None)
            names = [(view.run_name(kept), kept.id) for kept in now.runs]
            sets = [(view.gold_name(each), each.name) for each in now.golds]
            return {
                state: progress(now.state),
                seen: _moment(now.state),
                gold: gr.update(choices=sets),
                listed: view.runs(now.runs),
                run: gr.update(choices=names, value=choose),
                before: gr.update(choices=names, value=ids[1] if len(ids) > 1 else None),
                after: gr.update(choices=names, value=next(iter(ids), None)),
                scores: scores_of(choose),
            }

        def scores_of(choice: str | None) -> str:
            chosen = next((kept for kept in evaluations.kept.runs() if kept.id == choice), None)
            return view.scores(chosen, evaluations.kept.scores(chosen.id) if chosen else ())

        async def followed(shown: str) -> AsyncIterator[dict[Any, Any]]:
            """Show how far a run is until it has ended, whoever began it; its result is to be seen where that is not what is ``shown``."""
            while (now := evaluations.state) and now.outcome == "running":
                yield {state: progress(now)}
                await asyncio.sleep(LOOK_SECONDS)
            new = {} if _moment(now) == shown else {run: gr.update(value=None), changed: change()}
            yield {state: progress(now), **new}

        def started(choice: str | None, request: gr.Request) -> dict[Any, Any]:
            try:
                evaluations.start(given(choice, "题集", "question set"), who(request))
            except WenceError as error:
                return {told: notice(str(error), error.english), changed: change()}
            return {told: "", state: progress(evaluations.state), changed: change()}

        def stopped() -> dict[Any, Any]:
            evaluations.stop()
            return {state: progress(evaluations.state)}

        def deleted(choice: str | None, request: gr.Request) -> dict[Any, Any]:
            try:
                evaluations.delete(given(choice, "评测", "run"), who(request))
            except WenceError as error:
                return {told: notice(str(error), error.english), changed: change()}
            return {told: notice("已删除。", "It was deleted.", good=True), changed: change()}

        def compared(first: str | None, second: str | None) -> dict[Any, Any]:
            try:
                chosen = given(first, "之前的评测", "earlier run"), given(second, "之后的评测", "later run")
                return {result: view.compared(evaluations.kept.compare(*chosen)), told: ""}
            except WenceError as error:
                return {result: "", told: notice(str(error), error.english)}

        calls: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
        last = calls | {"trigger_mode": "always_last"}  # what was called for while one is under way is not let fall
        board = [state, seen, gold, listed, run, before, after, scores]
        gr.on([page.load, refresh.click, changed.change], looked, [run], board, **last).then(
            followed, [seen], [state, run, changed], **last
        )
        start.click(started, [gold], [told, state, changed], **calls)
        stop.click(stopped, None, [state], **calls)
        run.input(lambda choice: {scores: scores_of(choice)}, [run], [scores], **calls)
        delete.click(deleted, [run], [told, changed], **calls)
        compare.click(compared, [before, after], [result, told], **calls)
    return page


def _moment(state: State | None) -> str:
    """Which run this is the state of, and whether it has ended."""
    return f"{state.began} {state.outcome}" if state else ""
