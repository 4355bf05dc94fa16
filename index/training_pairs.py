"""Pairs of texts that should lie close together, made from the training data: what the contrastive training sees.

The first of a pair stands for a question, the second for what should be found. A batch's other seconds are its negatives.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.training_data import Abstract, Article, TrainingData, Wording

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_ENUMERATION = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.]\s*")
_STATE = re.compile(r"中华人民共和国|\(.*?\)|（.*?）|\s+")

# What questions hold besides their topic: the model must learn that these words say nothing about it.
_ASKING_BEFORE = (
    "请问",
    "我想知道",
    "想问一下",
    "帮我看看",
    "关于",
    "方案里",
    "文件中",
    "这里",
    "我们市",
    "政府",
    "现在",
)
_ASKING_AFTER = (
    "有哪些", "是多少", "怎么办", "怎么规定的", "谁负责", "有什么要求", "怎么做", "是什么", "到2025年要达到多少", "吗",
    "由哪个部门管", "要降多少", "目标是什么", "有什么措施", "什么时候", "指什么", "怎么安排", "牵头单位是谁", "提到了什么",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A question-like text and a text that answers it; ``kind`` says how it was made, ``neighbour`` is a text that does not answer it."""

    kind: str
    query: str
    document: str
    neighbour: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many pairs of each kind at most, and how often each lexicon pair is repeated."""

    heading: int = 60_000
    sentence: int = 90_000
    half: int = 22_000
    paraphrase: int = 95_000
    wording_query: int = 30_000
    wording_repeat: int = 6
    neighbour_repeat: int = 3
    synonym_repeat: int = 1


def build_pairs(data: TrainingData, tokenizer: "Tokenizer", seed: int, amounts: Amounts | None = None) -> list[Pair]:
    """All pairs, shuffled; the same data, tokenizer and seed give the same list."""
    amounts = amounts or Amounts()
    chance = random.Random(seed)  # noqa: S311  # reproducible sampling, not a secret
    articles = [article for article in data.articles if len(article.text) >= 12]
    chance.shuffle(articles)
    pairs = [
        *_first(_heading_pairs(articles), amounts.heading),
        *_first(_sentence_pairs(articles, chance), amounts.sentence),
        *_first(_half_pairs(articles), amounts.half),
        *_paper_pairs(data.abstracts),
        *_synonym_pairs(data.synonyms, chance, amounts.synonym_repeat),
        *_first(_paraphrases(articles, Substitutes(data.synonyms, tokenizer), chance), amounts.paraphrase),
        *_wording_pairs(data.wordings, amounts.wording_repeat),
        *_neighbour_pairs(data.wordings, chance, amounts.neighbour_repeat),
        *_first(_wording_queries(articles, data.wordings, chance), amounts.wording_query),
    ]
    chance.shuffle(pairs)
    return pairs


def sentences_of(text: str) -> list[str]:
    """The text's sentences of at least eight characters, without their enumeration marks."""
    found = (_ENUMERATION.sub("", piece.strip()) for piece in _SENTENCE.findall(text))
    return [piece for piece in found if len(piece) >= 8]


