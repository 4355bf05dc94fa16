"""The slots of questions, learned: the first step of ``python -m retrieval train``, half a minute on one core.

``slots.jsonl`` says which slots a frame or a question asks for (``asks``) and which it may (``unclear``: nothing is learned of those); what
it does not name asks for none, and a question that is ``unlabelled`` teaches no more than its unit. The unit asked for is that of the figure
that answers: questions about it are labelled by their answers. For each slot a logistic model with few weights (L1) is fit, the others notwithstanding; documents held out are left out.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.units import PLAIN_UNIT, dimension_of
from index.packed import in_bytes
from retrieval.question.acts import TALK_KINDS
from retrieval.question.kind_model import hashes_of
from retrieval.question.slot_model import MODEL, SLOTS, SlotModel
from retrieval.question.years import WRITTEN_YEAR
from retrieval.reading.data import SLOTS_ASKED, ReadingData, TrainingQuestion, fill
from retrieval.reading.training import Say

#: Slots that are units, told by the answers of questions.
UNITS = ("percentage", "money")
#: What a frame asks for that asks for a figure in another unit.
OTHER_UNIT = "other unit"
_FIGURE = re.compile(rf"\d[\d,.]*\s*[万亿千百]{{0,2}}({PLAIN_UNIT})")
#: Kinds of questions that are answered by no figure.
_NO_FIGURE = "measure duty body_role body_tasks when definition document basis reason summary".split()


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the result beside the data. ``fewest``: texts that a gram must stand in; ``positive``: what one that asks weighs."""

    seed: int = 20261
    fillings: int = 3
    fewest: int = 3
    positive: float = 3.0
    inverse: float = 1.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the slots that it asks for, and those that it may; ``frame``: it is one, with slots to be filled."""

    text: str
    asks: frozenset[str]
    unclear: frozenset[str]
    frame: bool
    document: str = ""


def labelled(data: ReadingData) -> list[Labelled]:
    """All frames and questions with their slots, those about held documents as well."""
    rows = [json.loads(line) for line in (data.folder / SLOTS_ASKED).read_text(encoding="utf-8").splitlines()]
    by_frame = {row["frame"]: row for row in rows if "frame" in row}
    by_question = {row["question"]: row for row in rows if "question" in row}
    talk = {f.frame for f in data.frames if f.kind in TALK_KINDS}
    rows_of = {f.frame: {} for f in data.frames} | by_frame
    frames = [_of_frame(frame, row, talks=frame in talk) for frame, row in rows_of.items()]
    return [*frames, *(_of_question(question, by_question.get(question.id, {})) for question in data.questions)]


def _of_frame(frame: str, row: Mapping[str, Any], *, talks: bool) -> Labelled:
    """A frame whose row names no unit asks for a figure in any, or for none."""
    asks, unclear = frozenset((*row.get("asks", ()), *(("talk",) if talks else ()))), row.get("unclear", ())
    told = asks & {*UNITS, OTHER_UNIT}
    return Labelled(frame, asks, frozenset(unclear if told else (*unclear, *UNITS)), frame=True)


def _of_question(question: TrainingQuestion, row: Mapping[str, Any]) -> Labelled:
    # the unit of 那2030年呢 is that of what was asked before
    units = None if question.history else unit_of_answer(question)
    asks = frozenset((*row.get("asks", ()), *(units or ())))
    unclear = row.get("unclear", ())
    if row.get("unlabelled"):  # nobody has looked at what else it asks for
        unclear = [slot for slot in SLOTS if slot not in UNITS]
    unclear = frozenset((*unclear, *(UNITS if units is None else ())))
    return Labelled(question.question, asks, unclear, frame=False, document=question.document)


def unit_of_answer(question: TrainingQuestion) -> tuple[str, ...] | None:
    """The dimension of the figures that answer a question, empty where no figure does; None where that is not told."""
    if question.kind != "number":
        return () if question.kind in _NO_FIGURE else None
    units = _FIGURE.findall(WRITTEN_YEAR.sub("", question.answer)) if question.answerable else []
    found = {dimension_of(unit) for unit in units}
    known = tuple(unit if unit in UNITS else OTHER_UNIT for unit in found)
    return known if len(known) == 1 else None


def learn_slots(texts: Sequence[Labelled], data: ReadingData, recipe: Recipe) -> SlotModel:
    """A model of the slots of some texts."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = list(_filled(texts, data, recipe))
    counts = Counter(gram for text, *_ in rows for gram in hashes_of(text))
    grams = sorted(gram for gram, count in counts.items() if count >= recipe.fewest)
    at = {gram: column for column, gram in enumerate(grams)}
    held = [sorted(at[gram] for gram in hashes_of(text) if gram in at) for text, *_ in rows]
    starts = np.cumsum([0, *map(len, held)])
    matrix = csr_matrix((np.ones(starts[-1]), np.concatenate(held), starts), shape=(len(rows), len(grams)))
    weights, bias = np.zeros((len(grams), len(SLOTS)), np.float32), np.zeros(len(SLOTS), np.float32)
    for column, slot in enumerate(SLOTS):
        known = np.array([slot not in each.unclear for _, each, _ in rows])
        asked = np.array([slot in each.asks for _, each, _ in rows])[known]
        weight = np.array([weight for *_, weight in rows])[known] * np.where(asked, recipe.positive, 1.0)
        model = LogisticRegression(
            l1_ratio=1.0,
            solver="liblinear",
            C=recipe.inverse,
            intercept_scaling=5,
            max_iter=200,
            random_state=recipe.seed,
        ).fit(matrix[known], asked, weight)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    used = np.flatnonzero(np.abs(weights).max(axis=1) > 0).tolist()
    return SlotModel(SLOTS, {grams[row]: i for i, row in enumerate(used)}, weights[used], bias)


def _filled(texts: Sequence[Labelled], data: ReadingData, recipe: Recipe) -> Iterator[tuple[str, Labelled, float]]:
    for each in texts:
        # each by itself: what is added to the data changes no other frame's fillings
        chance = random.Random(f"{recipe.seed} {each.text}")  # noqa: S311  # reproducible sampling, not a secret
        for _ in range(recipe.fillings if each.frame else 1):
            text = fill(each.text, data.wordings, chance) if each.frame else each.text
            yield text, each, 2 / recipe.fillings if each.frame else 1.0


def save_slots(model: SlotModel, out: Path) -> None:
    """Write a model as safetensors, its weights in 8 bits, each slot with its scale."""
    from safetensors.numpy import save_file

    grams = np.array(list(model.rows), dtype=np.uint32)
    arrays = {"grams": grams, **in_bytes(model.weights), "bias": model.bias.astype(np.float32)}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(arrays, out, metadata={"slots": ",".join(model.names)})


def train_slots(data: ReadingData, out: Path = MODEL, *, recipe: Recipe | None = None, say: Say = print) -> None:
    """Learn the slots from all but the held documents, and write the model."""
    learnt = [each for each in labelled(data) if each.document not in data.held]
    model = learn_slots(learnt, data, recipe or Recipe())
    save_slots(model, out)
    say(f"问的槽：{len(learnt)} 条，{len(model.rows)} 个特征，已写入 {out}，{out.stat().st_size / 1e6:.2f} MB")
