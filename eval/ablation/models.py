"""Embedding models side by side: the same questions, texts and fusion, one model after another."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.catalogue import Corpus
from errors import SettingsError
from eval.ablation.setup import DENSE_ONLY, FUSED, FUSED_PLAIN, PRESENT, Setup
from eval.ablation.table import HEADS, described, signed
from eval.ablation.trial import COLUMNS, GoldSets, Trials, gain, run_trials, summarise
from eval.score.columns import render_columns, show
from index.embed import Embedder, EmbeddingChoice, open_static_embedder
from index.maker import Tokens

#: The lexicon rewrites what keyword search looks for, so it makes no difference to the first.
MODEL_SETUPS: tuple[Setup, ...] = (DENSE_ONLY, FUSED_PLAIN, FUSED, PRESENT)
_COLUMNS = [column for column in COLUMNS if column != "plan"]


def open_models(present: EmbeddingChoice, given: Sequence[str]) -> dict[str, Embedder]:
    """The model of the settings, and the models given as ``name=model`` beside it; a model is whatever the setting takes.

    Raises:
        SettingsError: one is not given as ``name=model``, or a name is given twice.
        EmbeddingModelMissing: a model is not on this machine, or its files cannot be used.
    """
    choices = {present.model: present}
    for item in given:
        name, _, model = item.partition("=")
        if not name or not model or name in choices:
            raise SettingsError(
                f"--model {item} 不可用：应写成 名称=模型，名称各不相同，也不是 {present.model}。请修改。"
            )
        choices[name] = replace(present, model=model)
    return {name: _open(choice) for name, choice in choices.items()}


def _open(choice: EmbeddingChoice) -> Embedder:
    """A folder of the bundled model's kind is read as the bundled one is, so that only the models differ."""
    folder = Path(choice.model)
    return open_static_embedder(folder) if is_static(folder) else choice.open()


def is_static(folder: Path) -> bool:
    """Whether a folder holds what ``index train`` writes: a static embedding, made of length one, without prompts."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        return kinds == ["StaticEmbedding", "Normalize"] and not any(config["prompts"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def compare_models(
    corpus: Corpus,
    sets: GoldSets,
    work: Path,
    *,
    models: Mapping[str, Embedder],
    counter: Tokens,
    say: Callable[[str], None] = print,
) -> dict[str, Trials]:
    """Model name -> what every setup finds with it.

    Args:
        work: an empty folder for the indexes.
    """
    found: dict[str, Trials] = {}
    for place, (name, embedder) in enumerate(models.items()):
        say(f"向量模型 {name}")
        found[name] = run_trials(
            corpus, sets, work / str(place), embedder=embedder, counter=counter, setups=MODEL_SETUPS, say=say
        )
    return found


def render_models(found: Mapping[str, Trials]) -> str:
    """Markdown: a table a gold set, and every later model against the first, question by question."""
    first, *others = found
    sets = found[first][MODEL_SETUPS[0]]
    heads = [HEADS.get(column, column) for column in _COLUMNS]
    parts = []
    for name, marks in sets.items():
        rows = [
            [described(setup), model, *(show(summarise(trials[setup][name], column)) for column in _COLUMNS)]
            for setup in MODEL_SETUPS
            for model, trials in found.items()
        ]
        parts.append(f"## {name}：{len(marks)} 题，{sum(len(mark.ranks) for mark in marks)} 处引文")
        parts.append(render_columns(["做法", "向量模型", *heads], rows, numbers_from=2))
    for other in others:
        rows = [
            [described(setup), name, *(signed(gain(found[first][setup][name], own, column)) for column in _COLUMNS)]
            for setup in MODEL_SETUPS
            for name, own in found[other][setup].items()
        ]
        parts.append(f"## {other} 比 {first} 多（逐题配对）")
        parts.append(render_columns(["做法", "题集", *heads], rows, numbers_from=2))
    return "\n\n".join(parts) + "\n"
