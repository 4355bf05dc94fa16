"""``python -m corpus check|clauses|targets|results|duties``: what the plans say, for people and for machines (``--json``: one object a line)."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from commandline import run_command
from corpus.browser import page_of
from corpus.catalogue import Corpus, Problem, load_corpus, not_current
from corpus.duties import read_duties
from corpus.editions import Standing
from corpus.overview import Entry, entries_of, table_lines
from corpus.plan import Duty, Plan, Target
from corpus.targets import read_results, read_targets
from settings import load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Row = TypeVar("Row", Target, Duty)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="语料文件夹；默认取设置 WENCE_CORPUS_DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象")]


def _load(folder: Path | None) -> Corpus:
    corpus = load_corpus(folder or load_settings().corpus_dir)
    for problem in corpus.problems:
        print(f"{'跳过' if problem.left_out else '请留意'} {problem.file}：{problem.reason}", file=sys.stderr)
    return corpus


@app.command()
def check(
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="把条款、指标、责任和问题写成一个网页，供逐份查看")
    ] = None,
    allow_problems: Annotated[
        bool, typer.Option("--allow-problems", help="有文件没有收入时，退出码仍为 0（结构有误时仍为 1）")
    ] = False,
) -> None:
    """检查每份方案：每个字符恰好属于一处，条款有序、不空、与原文一致；有文件没有收入则退出码为 1。"""
    loaded = _load(corpus)
    entries = entries_of(loaded)
    remarks = not_current({e.plan.id: e.standing for e in entries if e.standing != Standing()})
    for problem in remarks:
        print(f"请留意 {problem.file}：{problem.reason}", file=sys.stderr)
    if html:
        html.write_text(page_of(entries, [*loaded.problems, *remarks]), encoding="utf-8")
    for line in map(_json_line, entries) if as_json else table_lines(entries, loaded.problems):
        print(line)
    for violation in (v for entry in entries for v in entry.violations if not as_json):
        print(f"    {violation}")
    _end_check(entries, loaded.problems, allowed=allow_problems)


def _json_line(entry: Entry) -> str:
    counts = {"clauses": len(entry.plan.clauses), "targets": len(entry.targets), "duties": len(entry.duties)}
    found = {"plan": entry.plan.id, **counts, "violations": entry.violations, "notes": entry.notes}
    return json.dumps(found, ensure_ascii=False)


def _end_check(entries: Sequence[Entry], problems: Sequence[Problem], *, allowed: bool) -> None:
    """Say what was found in one line, and end with exit code 1 where something is wrong."""
    broken = sum(bool(entry.violations) for entry in entries)
    left_out = sum(problem.left_out for problem in problems)
    figures = sum(len(entry.targets) for entry in entries), sum(len(entry.duties) for entry in entries)
    print(
        f"收入 {len(entries)} 份，指标 {figures[0]} 个，责任 {figures[1]} 条；未收入 {left_out} 个文件。",
        file=sys.stderr,
    )
    if broken:
        print(f"{broken} 份方案的结构有误。请对照上面的位置检查原文件的编号与换行。", file=sys.stderr)
    if broken or (left_out and not allowed):
        raise typer.Exit(1)


@app.command()
def clauses(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """列出条款树。"""
    for plan in _load(corpus).plans:
        if not as_json:
            print(f"《{plan.title}》（{plan.id}，{plan.region}）")
        for clause in plan.clauses:
            if as_json:
                print(json.dumps({**asdict(clause), "section": clause.section}, ensure_ascii=False))
            else:
                print(f"{'  ' * len(clause.path)}{clause.label}{clause.title}（{len(clause.text)} 字）")


@app.command()
def targets(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """列出指标：每个目标数值、单位、比较方式、年份、范围和原文。"""
    _list_by_clause(_load(corpus), as_json, read_targets, _line_of_target)


@app.command()
def results(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """列出报告里上一年的结果：字段与指标相同。"""
    _list_by_clause(_load(corpus), as_json, read_results, _line_of_target)


def _line_of_target(target: Target) -> str:
    signs = {"decrease": "下降", "at_least": "不低于", "at_most": "不超过", "about": "左右"}
    sign, year = signs.get(target.comparison, ""), f"{target.target_year}年 " if target.target_year else ""
    noted = "，".join(w for w in (target.qualifier, target.scope) if w)
    return f"{year}{target.indicator}：{sign}{target.value_text}{f'（{noted}）' if noted else ''}"


@app.command()
def duties(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """列出责任分工：每处责任括号里的每个单位。"""
    roles = {"lead": "牵头", "join": "参与", "shared": "分工", "alone": "独自负责"}

    def line(duty: Duty) -> str:
        return f"{duty.order}. {duty.body}（{roles[duty.role]}{'，对以下各条均有效' if duty.rule else ''}）"

    _list_by_clause(_load(corpus), as_json, read_duties, line)


def _list_by_clause(
    corpus: Corpus, as_json: bool, read: Callable[[Plan], Iterable[Row]], line: Callable[[Row], str]
) -> None:
    """Every row of a ledger: an object a line, or for people a line under the heading of its clause."""
    for plan in corpus.plans:
        if not as_json:
            print(f"《{plan.title}》（{plan.id}，{plan.region}）")
        clause = ""
        for row in read(plan):
            if as_json:
                print(json.dumps(asdict(row), ensure_ascii=False))
                continue
            if row.clause != clause:
                clause = row.clause
                print(f"  {row.section}")
            print(f"    {line(row)}")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(run_command(app, "python -m corpus"))


if __name__ == "__main__":
    main()
