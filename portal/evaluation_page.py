"""The page 评测: Gradio over :class:`portal.evaluations.Evaluations`. What it shows is read anew with every click, as on the page 资料."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from errors import WenceError
from portal import evaluation_view as view
from portal.desk_html import block, heading, notice, progress
from portal.desk_parts import LOOK_SECONDS, choice_place, given, html_place, upload_place
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

        def board(
            message: str = "", choose: str | None = None, english: str = "", *, good: bool = False
        ) -> dict[Any, Any]:
            now = evaluations.board()
            ids = [kept.id for kept in now.runs]
            choose = choose if choose in ids else next(iter(ids), None)
            names = [(view.run_name(kept), kept.id) for kept in now.runs]
            sets = [(view.gold_name(each), each.name) for each in now.golds]
            return {
                told: notice(message, english, good=good),
                state: progress(now.state),
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

        def looked(choice: str | None) -> dict[Any, Any]:
            return board("", choice)

        async def followed() -> AsyncIterator[dict[Any, Any]]:
            now = evaluations.state
            yield {state: progress(now)}  # an event that gives nothing empties all that it may change
            if now and now.outcome == "running":
                async for step in watched():
                    yield step

        def deleted(choice: str | None, request: gr.Request) -> dict[Any, Any]:
            try:
                evaluations.delete(given(choice, "评测", "run"), who(request))
            except WenceError as error:
                return board(str(error), english=error.english)
            return board("已删除。", english="It was deleted.", good=True)

        def stopped() -> dict[Any, Any]:
            evaluations.stop()
            return {state: progress(evaluations.state)}

        def compared(first: str | None, second: str | None) -> dict[Any, Any]:
            try:
                chosen = given(first, "之前的评测", "earlier run"), given(second, "之后的评测", "later run")
                return {result: view.compared(evaluations.kept.compare(*chosen)), told: ""}
            except WenceError as error:
                return {result: "", told: notice(str(error), error.english)}

        async def watched() -> AsyncIterator[dict[Any, Any]]:
            """Show how far the run is until it has ended, whoever began it."""
            while (now := evaluations.state) and now.outcome == "running":
                yield {state: progress(now)}
                await asyncio.sleep(LOOK_SECONDS)
            yield await asyncio.to_thread(board, "", now.result if now else None)

        async def started(choice: str | None, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
            try:
                await asyncio.to_thread(evaluations.start, given(choice, "题集", "question set"), who(request))
            except WenceError as error:
                yield await asyncio.to_thread(board, str(error), None, error.english)
                return
            async for step in watched():
                yield step

        everything = [told, state, gold, listed, run, before, after, scores]
        calls: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
        page.load(looked, [run], everything, **calls).then(followed, None, everything, **calls)
        # a click while one is under way is not let fall: what was uploaded since is to be seen, also while a run is followed
        refresh.click(looked, [run], everything, trigger_mode="always_last", **calls).then(
            followed, None, everything, **calls
        )
        start.click(started, [gold], everything, **calls)
        stop.click(stopped, None, [state], **calls)
        run.input(lambda choice: {scores: scores_of(choice)}, [run], [scores], **calls)
        delete.click(deleted, [run], everything, **calls)
        compare.click(compared, [before, after], [result, told], **calls)
    return page
