"""Commands of ``python -m eval`` that judge what was recorded: score, compare, gate, baseline, table, report, and all of it at once."""

import json
from pathlib import Path
from typing import Annotated

import typer

from errors import GoldError
from eval.commands import index_opener
from eval.gold.questions import GoldQuestion, load_gold
from eval.gold.suites import Suite, load_suites
from eval.gold.texts import Texts, load_texts, misplaced_evidence
from eval.metrics.catalogue import METRICS
from eval.report.files import Part, write_report
from eval.run.case import VERDICTS, Case
from eval.run.journal import record
from eval.run.progress import Bar
from eval.run.runner import ANSWERS, PASSAGES, answer_stamp, ask_row, passages_row, passages_stamp
from eval.score.baseline import BASELINES, find_breaches, load_baseline, render_gate, write_baseline
from eval.score.comparison import compare, render_comparison
from eval.score.judge import open_model, verdict_row
from eval.score.scoreboard import render_scoreboard, with_scoreboard
from eval.score.scoring import Scores, read_scores, score_case, score_folder, write_scores
from eval.score.summary import render_headline, render_summary
from eval.score.tables import LABELS as TABLE_LABELS
from eval.score.tables import TableScore, load_table_labels, score_tables
from prompts.loader import load_prompt
from retrieval.assistant import Assistant
from settings import HOME, load_settings

SCORES = HOME / "docs" / "SCORES.md"
_OUT = HOME / "var" / "eval"

FolderArgument = Annotated[Path, typer.Argument(help="结果文件夹（eval run、eval retrieve 写过的）")]
GoldOption = Annotated[Path, typer.Option("--gold", help="题目文件（JSONL 或 CSV，格式见 docs/evaluation.md）")]
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="语料文件夹；默认取设置 WENCE_CORPUS_DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]
BaselinesOption = Annotated[Path, typer.Option("--baselines", help="基线文件夹")]


def add_measuring(app: typer.Typer) -> None:
    """Register the commands of this file."""
    for command in (score, judge, gate, baseline, table, tables, report, metrics):
        app.command()(command)
    app.command(name="compare")(compare_runs)
    app.command(name="all")(run_all)


def score(out_dir: FolderArgument, gold: GoldOption, corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """给记录下来的回答和检索结果打分，写入 scores.json。"""
    scores, _ = _scored(out_dir, gold, _texts(corpus))
    if as_json:
        print((write_scores(scores, out_dir)).read_text(encoding="utf-8"), end="")
        return
    print(render_summary(scores))
    print(f"\n成绩在 {write_scores(scores, out_dir)}")


def tables(
    files: Annotated[Path, typer.Option("--files", help="标注过的文件所在的文件夹")],
    labels: Annotated[Path, typer.Option("--labels", help="标注，一张表一行")] = TABLE_LABELS,
) -> None:
    """读出真实文件里的表格，逐格与标注核对（行名、列名、内容），报告 F1。"""
    scores = score_tables(load_table_labels(labels), files)
    for found in scores:
        print(f"{found.f1:.3f}\t{found.right}/{found.labelled}（读出 {found.read}）\t{found.file}\t{found.title}")
    whole = TableScore("", "", *(sum(getattr(s, name) for s in scores) for name in ("labelled", "read", "right")))
    mean = sum(found.f1 for found in scores) / max(len(scores), 1)
    print(f"{len(scores)} 张表，{whole.labelled} 格：F1 {whole.f1:.3f}，各表平均 {mean:.3f}")


def compare_runs(
    before: Annotated[Path, typer.Argument(help="之前的结果文件夹")],
    after: Annotated[Path, typer.Argument(help="之后的结果文件夹")],
    as_json: JsonOption = False,
) -> None:
    """逐题比较两次打过分的结果：每个指标的差与区间，对错翻转的题目。"""
    result = compare(read_scores(before), read_scores(after))
    print(json.dumps(result.to_dict(), ensure_ascii=False) if as_json else render_comparison(result))


def gate(
    out_dirs: Annotated[list[Path], typer.Argument(help="打过分的结果文件夹，可以几个")],
    baselines: BaselinesOption = BASELINES,
) -> None:
    """与提交的基线比较；有指标低于基线的区间时退出码为 1。"""
    verdicts = [_passes(read_scores(folder), baselines) for folder in out_dirs]
    if not all(verdicts):
        raise typer.Exit(1)


def _passes(scores: Scores, baselines: Path) -> bool:
    known = load_baseline(baselines / f"{scores.gold}.json")
    breaches = find_breaches(scores, known)
    print(render_gate(scores, breaches, known))
    return not breaches


def baseline(
    out_dirs: Annotated[list[Path] | None, typer.Argument(help="打过分的结果文件夹；默认 make eval 写的那几个")] = None,
    write: Annotated[bool, typer.Option("--write", help="写入基线；不加时只显示与现有基线的差别")] = False,
    baselines: BaselinesOption = BASELINES,
) -> None:
    """把打过分的结果存为要提交的基线。"""
    for folder in out_dirs or [_OUT / suite.name for suite in load_suites()]:
        scores = read_scores(folder)
        if write:
            print(f"{render_headline(scores)} → {write_baseline(scores, baselines)}")
        else:
            known = load_baseline(baselines / f"{scores.gold}.json")
            print(f"{render_headline(scores)}；基线 {known['metrics']['right']['overall']['全部']['mean']:.3f}")


def table(
    write: Annotated[bool, typer.Option("--write", help="写进 docs/SCORES.md")] = False,
    baselines: BaselinesOption = BASELINES,
) -> None:
    """由提交的基线生成 docs/SCORES.md 的成绩表。"""
    rendered = render_scoreboard(baselines)
    if not write:
        print(rendered)
        return
    SCORES.write_text(with_scoreboard(SCORES.read_text(encoding="utf-8"), rendered), encoding="utf-8")
    print(f"已写入 {SCORES}")


def report(
    out_dir: FolderArgument,
    gold: GoldOption,
    corpus: CorpusOption = None,
    before: Annotated[Path | None, typer.Option("--before", help="要对照的另一次结果")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；默认结果文件夹")] = None,
) -> None:
    """写一份可以打开看的报告：report.html、report.md、report.json。"""
    texts = _texts(corpus)
    scores, cases = _scored(out_dir, gold, texts)
    write_scores(scores, out_dir)
    earlier = _scored(before, gold, texts)[0] if before else None
    for path in write_report(out or out_dir, [Part(gold.stem, scores, cases)], earlier):
        print(path)


def judge(
    out_dir: FolderArgument,
    gold: GoldOption,
    model: Annotated[str, typer.Option("--model", help="LangChain 的模型名，如 openai:qwen-plus；密钥由环境变量给出")],
    base_url: Annotated[str, typer.Option("--base-url", help="兼容 OpenAI 的接口地址")] = "",
    corpus: CorpusOption = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="同时评阅的题数")] = 4,
    fresh: Annotated[bool, typer.Option("--fresh", help="全部重新评阅")] = False,
) -> None:
    """请对话模型评阅记录下来的回答（忠实、完整），写入 judged.jsonl；之后 score 会列出它与确定性指标的一致程度。"""
    _, cases = _scored(out_dir, gold, _texts(corpus))
    judged = {case.question.id: case for case in cases if case.reply and case.reply.status != "error"}
    if not judged:
        raise GoldError(f"{out_dir} 里没有可以评阅的回答。请先运行 python -m eval run --gold {gold} --out {out_dir}。")
    ask, prompt = open_model(model, base_url), load_prompt("judge")

    def stamp(question: GoldQuestion) -> dict[str, str]:
        return {"answer": score_case(judged[question.id]).digest, "model": model, "prompt": prompt.fingerprint}

    rows, kept = record(
        out_dir / VERDICTS,
        [case.question for case in judged.values()],
        make_row=lambda question: verdict_row(judged[question.id], ask, stamp(question)),
        stamp=stamp,
        workers=workers,
        fresh=fresh,
        progress=Bar("评阅"),
    )
    print(
        f"{len(rows)} 题（其中 {kept} 题沿用上次的评阅），结果在 {out_dir / VERDICTS}。请再运行 python -m eval score。"
    )


