"""Commands of ``python -m eval`` that make things: mutated corpora, gold templates, exports, comparisons with peers, proofs."""

import shlex
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from corpus.catalogue import load_corpus
from errors import GoldError, SnapshotStale
from eval.ablation.models import compare_models, open_models, render_models
from eval.ablation.table import render_ablation
from eval.ablation.trial import run_trials
from eval.gold.questions import load_gold
from eval.gold.template import write_template
from eval.gold.texts import load_texts
from eval.peers.race import run_race
from eval.peers.table import render_peers
from eval.proofs.mutate import QUESTIONS, RESULTS, Opener, Outcome, make_suites, run_suites, tally, write_outcomes
from eval.proofs.mutation.probe import KINDS
from eval.proofs.prove import check_data, mutation_proofs, render_proofs, run_marked_tests
from eval.proofs.web.load import FULL, Load
from eval.report.export import WRITERS
from eval.run.case import load_cases
from eval.run.commit import commit
from eval.run.progress import Bar
from eval.score.thresholds import Thresholds, read_thresholds
from index.choice import open_store
from index.embed import EmbeddingChoice
from index.snapshot import build_index, open_index
from index.tokens import open_encoding
from retrieval.assistant import Assistant
from settings import HOME, load_settings

#: Natural answers of a good model over the five plans, over plans and reports not seen before, each with faults planted; and those that the
#: support model is trained on, by their name there.
WRITTEN = tuple(HOME / "eval" / "support" / "data" / f"{name}.jsonl" for name in ("plans", "samples", "reports"))
RECORDED, SUPPORT = WRITTEN[0], "support.jsonl"
SERVER = "app.py serve --port 0"
KIND_NAMES = {
    "number": "数字",
    "department": "部门",
    "city": "城市互换",
    "deletion": "删除条款",
    "bound": "越过界限",
    "role": "职责",
}

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="语料文件夹；默认取设置 WENCE_CORPUS_DIR")]


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(mutate)
    app.command()(new)
    app.command()(export)
    app.command()(prove)
    app.command()(peers)
    app.command()(ablate)
    app.command()(models)
    app.command()(fuzz)
    app.command()(read)
    app.command()(stores)
    app.command()(sizes)
    app.command()(halve)
    app.command()(support)
    app.command()(replay)


def support(
    pairs: Annotated[
        list[Path] | None,
        typer.Option("--pairs", help="每行一对：id、plan、quotes、sentence、label、kind；或整个回答的记录"),
    ] = None,
    show: Annotated[int, typer.Option(help="每一类列出这么多判错的句子")] = 10,
    folds: Annotated[bool, typer.Option("--folds", help="按文件交叉验证随附的训练数据（约两分钟）")] = False,
    checks: Annotated[bool, typer.Option("--checks", help="逐项核对各误报多少、查出多少")] = False,
) -> None:
    """模型的句子过核对：如实的留下多少，植入的错拦下多少，按类别列出。"""
    from eval.support.folds import render_checks, render_folds
    from eval.support.measure import count, read_rows, render
    from retrieval.gates.support_pairs import load_pairs, regions_of
    from retrieval.gates.support_training import prepare
    from retrieval.reading.data import DATA

    for path in pairs or (() if folds or checks else WRITTEN):
        print(f"{path}\n{render(count(read_rows(path)), show)}")
    if folds:
        print(render_folds(DATA / SUPPORT))
    if checks:
        written = load_pairs(DATA / SUPPORT)
        print(render_checks(prepare(written, regions_of(written))))


def replay(
    recorded: Annotated[Path | None, typer.Option("--recorded", help="记录下来的回答；默认随附的")] = None,
    index: Annotated[Path | None, typer.Option("--index", help="索引文件夹")] = None,
    show: Annotated[int, typer.Option(help="列出这么多个回答的全文")] = 0,
) -> None:
    """把记录下来的模型回答重放一遍（不需要模型）：多少句留下、换成原文、去掉，各是什么状态。"""
    from eval.support.replay import load_recorded
    from eval.support.replay import replay as replayed

    done = replayed(open_index(index or open_store(load_settings())), load_recorded(recorded or RECORDED))
    print(done.summary())
    for each, answer in done.shown[:show]:
        print(f"\n【{each.id}】{each.question}\n{answer.answer}")
        print("\n".join(f"    去掉｜{r.reason}｜{r.text}" for r in answer.removed))


