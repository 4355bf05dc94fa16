"""The page 资料: Gradio over :class:`portal.documents.Documents`. What it shows is read anew from the disk with every click, so that it is
right whichever worker serves it and whoever else is at work.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from corpus.readers import READERS
from corpus.readers.office import OFFICE_KINDS
from corpus.readers.pictures import PICTURE_KINDS
from errors import WenceError
from portal import documents_view as view
from portal.desk_html import block, heading, notice, progress
from portal.desk_parts import LOOK_SECONDS, choice_place, given, html_place, upload_place
from portal.documents import Documents
from portal.uploads import who

if TYPE_CHECKING:
    from gradio import Blocks


def build_documents_page(documents: Documents) -> "Blocks":
    """The Gradio page, not yet mounted."""
    import gradio as gr

    with gr.Blocks(title="资料 · 问策", analytics_enabled=False, fill_width=True) as page:
        html_place(view.masthead())
        html_place(upload_place("documents", (*READERS, *PICTURE_KINDS, *OFFICE_KINDS)))
        told = html_place("", "wc-told")
        waiting = html_place("", "wc-waiting")
        with gr.Row():
            chosen = choice_place("待发布的文件", "wc-chosen")
            withdraw = gr.Button("撤下", elem_id="wc-withdraw", scale=0, min_width=100)
            publish = gr.Button("发布", variant="primary", elem_id="wc-publish", scale=0, min_width=100)
        state = html_place("", "wc-state")
        shown = html_place("", "wc-preview")
        with gr.Row():
            plan = choice_place("替换哪一份方案", "wc-plan")
            replace = gr.Button("作为它的新版本", elem_id="wc-replace", scale=0, min_width=150)
        held = html_place("", "wc-held")
        with gr.Row():
            file = choice_place("语料文件夹里的文件", "wc-file")
            remove = gr.Button("移除", elem_id="wc-remove", scale=0, min_width=100)
        html_place(block(heading(2, "退回", "Roll back")))
        back = html_place("", "wc-back")
        seen = gr.Textbox("", visible=False, max_length=100, label="版本")
        with gr.Row():
            agree = gr.Button("退回上一个版本", elem_id="wc-return", scale=0, min_width=190)
            refresh = gr.Button("刷新", elem_id="wc-refresh", scale=0, min_width=100)
        journal = html_place("", "wc-journal")
        awaited = gr.Textbox("", visible=False, max_length=100, label="等它结束")

        def read(choice: str | None) -> dict[Any, Any]:
            now = documents.board()
            names = [change.name for change in now.changes]
            choose = choice if choice in names else next(iter(names), None)
            preview = now.previews.get(choose or "")
            kin = next((d.version_of for d in preview.drafts if d.version_of), None) if preview else None
            return {
                waiting: view.waiting(now),
                chosen: gr.update(choices=names, value=choose),
                shown: view.preview(preview),
                state: progress(now.state),
                plan: gr.update(choices=[(f"{c.title}（{c.id}）", c.id) for c in now.cards], value=kin),
                held: view.held(now),
                file: gr.update(choices=list(now.held), value=None),
                back: view.returning(now.back),
                seen: now.back.now if now.back else "",
                journal: view.journal(now.deeds),
            }

        def board(
            message: str = "", choose: str | None = None, english: str = "", *, good: bool = False
        ) -> dict[Any, Any]:
            return read(choose) | {told: notice(message, english, good=good)}

        def tried(act: Callable[[], tuple[str, str]], choose: str | None = None) -> dict[Any, Any]:
            try:
                chinese, english = act()
                return board(chinese, choose, english, good=True)
            except WenceError as error:
                return board(str(error), choose, error.english)

        def opened(choice: str | None) -> dict[Any, Any]:
            return board("", choice)

        def preview_of(choice: str | None) -> dict[Any, Any]:
            preview = documents.board().previews.get(choice or "")
            return {shown: view.preview(preview)}

        def withdrawn(choice: str | None, request: gr.Request) -> dict[Any, Any]:
            def act() -> tuple[str, str]:
                documents.withdraw(given(choice, "待发布的文件", "waiting file"), who(request))
                return f"已撤下 {choice}。", f"{choice} was withdrawn."

            return tried(act)

        def replaced(choice: str | None, target: str | None, request: gr.Request) -> dict[Any, Any]:
            name = choice
            try:
                name = documents.replace(
                    given(choice, "待发布的文件", "waiting file"),
                    given(target, "要替换的方案", "plan to be replaced"),
                    who(request),
                )
            except WenceError as error:
                return board(str(error), choice, error.english)
            english = f"{name} will replace {target} on publishing."
            return board(f"{name} 将在发布时替换 {target}。", name, english, good=True)

        def removed(choice: str | None, request: gr.Request) -> dict[Any, Any]:
            def act() -> tuple[str, str]:
                documents.remove(given(choice, "要移除的文件", "file to be removed"), who(request))
                return f"{choice} 将在发布时移除。", f"{choice} will be removed on publishing."

            return tried(act, choice)

        def begun(begin: Callable[[], None]) -> dict[Any, Any]:
            try:
                begin()
            except WenceError as error:
                return {told: notice(str(error), error.english)}
            return {told: "", state: progress(documents.state), awaited: "work"}

        def published(request: gr.Request) -> dict[Any, Any]:
            return begun(lambda: documents.publish(who(request)))

        def taken_back(version: str, request: gr.Request) -> dict[Any, Any]:
            return begun(lambda: documents.take_back(version or "", who(request)))

        async def followed() -> AsyncIterator[dict[Any, Any]]:
            """Show how far the work is until it has ended."""
            while (now := documents.state) and now.outcome == "running":
                yield {state: progress(now)}
                await asyncio.sleep(LOOK_SECONDS)
            yield {state: progress(now)}

        def ended(choice: str | None, waited_for: str) -> dict[Any, Any]:
            """The board, and what came of the work where its end is awaited."""
            now = documents.state if waited_for else None
            said = {told: notice(now.message, now.english, good=now.outcome == "done")} if now else {}
            return read(choice) | said | {awaited: ""}

        everything = [told, waiting, chosen, shown, state, plan, held, file, back, seen, journal]
        calls: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # What is shown is read by one event at a time and sent before the next is: of two readings at once the older might come last, and
        # stay. A click while the same is under way is not let fall: what was uploaded since is to be seen.
        in_turn = calls | {"concurrency_id": "board", "concurrency_limit": 1}
        page.load(opened, [chosen], everything, **in_turn)
        refresh.click(opened, [chosen], everything, trigger_mode="always_last", **in_turn)
        chosen.input(preview_of, [chosen], [shown], trigger_mode="always_last", **in_turn)
        withdraw.click(withdrawn, [chosen], everything, **in_turn)
        replace.click(replaced, [chosen, plan], everything, **in_turn)
        remove.click(removed, [file], everything, **in_turn)
        for deed in (
            publish.click(published, None, [told, state, awaited], **in_turn),
            agree.click(taken_back, [seen], [told, state, awaited], **in_turn),
        ):
            end = deed.then(followed, None, [state], concurrency_limit=None, **calls)
            end.then(ended, [chosen, awaited], [*everything, awaited], trigger_mode="always_last", **in_turn)
    return page
