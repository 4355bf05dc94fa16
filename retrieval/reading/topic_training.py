"""Learns which words of a question are its topic: of filled frames what stands in the slots of things, of questions what their proof says.

A word of a question is topic where its quotes have it, or where no frame says it around a thing; it is wording where frames say it and the
quotes do not. What frames say and quotes have is left out.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.script import simplified
from index.packed import in_bytes
from index.training_data import Wording
from retrieval.question.topic_model import BUCKETS, FULL, MODEL, Marked, TopicModel, marked, of_counts, open_topics
from retrieval.reading.data import SLOT, Frame, ReadingData, TrainingQuestion, filling
from retrieval.reading.linear import learn_linear

#: Slots of what a question is about; of one counted ({K}: 个行业) the first character counts it.
_THINGS = "XBGKLDE"
#: What these say beside their slots is about no document, but has a topic.
_ELSEWHERE = frozenset({"offtopic", "chitchat", "greeting", "about_assistant"})
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SIGN = re.compile(r"[\dY]")
_HALF = 0.5
#: Parts of speech of which none is a topic, though plans have them as well: time, numeral, pronoun, adverb, particles.
_GRAMMAR = re.compile("[tmrdcpuy]")


@dataclass(frozen=True, slots=True)
class TopicRecipe:
    """Everything that decides the result, besides the data.

    ``fillings``: how often a frame is filled; ``unseen``: the share of words of which only the surroundings are learned; ``said``: in so many
    frames stands a word of the wording, in ``common`` one that is known by its sound; ``of_topic``, ``of_rest``: what a word of the topic weighs, and one that is topic by being no wording;
    ``asked``: of a word in so many questions it counts how often proofs have it, and up to the share ``unproved`` it is wording.
    """

    seed: int = 20261
    fillings: int = 4
    in_passing: int = 24
    epochs: int = 5
    rate: float = 0.02
    decay: float = 0.02
    unseen: float = 0.15
    said: int = 3
    common: int = 8
    of_topic: float = 1.5
    of_rest: float = 0.3
    asked: int = 4
    unproved: float = 0.1

    def fillings_of(self, frame: str) -> int:
        """How often a frame is filled: one with a thing in passing, a deed or a part of a plan often, for what is told there is told by its place alone."""
        if not SLOT.search(frame):
            return 1
        return self.in_passing if re.search("{[TDE]}", frame) else self.fillings


@dataclass(frozen=True, slots=True)
class Labelled:
    """A word, whether it is topic, and what it weighs; ``own``: it stands here itself in one of the frames, or terms, in which it is counted."""

    word: Marked
    topic: bool
    weight: float
    own: Literal["frame", "term", ""] = ""


#: One of so many frames, terms and documents is held out to see how well the words of others are told apart.
_HELD_OUT = 8


def train_topics(data: ReadingData, out: Path = MODEL, *, say: Callable[[str], None] = print) -> TopicModel:
    """Train, write the model file and return what it holds; say how well the words of unseen frames and terms are told apart."""
    topic, wording = told_apart(*_held_out(data, TopicRecipe()))
    say(f"题眼：没见过的问法里没见过的事物，{topic:.3f} 的词认得出，问法的词 {wording:.3f} 认得出")
    save_topics(learn_topics(data), out)
    return open_topics(out)


def _held_out(data: ReadingData, recipe: TopicRecipe) -> tuple[TopicModel, list[Labelled]]:
    """A model, and words of nouns, verbs and adjectives in frames that it has not seen, filled with terms that it has not seen."""
    chance = random.Random(recipe.seed)  # noqa: S311
    frames, terms = list(data.frames), list(data.wordings)
    chance.shuffle(frames)
    chance.shuffle(terms)
    held, rest = len(frames) // _HELD_OUT, len(terms) // _HELD_OUT
    seen = replace(data, frames=tuple(frames[held:]), wordings=tuple(terms[rest:]))
    alike = replace(recipe, in_passing=recipe.fillings)
    apart = of_frames(frames[:held], tuple(terms[:rest]), alike, recipe.seed + 1)
    return learn_topics(seen, recipe), [each for each in apart if FULL.match(each.word.kind)]


def learn_topics(data: ReadingData, recipe: TopicRecipe | None = None) -> TopicModel:
    """The model of topics from all frames and the questions about documents that are not held."""
    recipe = recipe or TopicRecipe()
    questions = [q for q in data.questions if q.document not in data.held]
    frames, terms = _times_said(data.frames), _times_in_terms(data.wordings)
    model = fit_topics(
        [
            *of_frames(data.frames, data.wordings, recipe, recipe.seed),
            *of_questions(questions, data.frames, data.wordings, recipe),
        ],
        recipe,
        frames,
        terms,
    )
    return replace(model, wording=_wording_of(data.frames, recipe))


def _wording_of(frames: Sequence[Frame], recipe: TopicRecipe) -> tuple[str, ...]:
    """The Chinese words that are said in many frames, the rarer first."""
    times = _times_said(frames)
    common = (word for word in times if times[word] >= recipe.common and _CHINESE.match(word) and "0" not in word)
    return tuple(sorted(common, key=lambda word: (times[word], word)))


def _times_said(frames: Sequence[Frame]) -> Counter[str]:
    """Word -> in how many frames it stands."""
    return Counter(word for f in frames for word in {m.word for m in marked(SLOT.sub("，", f.frame))})


def _times_in_terms(wordings: Sequence[Wording]) -> Counter[str]:
    """Word -> in how many official terms it stands."""
    return Counter(word for w in wordings for term in w.official for word in {m.word for m in marked(term)})


def of_frames(
    frames: Sequence[Frame], wordings: tuple[Wording, ...], recipe: TopicRecipe, seed: int
) -> Iterator[Labelled]:
    """The words of frames filled at random."""
    chance = random.Random(seed)  # noqa: S311  # reproducible sampling, not a secret
    for frame in frames:
        if frame.kind not in _ELSEWHERE:
            for _ in range(recipe.fillings_of(frame.frame)):
                yield from _of_frame(frame.frame, wordings, chance)


def _of_frame(frame: str, wordings: tuple[Wording, ...], chance: random.Random) -> Iterator[Labelled]:
    text, marks, at = "", "", 0
    for slot in SLOT.finditer(frame):
        name = slot.group(1)
        between, filled = frame[at : slot.start()], "" if name == "P" else _fill(name, frame, wordings, chance)
        about = "x" * len(filled) if name in _THINGS else " " * len(filled)
        text, marks = f"{text}{between}{filled}", f"{marks}{' ' * len(between)}{about}"
        if name == "K":
            marks = f"{marks[: -len(filled)]} {marks[1 - len(filled) :]}"
        at = slot.end()
    text, marks = text + frame[at:], marks + " " * len(frame[at:])
    for word in marked(text):
        topic = 2 * marks[word.start : word.end].count("x") > word.end - word.start
        yield Labelled(word, topic, 1.0, "term" if topic else "frame")


def _fill(slot: str, frame: str, wordings: tuple[Wording, ...], chance: random.Random) -> str:
    """What fills a slot, in the language of its frame."""
    for _ in range(5):
        filled = filling(slot, wordings, chance)
        if filled.isascii() != bool(_CHINESE.search(frame)):
            break
    return filled


def of_questions(
    questions: Sequence[TrainingQuestion],
    frames: Sequence[Frame],
    wordings: tuple[Wording, ...],
    recipe: TopicRecipe,
) -> Iterator[Labelled]:
    """The words of questions by what their proofs have, how often proofs have what was asked, and what frames say."""
    times, proved = _times_said(frames), _proved_shares(questions, recipe)
    terms = {m.word for w in wordings for term in w.official for m in marked(term)}
    for question in questions:
        proof = _proof_of(question)
        for word in marked(question.question):
            if _SIGN.search(word.word):
                continue
            if _GRAMMAR.match(word.kind):
                yield Labelled(word, topic=False, weight=1.0)
            elif times[word.word] >= recipe.said:
                yield from _of_frequent(word, proof, proved[word.word], in_terms=word.word in terms)
            elif word.word in proof and (len(word.word) > 1 or word.kind.startswith("n")):
                yield Labelled(word, topic=True, weight=1.0 if len(word.word) > 1 else _HALF)
            elif len(word.word) > 1 and proved[word.word] > recipe.unproved:
                yield Labelled(word, topic=True, weight=recipe.of_rest)
            elif word.word not in proof and word.word not in terms and proved[word.word] <= recipe.unproved:
                yield Labelled(word, topic=False, weight=_HALF)


def _of_frequent(word: Marked, proof: str, proved: float, *, in_terms: bool) -> Iterator[Labelled]:
    """A word that frames say: wording where its proof has it not, topic where it has it and proofs often do."""
    if len(word.word) > 1 and word.word in proof:
        if proved >= _HALF:
            yield Labelled(word, topic=True, weight=_HALF)
    elif not in_terms:
        yield Labelled(word, topic=False, weight=1.0)


def _proof_of(question: TrainingQuestion) -> str:
    return simplified("".join(question.quotes) + question.answer).lower()


def _proved_shares(questions: Sequence[TrainingQuestion], recipe: TopicRecipe) -> defaultdict[str, float]:
    """Word -> in what share of the questions that have it their proof has it too; half of a word that few ask."""
    asked, proved = Counter[str](), Counter[str]()
    for question in questions:
        if question.quotes:
            proof, said = _proof_of(question), {m.word for m in marked(question.question)}
            asked.update(said)
            proved.update(word for word in said if word in proof)
    shares = {word: proved[word] / times for word, times in asked.items() if times >= recipe.asked}
    return defaultdict(lambda: _HALF, shares)


def fit_topics(
    labelled: Sequence[Labelled], recipe: TopicRecipe, frames: Mapping[str, int], terms: Mapping[str, int]
) -> TopicModel:
    """The model that tells labelled words apart; ``frames``, ``terms``: in how many of them each stands, itself left out here."""
    import torch

    chance = random.Random(recipe.seed)  # noqa: S311

    def grams(each: Labelled) -> list[int]:
        said, had = frames.get(each.word.word, 0), terms.get(each.word.word, 0)
        counted = of_counts(each.word, max(0, said - (each.own == "frame")), max(0, had - (each.own == "term")))
        return [*(each.word.around if chance.random() < recipe.unseen else each.word.grams), *counted]

    topic = torch.tensor([float(each.topic) for each in labelled])
    weights = torch.tensor([each.weight * (recipe.of_topic if each.topic else 1.0) for each in labelled])

    def loss(rows: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 0], topic[rows], weight=weights[rows])

    bags = [grams(each) for each in labelled]
    told, bias = learn_linear(
        bags,
        (BUCKETS, 1),
        loss,
        seed=recipe.seed,
        epochs=recipe.epochs,
        batch=1024,
        rate=recipe.rate,
        decay=recipe.decay,
    )
    return TopicModel(told[:, 0], float(bias[0]), (), dict(frames), dict(terms))


def told_apart(model: TopicModel, labelled: Sequence[Labelled]) -> tuple[float, float]:
    """The shares of the topic and of the wording that a model takes for what they are."""
    taken = np.array([model.is_topic(each.word) for each in labelled])
    topic = np.array([each.topic for each in labelled])
    return float(taken[topic].mean()), float((~taken[~topic]).mean())


def save_topics(model: TopicModel, out: Path) -> None:
    """Write the model as safetensors, weights in 8 bits."""
    from safetensors.numpy import save_file

    out.parent.mkdir(parents=True, exist_ok=True)
    arrays = {**in_bytes(model.weights), "bias": np.array([model.bias], dtype=np.float32)}
    counts = {name: json.dumps(_by_count(getattr(model, name)), ensure_ascii=False) for name in ("frames", "terms")}
    save_file(arrays, out, metadata={"wording": ",".join(model.wording), **counts})


def _by_count(counts: Mapping[str, int]) -> dict[int, str]:
    """Count -> the words that have it, comma apart: in half the space."""
    return {count: ",".join(w for w in counts if counts[w] == count) for count in sorted(set(counts.values()))}
