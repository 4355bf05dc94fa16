"""``python -m eval.bench``: measure the engine and write docs/BENCH.md."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.bench.watch import HOME

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, invoke_without_command=True)


@app.callback()
def bench(
    context: typer.Context,
    sizes: Annotated[str, typer.Option(help="段落数，逗号分隔：1000、10000、100000")] = "1000,10000,100000",
    work: Annotated[Path, typer.Option(help="放语料和索引的文件夹")] = HOME / "var" / "bench",
    out: Annotated[Path, typer.Option(help="写成的报告")] = HOME / "docs" / "BENCH.md",
    rounds: Annotated[int, typer.Option(min=1, help="冷启动的次数")] = 3,
) -> None:
    """测量检索引擎，写成报告。"""
    if context.invoked_subcommand:
        return
    from eval.bench.run import MILLION, measure

    chosen = [int(size) for size in sizes.split(",")]
    found = measure(chosen, work.absolute(), HOME / "corpus" / "plans", rounds, _say)
    largest = _kept(work / f"size-{MILLION}.json")
    _write(found | ({"million": largest} if "recall" in largest.get("queries", {}) else {}), work, out)


@app.command()
def million(
    work: Annotated[Path, typer.Option(help="放语料和索引的文件夹，要 20 GB")] = HOME / "var" / "bench",
    out: Annotated[Path, typer.Option(help="写成的报告")] = HOME / "docs" / "BENCH.md",
    passages: Annotated[int, typer.Option(help="段落数：1000000，先试可用 100000")] = 1_000_000,
) -> None:
    """量一百万个段落（两核、半小时到一小时），每个数写在它的界限旁；make bench 量过的，一起写进报告。"""
    from eval.bench.bounds import compare
    from eval.bench.run import MILLION, measure_size

    work.mkdir(parents=True, exist_ok=True)
    found = measure_size(passages, work.absolute(), HOME / "corpus" / "plans", _say, beside=False)
    (work / f"size-{passages}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    for line in compare(found):
        print(line)
    if passages == MILLION and (before := _kept(work / "bench.json")):
        _write(before | {"million": found}, work, out)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _kept(path: Path) -> dict[str, Any]:
    """What an earlier run measured; nothing where there is none."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def _write(found: dict[str, Any], work: Path, out: Path) -> None:
    from eval.bench.report import render_report

    work.mkdir(parents=True, exist_ok=True)
    (work / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    out.write_text(render_report(found), encoding="utf-8")
    print(out)


@app.command()
def serving(command: Annotated[list[str], typer.Argument(help="启动服务的命令，其中 {port} 代表端口")]) -> None:
    """量一个服务程序：半截请求头、句柄用尽、负载、停止；输出一个 JSON 对象。"""
    from eval.bench.serving import measure_serving

    print(json.dumps(measure_serving(command), ensure_ascii=False))


@app.command()
def load(
    part: Annotated[str, typer.Argument(help="connections、soak、overload、reload")],
    index: Annotated[Path, typer.Option(help="索引文件夹")] = HOME / "var" / "index",
    workers: Annotated[int, typer.Option(min=1, help="服务进程")] = 2,
    seconds: Annotated[float, typer.Option(min=1, help="每项多少秒；soak 是全长")] = 10.0,
) -> None:
    """量有载荷时的网站：各种连接数与一行的 echo 相比、长时间、四倍于能力、换索引；每项输出一个 JSON 对象。"""
    from eval.bench import load

    match part:
        case "connections":
            found = load.measure_connections(index.absolute(), workers, seconds)
        case "soak":
            found = iter([load.measure_soak(index.absolute(), workers, seconds)])
        case "overload":
            found = iter([load.measure_overload(index.absolute(), workers, seconds)])
        case "reload":
            found = iter([load.measure_reload(HOME / "corpus" / "plans", workers, seconds, load.change_a_figure)])
        case _:
            raise typer.BadParameter(part)
    for one in found:
        print(json.dumps(one, ensure_ascii=False), flush=True)


@app.command()
def many(
    plans: Annotated[int, typer.Option(min=1, help="由程序变出多少份方案；给了 --index 就不用")] = 2_900,
    index: Annotated[Path | None, typer.Option(help="用这个索引，不另建")] = None,
    work: Annotated[Path, typer.Option(help="放语料和索引的文件夹")] = HOME / "var" / "bench",
) -> None:
    """量不提地方的问题：指标最高、平均、筛选，谁牵头，哪些市提到；整个回答的时间，输出一个 JSON 对象。"""
    from eval.bench.run import measure_over_many

    print(json.dumps(measure_over_many(index, plans, work.absolute()), ensure_ascii=False, indent=1))


@app.command()
def schedule(
    documents: Annotated[int, typer.Option(min=1, help="目录里多少份文件")] = 1_000_000,
    jobs: Annotated[int, typer.Option(min=1, help="分成几份")] = 200,
    machines: Annotated[int, typer.Option(min=1, help="几台机器")] = 20,
    cores: Annotated[int, typer.Option(min=1, help="每台几核")] = 8,
    deaths: Annotated[int, typer.Option(min=0, help="其间死掉几个")] = 10,
    work: Annotated[Path, typer.Option(help="放语料和索引的文件夹")] = HOME / "var" / "bench",
) -> None:
    """排演：假想的目录分份读入要多久，死掉几个会怎样；速度由 250 份方案量得，输出一个 JSON 对象。"""
    from eval.bench.run import measure_schedule

    found = measure_schedule(
        work.absolute(), documents=documents, jobs=jobs, machines=machines, cores=cores, deaths=deaths
    )
    print(json.dumps(found, ensure_ascii=False, indent=1))


@app.command(hidden=True)
def part(name: str, arguments: list[str]) -> None:
    """One part of a measurement, in this process; a JSON object on the last line of the output."""
    print(json.dumps(_part(name, arguments), ensure_ascii=False))


def _part(name: str, given: list[str]) -> dict[str, Any]:
    from eval.bench import baseline, changes, coldstart, lap, lite, many, opening, recall

    paths = [Path(value) for value in given]
    match name:
        case "build":
            return changes.build(paths[0], paths[1], int(given[2]))
        case "queries":
            return lap.measure_queries(paths[0], paths[1], int(given[2]))
        case "recall":
            return recall.measure_recall(paths[0], paths[1], int(given[2]))
        case "many":
            return many.measure_many(paths[0])
        case "shares":
            return changes.measure_shares(paths[0], paths[1])
        case "changes":
            return changes.measure_changes(paths[0], paths[1], paths[2])
        case "reading":
            return changes.measure_reading(paths[0], paths[1])
        case "opening":
            return opening.measure_opening(paths[0], paths[1], forget=given[2] == "forgotten")
        case "lite-build":
            return lite.build_lite(paths[0], paths[1])
        case "lite-queries":
            return lite.measure_lite(paths[0], paths[1], paths[2], paths[3], int(given[4]))
        case "baseline-build":
            return baseline.build_baseline(paths[0], paths[1])
        case "baseline-queries":
            return baseline.measure_baseline(paths[0], paths[1], paths[2], int(given[3]))
        case "cold-start":
            return coldstart.measure_cold_start(paths[0], paths[1], int(given[2]))
    raise typer.BadParameter(name)


if __name__ == "__main__":
    app()
