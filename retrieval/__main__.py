"""``python -m retrieval train``: learn the reader anew from its data."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from commandline import run_command

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _retrieval() -> None:
    """检索与阅读。"""


@app.command()
def train(
    data: Annotated[Path | None, typer.Option("--data", help="训练数据文件夹；默认随附的")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="写入的模型文件，问法的 kinds、题眼的 topics、槽的 slots、取舍的 choice、核对的 support 五个 .safetensors 写在它旁边；默认随附的六处",
        ),
    ] = None,
) -> None:
    """训练阅读模型。"""
    from retrieval.answers.choice import MODEL as CHOICE_MODEL
    from retrieval.answers.choice_training import train_choice
    from retrieval.gates.support_model import MODEL as SUPPORT_MODEL
    from retrieval.gates.support_training import train_support
    from retrieval.question.kind_model import MODEL as KINDS_MODEL
    from retrieval.question.slot_model import MODEL as SLOTS_MODEL
    from retrieval.question.topic_model import MODEL as TOPICS_MODEL
    from retrieval.question.topic_model import open_topics, reading_topics_with
    from retrieval.reading.abreast import abreast
    from retrieval.reading.data import DATA, load_reading_data
    from retrieval.reading.reader import MODEL
    from retrieval.reading.slot_training import train_slots
    from retrieval.reading.topic_training import train_topics
    from retrieval.reading.training import train_reader

    learnt = load_reading_data((data or DATA).absolute())

    def beside(model: Path) -> Path:
        return out.absolute().with_name(model.name) if out else model

    first: list[Callable[[], object]] = [
        partial(train_slots, learnt, beside(SLOTS_MODEL)),
        partial(train_topics, learnt, beside(TOPICS_MODEL)),
    ]
    abreast(first)
    with reading_topics_with(open_topics(beside(TOPICS_MODEL))):
        unseen = train_reader(learnt, (out or MODEL).absolute(), beside(KINDS_MODEL))
        train_choice(learnt, unseen, beside(CHOICE_MODEL))
    train_support((data or DATA).absolute() / "support.jsonl", beside(SUPPORT_MODEL))


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(run_command(app, "python -m retrieval"))


if __name__ == "__main__":
    main()