def metrics() -> None:
    """列出全部指标与定义。"""
    for metric in METRICS:
        print(
            f"{metric.name}  {metric.label}{'（越低越好）' if metric.lower_is_better else ''}\n    {metric.measure.__doc__ or ''}"
        )


def run_all(
    gold: Annotated[Path | None, typer.Option("--gold", help="自己的题目；默认 eval/gold/suites.toml 里的各套")] = None,
    corpus: CorpusOption = None,
    out: Annotated[Path, typer.Option("--out", help="结果文件夹")] = _OUT,
    fresh: Annotated[bool, typer.Option("--fresh", help="全部重新作答，不用上次的记录")] = False,
) -> None:
    """建索引、作答、检索、打分、写报告一次做完；有基线的题集还要过基线。"""
    if gold:
        suites = [Suite(gold.stem, gold.absolute(), corpus.absolute() if corpus else load_settings().corpus_dir)]
    else:
        suites = load_suites()
    for suite in suites:
        load_gold(suite.gold)  # one that cannot be read is told of before anything is built
    opened: dict[Path, tuple[Assistant, Texts]] = {}
    open_built, parts, passed = index_opener(), [], True
    for suite in suites:
        if suite.corpus not in opened:
            built = open_built(suite.corpus, out / "index" / suite.corpus.name)
            opened[suite.corpus] = (built, load_texts(suite.corpus))
        assistant, texts = opened[suite.corpus]
        folder = out / suite.name
        record_all(assistant, suite.gold, folder, fresh=fresh, title=suite.title)
        scores, cases = _scored(folder, suite.gold, texts)
        write_scores(scores, folder)
        print(render_headline(scores), flush=True)
        if gold is None and (BASELINES / f"{suite.name}.json").is_file():
            passed &= _passes(scores, BASELINES)
        parts.append(Part(suite.title, scores, cases))
    for path in write_report(out, parts):
        print(path)
    if not passed:
        raise typer.Exit(1)


def record_all(assistant: Assistant, gold: Path, folder: Path, *, fresh: bool, title: str) -> None:
    """Record answers and rankings of a gold file into a results folder."""
    questions = load_gold(gold)
    record(
        folder / ANSWERS,
        questions,
        make_row=lambda question: ask_row(assistant, question, "extract"),
        stamp=lambda question: answer_stamp(assistant, question, "extract"),
        fresh=fresh,
        progress=Bar(f"{title} 作答"),
    )
    record(
        folder / PASSAGES,
        questions,
        make_row=lambda question: passages_row(assistant, question),
        stamp=lambda question: passages_stamp(assistant, question),
        fresh=fresh,
        progress=Bar(f"{title} 检索"),
    )


def _texts(corpus: Path | None) -> Texts:
    return load_texts(corpus.absolute() if corpus else load_settings().corpus_dir)


def _scored(folder: Path, gold: Path, texts: Texts) -> tuple[Scores, list[Case]]:
    scores, cases = score_folder(folder, gold, texts)
    for problem in misplaced_evidence([case.question for case in cases], texts):
        typer.echo(f"注意：{problem}", err=True)
    return scores, cases