def mutate(
    labels: Annotated[Path, typer.Option("--labels", help="标注文件夹：targets.jsonl 与 duties.jsonl")],
    out: Annotated[Path, typer.Option("--out", help="结果文件夹")],
    corpus: CorpusOption = None,
    sample: Annotated[int | None, typer.Option(help="每一类只抽这么多题、一个语料；默认全做")] = None,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    kinds: Annotated[str, typer.Option(help=f"做哪几类，逗号分隔：{'、'.join(KINDS)}")] = ",".join(KINDS),
    least: Annotated[list[str] | None, typer.Option("--min", help="跟着变的比例下限，如 1.0 或 deletion=0.6")] = None,
) -> None:
    """改动方案里人工标注的数字、部门、地名和条款，看回答是否跟着变。"""
    wanted = [kind for kind in KINDS if kind in kinds.split(",")]
    if set(kinds.split(",")) - set(wanted):
        raise GoldError(f"--kinds {kinds} 里有不认识的类别。可用：{','.join(KINDS)}。")
    thresholds = read_thresholds(least or ["1.0"], KINDS)
    folder = corpus.absolute() if corpus else load_settings().corpus_dir
    material, suites, skipped = make_suites(folder, labels, wanted, seed, sample)
    outcomes = run_suites(material, suites, out, index_opener(), Bar("改动后的语料"))
    write_outcomes(out, suites, outcomes, skipped)
    low = print_counts(outcomes, thresholds)
    if "deletion" in wanted:
        print(f"删除条款时跳过 {len(skipped)} 个标注：另有条款提到同一件事")
    print(f"{len(suites)} 份改动后的语料，题目在 {out / QUESTIONS}，结果在 {out / RESULTS}")
    if low:
        raise typer.Exit(1)


def print_counts(outcomes: Sequence[Outcome], thresholds: Thresholds) -> bool:
    """Print what followed, a line a kind; returns whether a kind is below its floor."""
    low = False
    for count in tally(outcomes):
        floor = thresholds.floor(count.kind)
        low |= count.share < floor
        print(
            f"{KIND_NAMES[count.kind]}：标注 {count.labels} 个，未改动时答对 {count.right} 个；改动 {count.mutations} 处，"
            f"回答跟着变 {count.followed}/{count.mutations} = {count.share:.3f}{f'，低于 {floor}' if count.share < floor else ''}；"
            f"连同未改动时就答错的共 {count.all_followed}/{count.all_mutations}"
        )
    return low


def peers(
    python: Annotated[Path, typer.Option("--python", help="装有 requirements-peers.txt 的 Python")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")] = HOME / "docs" / "PEERS.md",
    corpus: CorpusOption = None,
    gold: Annotated[list[Path] | None, typer.Option("--gold", help="题目文件，可多次给出；默认三套标准题")] = None,
    laps: Annotated[int, typer.Option(min=1, max=20, help="每种做法跑几遍，时间取中位数")] = 3,
) -> None:
    """和 LangChain、LlamaIndex、BM25 的默认做法比检索，写进 docs/PEERS.md。"""
    settings = load_settings()
    folder = corpus.absolute() if corpus else settings.corpus_dir
    files = gold or [HOME / "eval" / "gold" / f"{name}.jsonl" for name in ("public", "second", "everyday")]
    sets = {path.stem: load_gold(path) for path in files}
    questions = [replace(q, id=f"{name}/{q.id}") for name, own in sets.items() for q in own]
    standings = run_race(
        load_corpus(folder),
        questions,
        peers_python=python.absolute(),
        passage_tokens=settings.passage_tokens,
        laps=laps,
        say=print,
    )
    counts, quotes = {name: len(own) for name, own in sets.items()}, sum(len(q.evidence) for q in questions)
    out.write_text(render_peers(standings, counts, quotes, laps, commit()), encoding="utf-8")
    print(out.read_text(encoding="utf-8"))


def ablate(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")] = HOME / "docs" / "ABLATION.md",
    corpus: CorpusOption = None,
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", help="题目文件，可多次给出；默认五份方案的各套题")
    ] = None,
) -> None:
    """把检索的各部分逐一关掉，看证据召回差多少，写进 docs/ABLATION.md。"""
    settings = load_settings()
    files = gold or [
        HOME / "eval" / "gold" / f"{name}.jsonl"
        for name in ("public", "second", "third", "fourth", "fifth", "everyday", "everyday2")
    ]
    with tempfile.TemporaryDirectory() as work:
        trials = run_trials(
            load_corpus(corpus.absolute() if corpus else settings.corpus_dir),
            {path.stem: load_gold(path) for path in files},
            Path(work),
            embedder=EmbeddingChoice.of(settings).open(),
            counter=open_encoding(settings.token_encoding),
        )
    out.write_text(render_ablation(trials, settings.embedding_model, commit()), encoding="utf-8")
    print(out.read_text(encoding="utf-8"))


