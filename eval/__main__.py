"""``python -m eval run|retrieve``: record answers or ranked passages for a gold file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from errors import WenceError
from eval.commands import add_commands
from eval.gold import load_gold
from eval.runner import ANSWERS, PASSAGES, run_answers, run_passages, write_rows
from retrieval.answer import Mode
from retrieval.assistant import Assistant, open_assistant
from settings import load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

GoldOption = Annotated[Path, typer.Option("--gold", help="题目文件（JSONL，格式见 docs/gold.md）")]
OutOption = Annotated[Path, typer.Option("--out", help="结果文件夹")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引文件夹；默认取设置 WENCE_INDEX_DIR")]


def _assistant(index: Path | None) -> Assistant:
    return open_assistant(load_settings(index_dir=index and index.absolute()))


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


@app.command()
def run(
    gold: GoldOption,
    out: OutOption,
    index: IndexOption = None,
    mode: Annotated[str, typer.Option(help="extract、llm 或 long-context")] = "extract",
) -> None:
    """逐题作答，写入 answers.jsonl。"""
    modes: dict[str, Mode] = {"extract": "extract", "llm": "llm", "long-context": "long-context"}
    if mode not in modes:
        raise typer.BadParameter("可用的模式：extract、llm、long-context")
    rows = run_answers(_assistant(index), load_gold(gold), modes[mode], _progress)
    write_rows(out / ANSWERS, rows)
    print(f"{len(rows)} 题，结果在 {out / ANSWERS}")


@app.command()
def retrieve(gold: GoldOption, out: OutOption, index: IndexOption = None) -> None:
    """逐题检索，写入 passages.jsonl（每题至多 20 段，最相关的在前）。"""
    rows = run_passages(_assistant(index), load_gold(gold), _progress)
    write_rows(out / PASSAGES, rows)
    print(f"{len(rows)} 题，结果在 {out / PASSAGES}")


add_commands(app)


def main() -> None:
    """Run the command line; a deliberate error becomes one line and exit code 1."""
    try:
        app()
    except WenceError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
