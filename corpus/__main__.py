"""``python -m corpus check|clauses|targets|duties``: what the plans say, for people and for machines (``--json``: one object a line)."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from commandline import run_command
from corpus.catalogue import Corpus, load_corpus
from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.plan import Duty, Plan, Target
from corpus.targets import read_targets
from settings import load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Row = TypeVar("Row", Target, Duty)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="语料文件夹；默认取设置 WENCE_CORPUS_DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象")]


def _load(folder: Path | None) -> Corpus:
    corpus = load_corpus(folder or load_settings().corpus_dir)
    for problem in corpus.problems:
        print(f"跳过 {problem.file}：{problem.reason}", file=sys.stderr)
    return corpus


@app.command()
def check(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """检查每份方案的结构：每个字符恰好属于一处，条款有序、不空、与原文一致。"""
    broken = 0
    loaded = _load(corpus)
    for plan in loaded.plans:
        violations = find_violations(plan)
        broken += bool(violations)
        if as_json:
            print(
                json.dumps(
                    {"plan": plan.id, "clauses": len(plan.clauses), "violations": violations}, ensure_ascii=False
                )
            )
            continue
        print(f"{'✗' if violations else '✓'} {plan.id}《{plan.title}》{len(plan.clauses)} 条，{len(plan.text)} 字")
        for violation in violations:
            print(f"    {violation}")
    if broken:
        print(f"{broken} 份方案的结构有误。请对照上面的位置检查原文件的编号与换行。", file=sys.stderr)
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
    signs = {"decrease": "下降", "at_least": "不低于", "at_most": "不超过", "about": "左右"}

    def line(target: Target) -> str:
        sign, year = signs.get(target.comparison, ""), f"{target.target_year}年 " if target.target_year else ""
        noted = "，".join(w for w in (target.qualifier, target.scope) if w)
        return f"{year}{target.indicator}：{sign}{target.value_text}{f'（{noted}）' if noted else ''}"

    _list_by_clause(_load(corpus), as_json, read_targets, line)


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
