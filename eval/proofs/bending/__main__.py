"""``python -m eval.proofs.bending``: bends a sample of decisions and says which no test notices."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from eval.proofs.bending.rooms import ROOMS
from eval.proofs.bending.sample import bends_in, sample
from eval.proofs.bending.workshop import check_unbent, prepare, try_bends

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def bend(
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    count: Annotated[int, typer.Option(help="改几处")] = 84,
    only: Annotated[str, typer.Option(help="不抽样，只做写法里含有这个正则表达式的")] = "",
    unchecked: Annotated[bool, typer.Option("--unchecked", help="不先看没有改动时测试是否通过")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="每处一行的结果文件（JSONL）")] = None,
) -> None:
    """一次改坏一个判断，看有没有测试发现。"""
    chosen = [(r, b) for r in ROOMS for b in bends_in(r) if re.search(only, str(b))] if only else sample(seed, count)
    rooms = list(dict.fromkeys(room for room, _ in chosen))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        if not unchecked:
            check_unbent(rooms, Path(folder))
        for trial in try_bends(chosen, Path(folder), min(2, os.cpu_count() or 1)):
            print(f"{trial.seconds:5.1f} {trial.failed or '没有测试发现'}  {trial.bend}", flush=True)
            rows.append({"room": trial.room.name, "bend": str(trial.bend), "failed": trial.failed})
    if out:
        out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"改坏 {len(rows)} 处，发现 {sum(bool(row['failed']) for row in rows)} 处")


if __name__ == "__main__":
    app()