def models(
    given: Annotated[
        list[str], typer.Option("--model", help="名称=模型，可多次给出；模型的写法同 WENCE_EMBEDDING_MODEL")
    ],
    corpus: CorpusOption = None,
    gold: Annotated[list[Path] | None, typer.Option("--gold", help="题目文件，可多次给出；默认四套标准题")] = None,
) -> None:
    """几个向量模型并排比检索，与现用的模型逐题配对。"""
    settings = load_settings()
    files = gold or [HOME / "eval" / "gold" / f"{name}.jsonl" for name in ("public", "second", "everyday", "third")]
    sets = {path.stem: load_gold(path) for path in files}
    loaded = load_corpus(corpus.absolute() if corpus else settings.corpus_dir)
    with tempfile.TemporaryDirectory() as work:
        found = compare_models(
            loaded,
            sets,
            Path(work),
            models=open_models(EmbeddingChoice.of(settings), given),
            counter=open_encoding(settings.token_encoding),
            say=partial(print, file=sys.stderr),
        )
    print(render_models(found))


def prove(
    work: Annotated[Path, typer.Option("--work", help="中间结果放在哪里")] = HOME / "var" / "proofs",
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")] = HOME / "docs" / "PROOFS.md",
    least: Annotated[list[str] | None, typer.Option("--min", help="改动实验的下限，同 mutate")] = None,
) -> None:
    """运行全部证明，把试了多少、成立多少写进 docs/PROOFS.md。"""
    check_data()
    thresholds = read_thresholds(least or ["1.0"], KINDS)
    proofs = run_marked_tests(work / "tests.xml")
    material, suites, skipped = make_suites(HOME / "corpus" / "plans", HOME / "eval/gold/labels", KINDS, 1, None)
    outcomes = run_suites(material, suites, work / "mutation", index_opener(), Bar("改动后的语料"))
    write_outcomes(work / "mutation", suites, outcomes, skipped)
    proofs += mutation_proofs(tally(outcomes), thresholds)
    out.write_text(render_proofs(proofs, outcomes, skipped, thresholds), encoding="utf-8")
    print_counts(outcomes, thresholds)
    failed = [proof.claim for proof in proofs if not proof.passed]
    whole = sum(proof.passed and proof.held == proof.tried for proof in proofs)
    partly = len(proofs) - whole - len(failed)
    print(f"{len(proofs)} 项证明：{whole} 项成立，{partly} 项未到 1 但不低于下限，{len(failed)} 项未通过。写在 {out}")
    if failed:
        print("未通过：" + "；".join(failed), file=sys.stderr)
        raise typer.Exit(1)


def fuzz(
    cases: Annotated[int, typer.Option(min=0, help="按接口描述生成多少个用例")] = FULL.cases,
    calls: Annotated[int, typer.Option(min=0, help="改坏的工作台调用多少次")] = FULL.calls,
    rate: Annotated[float, typer.Option(min=1, help="每秒最多多少次")] = FULL.rate,
    server: Annotated[str, typer.Option("--server", help="python 后面的参数，起一个打印 READY 的服务")] = SERVER,
    seed: Annotated[int, typer.Option(help="同一个种子发出同样的请求；换一个，好分几次做")] = FULL.seed,
) -> None:
    """起一个服务，从外面乱发请求，说出找到的问题。"""
    from eval.proofs.web.fuzz import fuzz as run_fuzz  # brings schemathesis, which no other command needs

    found = run_fuzz(shlex.split(server), Load(cases, calls, rate, seed=seed), progress=Bar("改坏的调用"))
    print("\n".join(found.lines()))
    if found.faults:
        raise typer.Exit(1)


def index_opener() -> Opener:
    """Builds indexes with the settings' model, encoding and passage length; both models are opened once."""
    settings = load_settings()
    embedder = EmbeddingChoice.of(settings).open()
    counter = open_encoding(settings.token_encoding)

    def open_built(corpus: Path, index: Path) -> Assistant:
        build_index(
            load_corpus(corpus),
            index,
            embedder=embedder,
            counter=counter,
            passage_tokens=settings.passage_tokens,
            model=settings.embedding_model,
        )
        return Assistant(open_index(index, embedder=embedder))

    return open_built


def new(
    out: Annotated[Path, typer.Option("--out", help="要写的题目文件，.csv 或 .jsonl")],
    corpus: CorpusOption = None,
    blanks: Annotated[int, typer.Option(min=0, max=1000, help="表格里留多少空行")] = 20,
) -> None:
    """为自己的方案写一份题目模板：几道现成的题，加上待填的空行。"""
    folder = corpus.absolute() if corpus else load_settings().corpus_dir
    rows = write_template(out, load_corpus(folder), blanks)
    print(f"{out}：{rows} 道现成的题。填好后运行两条命令：")
    print(f"python -m eval run --gold {out} --out 结果文件夹\npython -m eval report 结果文件夹 --gold {out}")


