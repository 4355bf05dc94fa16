"""``python -m eval``: record answers and rankings for a gold file (here), judge them (measuring.py), make things from them (commands.py)."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from commandline import STOPPED, run_command
from eval.commands import add_commands
from eval.gold.questions import GoldQuestion, load_gold
from eval.measuring import add_measuring
from eval.run.journal import Maker, Stamp, record
from eval.run.progress import Bar
from eval.run.runner import ANSWERS, PASSAGES, answer_stamp, ask_row, passages_row, passages_stamp
from retrieval.answer import Mode
from retrieval.assistant import Assistant, open_assistant
from settings import load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

GoldOption = Annotated[Path, typer.Option("--gold", help="题目文件（JSONL 或 CSV，格式见 docs/evaluation.md）")]
OutOption = Annotated[Path, typer.Option("--out", help="结果文件夹")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引文件夹；默认取设置 WENCE_INDEX_DIR")]
WorkersOption = Annotated[int | None, typer.Option(min=1, max=64, help="同时作答的题数；默认摘录 1、对话模型 4")]
FreshOption = Annotated[bool, typer.Option("--fresh", help="全部重做，不用上次的记录")]
_MODEL_WORKERS = 4


def _assistant(index: Path | None) -> Assistant:
    return open_assistant(load_settings(index_dir=index and index.absolute()))


@app.command()
def run(
    gold: GoldOption,
    out: OutOption,
    index: IndexOption = None,
    mode: Annotated[str, typer.Option(help="extract、llm 或 long-context")] = "extract",
    workers: WorkersOption = None,
    fresh: FreshOption = False,
) -> None:
    """逐题作答，边做边写入 answers.jsonl；中断后再次运行即接着做。"""
    modes: dict[str, Mode] = {"extract": "extract", "llm": "llm", "long-context": "long-context"}
    if mode not in modes:
        raise typer.BadParameter("可用的模式：extract、llm、long-context")
    chosen, assistant = modes[mode], _assistant(index)
    _record(
        out / ANSWERS,
        load_gold(gold),
        make_row=lambda question: ask_row(assistant, question, chosen),
        stamp=lambda question: answer_stamp(assistant, question, chosen),
        workers=workers or (1 if chosen == "extract" else _MODEL_WORKERS),
        fresh=fresh,
        label="作答",
    )


@app.command()
def retrieve(gold: GoldOption, out: OutOption, index: IndexOption = None, fresh: FreshOption = False) -> None:
    """逐题检索，写入 passages.jsonl（每题至多 20 段，最相关的在前）。"""
    assistant = _assistant(index)
    _record(
        out / PASSAGES,
        load_gold(gold),
        make_row=lambda question: passages_row(assistant, question),
        stamp=lambda question: passages_stamp(assistant, question),
        workers=1,
        fresh=fresh,
        label="检索",
    )


def _record(
    path: Path,
    questions: Sequence[GoldQuestion],
    *,
    make_row: Maker,
    stamp: Stamp,
    workers: int,
    fresh: bool,
    label: str,
) -> None:
    try:
        rows, kept = record(
            path, questions, make_row=make_row, stamp=stamp, workers=workers, fresh=fresh, progress=Bar(label)
        )
    except KeyboardInterrupt:
        print(f"\n做完的题在 {path}。再次运行同一命令即接着做。", file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    crashed = sum("error" in row for row in rows)
    notes = [f"其中 {kept} 题沿用上次的结果"] * bool(kept) + [f"{crashed} 题出错"] * bool(crashed)
    print(f"{len(rows)} 题{'（' + '，'.join(notes) + '）' if notes else ''}，结果在 {path}")


add_measuring(app)
add_commands(app)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(run_command(app, "python -m eval"))


if __name__ == "__main__":
    main()
