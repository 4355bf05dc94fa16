"""``python -m index train``: the bundled model from its data, on two cores in minutes, with a fixed seed.

Steps: an encoding to count tokens by; word pieces; first vectors from neighbourhood counts; contrastive training on pairs
through sentence-transformers' own trainer; the result is saved as a plain ``StaticEmbedding`` + ``Normalize`` model.
"""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.bpe import learn_ranks, write_ranks
from index.model_card import render_model_card
from index.training_data import LICENCE, WORDINGS, TrainingData, load_training_data
from index.training_pairs import Amounts, Pair, build_pairs
from index.training_vectors import characters_of, first_vectors, learn_tokenizer
from index.vectors import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENS, CARD = "tokens.tiktoken", "README.md"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result, besides the data. ``sample``: pieces and ranks are learnt from every n-th text."""

    seed: int = 20251
    ranks: int = 2048
    pieces: int = 14_000
    sample: int = 5
    dimension: int = 256
    epochs: float = 2.0
    batch: int = 1024
    rate: float = 0.0015
    scale: float = 20.0
    threads: int = 2
    amounts: Amounts = field(default_factory=Amounts)


def train_model(
    data: Path, out: Path, *, recipe: Recipe | None = None, wordings: Path = WORDINGS, say: Say = print
) -> None:
    """Train the encoding and the embedding model and write both, with card and licence notice, to ``out``.

    ``out`` is replaced file by file at the very end; what is there stays usable until then.

    Args:
        data: the training data folder (see :mod:`index.training_data`).
        out: the model folder.
        recipe: other sizes than the bundled model's.
        wordings: another table of everyday wordings than ours.
        say: takes one progress line at a time.

    Raises:
        TrainingDataMissing: the data folder lacks a file.
    """
    recipe = recipe or Recipe()
    started = time.monotonic()

    def step(line: str) -> None:
        say(f"[{time.monotonic() - started:5.0f} 秒] {line}")

    material = load_training_data(data, wordings)
    step(
        f"读入 {len(material.articles)} 条法规条文、{len(material.abstracts)} 篇摘要、{len(material.synonyms)} 组同义词"
    )
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "model"
        made.mkdir()
        sample = list(material.texts())[:: recipe.sample]
        write_ranks(learn_ranks(sample, recipe.ranks), made / TOKENS)
        step(f"词元编码：{recipe.ranks} 个")
        tokenizer = learn_tokenizer(sample, recipe.pieces)
        step(f"词片：{tokenizer.get_vocab_size()} 个")
        first = first_vectors(tokenizer, material.texts(), recipe.dimension, recipe.seed)
        step(f"初始向量：{first.shape[0]} × {first.shape[1]}")
        pairs = build_pairs(material, tokenizer, recipe.seed, recipe.amounts)
        kinds = Counter(pair.kind for pair in pairs)
        step("训练对：" + "、".join(f"{kind} {count}" for kind, count in kinds.most_common()))
        table = train_table(tokenizer, first, pairs, recipe, step)
        save_model(tokenizer, table, made)
        (made / LICENCE).write_text(material.licence, encoding="utf-8")
        (made / CARD).write_text(_card(material, recipe, kinds, tokenizer), encoding="utf-8")
        _install(made, out)
    step(f"已写入 {out}，共 {sum(p.stat().st_size for p in out.rglob('*') if p.is_file()) / 1e6:.1f} MB")


def train_table(tokenizer: "Tokenizer", first: Vectors, pairs: list[Pair], recipe: Recipe, say: Say) -> Vectors:
    """Contrastive training of the piece vectors; returns the finished table, float32, of ``first``'s shape.

    While training, a piece's vector is its own plus the mean of its characters' vectors; the sum is what is returned.
    """
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerModelCardData,
        SentenceTransformerTrainer,
    )
    from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from torch.nn.utils import parametrize

    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    words = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(first.copy()))
    parametrize.register_parametrization(words.embedding, "weight", _character_mixing(tokenizer))
    bare = SentenceTransformerModelCardData(generate_widget_examples=False)
    model = SentenceTransformer(modules=[words, Normalize()], device="cpu", model_card_data=bare)
    inner = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    widths = [recipe.dimension, recipe.dimension // 4]
    rows = _columns(pairs)
    with tempfile.TemporaryDirectory() as scratch:
        trainer = SentenceTransformerTrainer(
            model=model,
            args=_arguments(scratch, recipe),
            train_dataset={name: Dataset.from_dict(columns) for name, columns in rows.items()},
            loss=MatryoshkaLoss(model, inner, matryoshka_dims=widths),
            callbacks=[_reporter(say)],
        )
        for noisy in _noisy_callbacks():
            trainer.pop_callback(noisy)
        trainer.train()
    parametrize.remove_parametrizations(words.embedding, "weight", leave_parametrized=True)
    table: Vectors = words.embedding.weight.detach().numpy().astype(np.float32)
    return table


def _columns(pairs: list[Pair]) -> dict[str, dict[str, list[str]]]:
    """The pairs as columns, those with a neighbour apart: a batch is of one of the two."""
    plain, near = [p for p in pairs if not p.neighbour], [p for p in pairs if p.neighbour]
    columns = {"pairs": {"anchor": [p.query for p in plain], "positive": [p.document for p in plain]}}
    if near:
        columns["neighbours"] = {
            "anchor": [p.query for p in near],
            "positive": [p.document for p in near],
            "negative": [p.neighbour for p in near],
        }
    return columns


def save_model(tokenizer: "Tokenizer", table: Vectors, folder: Path) -> None:
    """Save as ``SentenceTransformer([StaticEmbedding, Normalize])`` with the table in half precision."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    words = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(table.astype(np.float16)))
    SentenceTransformer(modules=[words, Normalize()], device="cpu").save(str(folder), create_model_card=False)