def export(
    results: Annotated[Path, typer.Argument(help="结果文件夹（eval run、eval retrieve 写过的）")],
    gold: Annotated[Path, typer.Option("--gold", help="题目文件（JSONL 或 CSV）")],
    out: Annotated[Path, typer.Option("--out", help="导出到哪个文件夹，每种格式一个子文件夹")],
    corpus: CorpusOption = None,
    formats: Annotated[str, typer.Option("--format", help=f"逗号分隔：{','.join(WRITERS)}")] = ",".join(WRITERS),
) -> None:
    """把题目、回答和检索结果导出成其他评测工具的格式。"""
    folder = corpus.absolute() if corpus else load_settings().corpus_dir
    unknown = set(formats.split(",")) - set(WRITERS)
    if unknown:
        raise GoldError(f"不认识的格式：{'、'.join(sorted(unknown))}。可用：{','.join(WRITERS)}。")
    loaded, cases = load_corpus(folder), load_cases(results, load_gold(gold), load_texts(folder))
    for name in formats.split(","):
        for path in WRITERS[name](out / name, loaded, cases):
            print(path)


def read(
    folds: Annotated[
        bool, typer.Option("--folds", help="改为按文件分五折重新训练排序，再逐组去掉特征（约五分钟）")
    ] = False,
) -> None:
    """学出来的阅读器：正确的候选排在第几，知不知道有没有答案；在没有学过的文件和全部题集上。"""
    from eval.proofs.folds import render_folds, score_all_folds
    from eval.score.reading import read_held, render_reading, score_gold
    from retrieval.reading.data import load_reading_data

    if folds:
        print(render_folds(score_all_folds(load_reading_data())))
        return
    held, outcomes = read_held(load_reading_data())
    settings = load_settings()
    index = open_index(open_store(settings), choice=EmbeddingChoice.of(settings))
    sets = [path for path in sorted((HOME / "eval" / "gold").glob("*.jsonl")) if path.stem != "invented"]
    print(render_reading([held, *(score_gold(index, path) for path in sets)], outcomes))


def stores(
    index: Annotated[Path | None, typer.Option("--index", help="同一份语料的索引文件夹；默认 var/index")] = None,
    gold: Annotated[list[Path] | None, typer.Option("--gold", help="题目文件，可写几次；默认全部随附的题集")] = None,
) -> None:
    """同样的题问索引文件夹和设置所选的存储（WENCE_STORE=milvus）：列出不同的回答，多于 1% 则退出码为 1。"""
    from eval.proofs.stores import MOST, compare_stores

    settings = load_settings()
    files = open_index(index or settings.index_dir)
    other = open_index(open_store(settings), choice=EmbeddingChoice.of(settings))
    if files.fingerprint != other.fingerprint:
        raise SnapshotStale(
            f"两处的索引不是由同样的方案和程序建成的。{files.store.repair}，并在 WENCE_STORE=milvus 下也运行一次。"
        )
    paths = gold or [path for path in sorted((HOME / "eval" / "gold").glob("*.jsonl")) if path.stem != "invented"]
    questions = [question for path in paths for question in load_gold(path)]
    compared = compare_stores(Assistant(files), Assistant(other), questions, Bar("作答"))
    print(compared.render())
    raise typer.Exit(int(compared.share > MOST))


def sizes(index: Annotated[Path | None, typer.Option("--index", help="索引文件夹；默认 var/index")] = None) -> None:
    """量出一份索引每个段落的字节，算出一千万、一亿段落要多少内存和磁盘；WENCE_STORE=milvus 时连同 PostgreSQL 的表。"""
    from eval.bench.sizing import measure, render
    from index.file_store import FileStore

    settings = load_settings()
    files, store = open_index(index or settings.index_dir), open_store(settings)
    tables = {} if isinstance(store, FileStore) else store.sizes()
    print(render(measure(files, tables), tables))


def halve(
    copy: Annotated[Path, typer.Option("--copy", help="程序的副本写到哪里；不能已经存在")],
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
) -> None:
    """去掉一半词条，重新训练、重新计分：没有哪套题靠词条撑着（约二十分钟）。"""
    from eval.proofs.halved import MOST_LOST, render_halved, score_halved

    scores = score_halved(copy.absolute(), seed)
    print(render_halved(scores))
    if any(score.lost > MOST_LOST for score in scores):
        raise typer.Exit(1)
