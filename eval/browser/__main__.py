"""``python -m eval.browser``: measure the pages in headless Chromium and write docs/BROWSER.md."""

import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from errors import WenceError
from eval.browser.measures import measure_answers, measure_loads, measure_long_talk, measure_many_plans
from eval.browser.report import Measured, render_browser
from eval.browser.site import ECHO, running
from eval.browser.upload import measure_upload, served_with_desk
from eval.browser.window import CHROMIUM, DRIVER, LACKING, chromium
from eval.gold.questions import load_gold
from eval.run.child import HOME

UPLOADS = 3
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def browser(
    index: Annotated[Path | None, typer.Option(help="索引文件夹；默认取设置 WENCE_INDEX_DIR")] = None,
    out: Annotated[Path, typer.Option(help="写成的报告")] = HOME / "docs" / "BROWSER.md",
    questions: Annotated[int, typer.Option(min=1, max=1000, help="问多少题")] = 100,
    turns: Annotated[int, typer.Option(min=1, max=5000, help="长对话有多少问")] = 500,
    plans: Annotated[int, typer.Option(min=1, max=5000, help="装作有多少份方案")] = 300,
    upload: Annotated[Path | None, typer.Option(exists=True, help="上传并发布的一份文件；不给则不量")] = None,
    about: Annotated[str, typer.Option(help="问那份文件的一题，回答要引它")] = "",
) -> None:
    """量网页：打开、回答、长对话、很多方案。"""
    if not (CHROMIUM and DRIVER):
        raise WenceError(LACKING)
    before = os.getloadavg()[0]
    command = ["app.py", "serve", "--port", "0", *(["--index", str(index.absolute())] if index else [])]
    asked = chosen_questions(questions)
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as driver:
        with running(["-"], ECHO) as echo:
            echo_loads = measure_loads(driver, echo)
            echo_answers = measure_answers(driver, echo, asked, echo=True)
        with running(command) as ours:
            loads = measure_loads(driver, ours)
            answers = measure_answers(driver, ours, asked)
            talk = measure_long_talk(driver, ours, turns)
            many = measure_many_plans(driver, ours, plans)
        uploads = uploaded(driver, upload, about) if upload else []
        version = str(driver.capabilities["browserVersion"])
    found = Measured(
        loads,
        echo_loads,
        answers,
        echo_answers,
        turns,
        talk,
        plans,
        many,
        uploads,
        version,
        (before, os.getloadavg()[0]),
    )
    out.write_text(render_browser(found), encoding="utf-8")
    print(out.read_text(encoding="utf-8"))


def uploaded(driver: Any, path: Path, question: str) -> list[float]:
    """Milliseconds from the drop to the answer, each time with nothing of the file there before."""
    took = []
    for _ in range(UPLOADS):
        with (
            tempfile.TemporaryDirectory() as folder,
            served_with_desk(Path(folder), HOME / "corpus" / "plans") as address,
        ):
            took.append(measure_upload(driver, address, path, question))
    return took


def chosen_questions(count: int) -> list[str]:
    """Questions of the committed sets that go on from no other, spread evenly over all of them."""
    files = sorted((HOME / "eval" / "gold").glob("*.jsonl"))
    whole = [each.question for path in files if path.stem != "invented" for each in load_gold(path) if not each.history]
    return [whole[at * len(whole) // count] for at in range(count)]


if __name__ == "__main__":
    app()
