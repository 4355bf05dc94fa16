"""``python -m index build|status|verify|rollback|train``: make, look at and mend the search index."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from commandline import run_command
from corpus.catalogue import corpus_fingerprint, open_corpus
from errors import SnapshotDamaged, SnapshotError, SnapshotFormat, SnapshotMissing, SnapshotStale
from index.choice import open_store
from index.embed import Embedder, EmbeddingChoice
from index.manifest import check_expected, code_fingerprint
from index.progress import BuildProgress
from index.share import Share, prepare_index
from index.snapshot import Expectation, Manifest, build_index, open_index
from index.tokens import TokenCounter, open_encoding
from index.training_data import WORDINGS
from index.verify import find_misquotes
from settings import Settings, load_settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="语料文件夹；默认取设置 WENCE_CORPUS_DIR")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引文件夹；默认取设置 WENCE_INDEX_DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]
_STATES: dict[type[SnapshotError], str] = {
    SnapshotMissing: "missing",
    SnapshotStale: "stale",
    SnapshotDamaged: "damaged",
    SnapshotFormat: "format",
}


def _settings(corpus: Path | None = None, index: Path | None = None) -> Settings:
    """The settings; folders given on the command line count from where it was typed."""
    return load_settings(corpus_dir=corpus and corpus.absolute(), index_dir=index and index.absolute())


def _open_models(settings: Settings) -> tuple[Embedder, TokenCounter]:
    return EmbeddingChoice.of(settings).open(), open_encoding(settings.token_encoding)


def _expectation(settings: Settings, embedder: Embedder, counter: TokenCounter) -> Expectation:
    return Expectation(
        corpus_fingerprint=corpus_fingerprint(settings.corpus_dir),
        embedding_fingerprint=embedder.fingerprint,
        encoding_fingerprint=counter.fingerprint,
        passage_tokens=settings.passage_tokens,
        code_fingerprint=code_fingerprint(),
    )


@app.command()
def build(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    if_needed: Annotated[bool, typer.Option("--if-needed", help="索引已是最新时什么也不做")] = False,
    part: Annotated[
        str, typer.Option("--part", help="只读入其中一份，如 3/20，不发布；各份都读完后不带它再运行一次")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """读入方案、建立索引并发布；失败时原来的索引照常可用。"""
    settings = _settings(corpus, index)
    embedder, counter = _open_models(settings)
    if if_needed and (manifest := _current(settings, _expectation(settings, embedder, counter))):
        _report(manifest, "索引已是最新", as_json, state="current")
        return
    progress = BuildProgress(as_json=as_json)
    # a big model uses every core by itself and is not loaded twice
    helpers = os.cpu_count() or 1 if settings.embedding_model == "bundled" else 0
    if part:
        share = _share(part)
        _prepare(settings, share, (embedder, counter), progress, helpers)
        _report_share(share, progress, as_json)
        return
    manifest = build_index(
        open_corpus(settings.corpus_dir),
        open_store(settings),
        embedder=embedder,
        counter=counter,
        passage_tokens=settings.passage_tokens,
        model=settings.embedding_model,
        progress=progress.step,
        report=progress.document,
        helpers=helpers,
    )
    built = {"seconds": round(progress.seconds, 1), "documents": [asdict(result) for result in progress.results]}
    _report(manifest, f"索引已建好（{progress.seconds:.1f} 秒）", as_json, state="current", **built)
    if not as_json:
        for line in progress.summary():
            print(line, file=sys.stderr)
        told = {problem for result in progress.results for problem in result.problems}
        for name, reason in manifest.problems:
            if (name, reason) not in told:
                print(f"请留意 {name}：{reason}", file=sys.stderr)


def _share(written: str) -> Share:
    try:
        return Share.parse(written)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--part") from None


def _prepare(
    settings: Settings, share: Share, models: tuple[Embedder, TokenCounter], progress: BuildProgress, helpers: int
) -> None:
    """Read the documents of a share and leave what they give for a build to find."""
    prepare_index(
        open_corpus(settings.corpus_dir, share.holds),
        open_store(settings),
        embedder=models[0],
        counter=models[1],
        passage_tokens=settings.passage_tokens,
        model=settings.embedding_model,
        progress=progress.step,
        report=progress.document,
        helpers=helpers,
    )


def _report_share(share: Share, progress: BuildProgress, as_json: bool) -> None:
    if as_json:
        found = {"state": "prepared", "part": str(share), "seconds": round(progress.seconds, 1)}
        print(json.dumps({**found, "documents": [asdict(result) for result in progress.results]}, ensure_ascii=False))
        return
    print(
        f"第 {share} 份已读完（{len(progress.results)} 个文件，{progress.seconds:.1f} 秒）。各份都读完后运行 python -m index build 发布"
    )
    for line in progress.summary():
        print(line, file=sys.stderr)


def _current(settings: Settings, expect: Expectation) -> Manifest | None:
    """The manifest of the served snapshot when it is sound and current."""
    try:
        handle = open_index(open_store(settings), expect=expect)
    except SnapshotError:
        return None
    handle.close()
    return handle.manifest


@app.command()
def status(corpus: CorpusOption = None, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """说明索引是否可用、是否最新；不可用或已过时则退出码为 1。"""
    settings = _settings(corpus, index)
    try:
        handle = open_index(open_store(settings))
        if corpus is None:  # compare with the folder that the index was built from
            settings = settings.model_copy(update={"corpus_dir": Path(handle.manifest.corpus_folder)})
        check_expected(
            handle.store.place, handle.manifest, _expectation(settings, *_open_models(settings)), handle.store.repair
        )
    except (SnapshotMissing, SnapshotStale, SnapshotDamaged, SnapshotFormat) as error:
        if not as_json:
            raise
        print(json.dumps({"state": _STATES[type(error)], "reason": str(error)}, ensure_ascii=False))
        raise typer.Exit(1) from None
    handle.close()
    _report(handle.manifest, "索引可用且最新", as_json, state="current")


@app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """逐个核对索引文件的校验和，并逐条核对段落与句子是否与方案原文一字不差。"""
    settings = _settings(index=index)
    handle = open_index(open_store(settings))
    misquotes = list(find_misquotes(handle))
    handle.close()
    manifest = handle.manifest
    if misquotes:
        named = "、".join(misquotes[:10])
        raise SnapshotDamaged(f"{len(misquotes)} 处与原文不符：{named}。{handle.store.repair}")
    checked = f"{len(manifest.files)} 个文件、{manifest.passages} 个段落、{manifest.units} 个句子全部核对无误"
    _report(manifest, checked, as_json, state="sound")


@app.command()
def rollback(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """改用上一个完好的版本。"""
    settings = _settings(index=index)
    _report(open_store(settings).roll_back(), "已改用较早的版本", as_json, state="rolled back")


@app.command()
def train(
    data: Annotated[Path, typer.Option("--data", help="训练数据文件夹")],
    out: Annotated[Path | None, typer.Option("--out", help="写入模型的文件夹；默认 index/model")] = None,
    wordings: Annotated[Path, typer.Option(help="日常说法与公文说法的对照表；默认随附的")] = WORDINGS,
) -> None:
    """训练随附的向量模型。"""
    from index.train import train_model

    train_model(data.absolute(), (out or Path(__file__).parent / "model").absolute(), wordings=wordings.absolute())


def _report(manifest: Manifest, headline: str, as_json: bool, *, state: str, **more: Any) -> None:
    if as_json:
        facts: dict[str, Any] = {"state": state, **manifest.to_dict(), **more}
        print(json.dumps(facts, ensure_ascii=False))
        return
    counts = f"{manifest.plans} 份方案，{manifest.clauses} 条，{manifest.passages} 个段落，{manifest.units} 个句子"
    print(f"{headline}：{counts}。版本 {manifest.version}，建于 {manifest.built_at}")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(run_command(app, "python -m index"))


if __name__ == "__main__":
    main()