def _character_mixing(tokenizer: "Tokenizer") -> Any:
    """A parametrisation that adds to each row the mean of its characters' rows."""
    import torch

    rows = characters_of(tokenizer)
    places = [(number, letter) for number, letters in enumerate(rows) for letter in letters]
    shares = [1.0 / len(letters) for letters in rows for _ in letters]
    size = (len(rows), len(rows))
    means = torch.sparse_coo_tensor(
        torch.tensor(places).T, torch.tensor(shares), size, check_invariants=True
    ).coalesce()

    class Mixing(torch.nn.Module):  # type: ignore[misc]
        def forward(self, own: torch.Tensor) -> torch.Tensor:
            mixed: torch.Tensor = own + torch.sparse.mm(means, own)
            return mixed

    return Mixing()


def _arguments(scratch: str, recipe: Recipe) -> Any:
    from sentence_transformers import SentenceTransformerTrainingArguments

    return SentenceTransformerTrainingArguments(
        output_dir=scratch,
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch,
        learning_rate=recipe.rate,
        warmup_steps=0.05,
        lr_scheduler_type="linear",
        seed=recipe.seed,
        use_cpu=True,
        save_strategy="no",
        report_to="none",
        logging_steps=0.1,
        disable_tqdm=True,
    )


def _noisy_callbacks() -> tuple[Any, ...]:
    """What would print raw logs, and what would draft a model card of its own."""
    from sentence_transformers.sentence_transformer.model_card import SentenceTransformerModelCardCallback
    from transformers.trainer_callback import PrinterCallback

    return PrinterCallback, SentenceTransformerModelCardCallback


def _reporter(say: Say) -> Any:
    """A callback that turns the trainer's log into progress lines."""
    from transformers import TrainerCallback

    class Reporter(TrainerCallback):  # type: ignore[misc]
        def on_log(self, args: Any, state: Any, control: Any, **given: Any) -> None:  # noqa: ARG002  # its interface
            logs = given.get("logs") or {}
            if "loss" in logs:
                say(f"对比训练：第 {state.global_step}/{state.max_steps} 步，损失 {float(logs['loss']):.3f}")

    return Reporter()


def _card(material: TrainingData, recipe: Recipe, kinds: Counter[str], tokenizer: "Tokenizer") -> str:
    sizes = {
        "pieces": tokenizer.get_vocab_size(),
        "ranks": recipe.ranks,
        "dimension": recipe.dimension,
        "narrow": recipe.dimension // 4,
        "batch": recipe.batch,
        "seed": recipe.seed,
    }
    return render_model_card(
        material, kinds, sizes, {"epochs": recipe.epochs, "rate": recipe.rate, "scale": recipe.scale}
    )


def _install(made: Path, out: Path) -> None:
    """Put the finished files in place: each is replaced whole."""
    for path in sorted(p for p in made.rglob("*") if p.is_file()):
        target = out / path.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        copied = target.with_name(target.name + ".new")
        shutil.copyfile(path, copied)
        copied.replace(target)