class Substitutes:
    """Replaces words by synonyms, where a word's edges are also edges of the tokenizer's pieces."""

    def __init__(self, groups: tuple[tuple[str, ...], ...], tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer
        self._others: dict[str, list[str]] = {}
        for group in groups:
            for word in group:
                self._others.setdefault(word, []).extend(other for other in group if other != word)
        self._longest = max((len(word) for word in self._others), default=0)

    def rewrite(self, texts: list[str], chance: random.Random, share: float = 0.6) -> list[tuple[str, int]]:
        """Each text with about this share of its known words replaced, and how many were replaced."""
        return [
            self._rewrite(text, {edge for span in encoding.offsets for edge in span}, chance, share)
            for text, encoding in zip(texts, self._tokenizer.encode_batch(texts), strict=True)
        ]

    def _rewrite(self, text: str, edges: set[int], chance: random.Random, share: float) -> tuple[str, int]:
        parts, place, replaced = list[str](), 0, 0
        while place < len(text):
            word = self._word_at(text, place, edges)
            if word and chance.random() < share:
                parts.append(chance.choice(self._others[word]))
                replaced += 1
            else:
                parts.append(word or text[place])
            place += len(word) or 1
        return "".join(parts), replaced

    def _word_at(self, text: str, place: int, edges: set[int]) -> str:
        if place in edges:
            for size in range(min(self._longest, len(text) - place), 1, -1):
                if place + size in edges and text[place : place + size] in self._others:
                    return text[place : place + size]
        return ""


def _first(pairs: Iterator[Pair], amount: int) -> Iterator[Pair]:
    for _, pair in zip(range(amount), pairs, strict=False):
        yield pair


def _topic(article: Article) -> str:
    return f"{_STATE.sub('', article.title)} {_STATE.sub('', article.chapter)}".strip()


def _heading_pairs(articles: list[Article]) -> Iterator[Pair]:
    for article in articles:
        if article.chapter and article.title and len(article.text) >= 30:
            yield Pair("heading", _topic(article), article.text)


def _sentence_pairs(articles: list[Article], chance: random.Random) -> Iterator[Pair]:
    for article in articles:
        sentences = sentences_of(article.text)
        if len(sentences) >= 2:
            chosen = chance.randrange(len(sentences))
            rest = "".join(sentences[:chosen] + sentences[chosen + 1 :])
            yield Pair("sentence", sentences[chosen], rest)


def _half_pairs(articles: list[Article]) -> Iterator[Pair]:
    for article in articles:
        sentences = sentences_of(article.text)
        if len(sentences) >= 4:
            middle = len(sentences) // 2
            yield Pair("half", "".join(sentences[:middle]), "".join(sentences[middle:]))


def _paper_pairs(abstracts: tuple[Abstract, ...]) -> Iterator[Pair]:
    for abstract in abstracts:
        yield Pair("paper", abstract.title, abstract.text)
        if abstract.keywords:
            yield Pair("paper", " ".join(abstract.keywords), abstract.text)


def _synonym_pairs(groups: tuple[tuple[str, ...], ...], chance: random.Random, repeat: int) -> Iterator[Pair]:
    for group in groups:
        for _ in range(repeat):
            one, other = chance.sample(group, 2)
            yield Pair("synonym", one, other)


def _asked(topic: str, chance: random.Random) -> str:
    """The topic inside a question's usual words, or bare."""
    before = chance.choice(_ASKING_BEFORE) if chance.random() < 0.3 else ""
    after = chance.choice(_ASKING_AFTER) if chance.random() < 0.6 else ""
    return f"{before}{topic}{after}"


def _fragment(sentence: str, chance: random.Random) -> str:
    """One or two neighbouring comma-separated parts of a sentence, as short as a question is."""
    parts = [part for part in re.split(r"[，,：:]", sentence.rstrip("。；！？")) if part]
    start = chance.randrange(len(parts))
    return "".join(parts[start : start + chance.choice((1, 1, 2))])[:40]


def _paraphrases(articles: list[Article], substitutes: Substitutes, chance: random.Random) -> Iterator[Pair]:
    """A fragment of a sentence in other words, asked; what should be found is the sentence under its heading."""
    for article in articles:
        sentences = sentences_of(article.text)
        chosen = chance.sample(sentences, min(len(sentences), 2))
        rewritten = substitutes.rewrite([_fragment(sentence, chance) for sentence in chosen], chance)
        for sentence, (query, replaced) in zip(chosen, rewritten, strict=True):
            if replaced and len(query) >= 4:
                heading = f"{_topic(article)}。" if chance.random() < 0.5 else ""
                yield Pair("paraphrase", _asked(query, chance), heading + sentence)


def _wording_pairs(wordings: tuple[Wording, ...], repeat: int) -> Iterator[Pair]:
    for wording in wordings:
        for everyday in wording.everyday:
            for official in wording.official:
                for _ in range(repeat):
                    yield Pair("wording", everyday, official)


def _neighbour_pairs(wordings: tuple[Wording, ...], chance: random.Random, repeat: int) -> Iterator[Pair]:
    """An everyday wording, the official term it means, and one that it is easily taken for."""
    for wording in wordings:
        for everyday in wording.everyday if wording.neighbours else ():
            for _ in range(repeat):
                yield Pair("neighbour", everyday, chance.choice(wording.official), chance.choice(wording.neighbours))


def _wording_queries(articles: list[Article], wordings: tuple[Wording, ...], chance: random.Random) -> Iterator[Pair]:
    """A sentence that holds an official term, asked for by an everyday wording of it."""
    everyday_of: dict[str, list[str]] = {}
    for wording in wordings:
        for official in wording.official:
            if len(official) >= 2:
                everyday_of.setdefault(official, []).extend(wording.everyday)
    terms = re.compile("|".join(re.escape(term) for term in sorted(everyday_of, key=len, reverse=True)))
    for article in articles:
        for sentence in sentences_of(article.text):
            hits = list(terms.finditer(sentence))
            if not hits:
                continue
            hit = chance.choice(hits)
            everyday = chance.choice(everyday_of[hit[0]])
            near = re.split(r"[，,：:。；]", sentence[: hit.start()])[-1][-10:] + everyday
            near += re.split(r"[，,：:。；]", sentence[hit.end() :])[0][:10]
            yield Pair("wording_query", _asked(everyday if chance.random() < 0.3 else near, chance), sentence)
