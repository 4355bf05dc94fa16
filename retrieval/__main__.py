"""``python -m retrieval train``: learn the reader anew from its data."""

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
        typer.Option("--out", help="写入的模型文件，问法的模型 kinds.safetensors 写在它旁边；默认随附的两处"),
    ] = None,
) -> None:
    """训练阅读模型。"""
    from retrieval.question.kind_model import MODEL as KINDS_MODEL
    from retrieval.reading.data import DATA, load_reading_data
    from retrieval.reading.reader import MODEL
    from retrieval.reading.training import train_reader

    kinds_out = out.absolute().with_name(KINDS_MODEL.name) if out else KINDS_MODEL
    train_reader(load_reading_data((data or DATA).absolute()), (out or MODEL).absolute(), kinds_out)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(run_command(app, "python -m retrieval"))


if __name__ == "__main__":
    main()
