"""Running setups over gold sets: at which rank each gold quote is found, and shares with their intervals."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import Corpus
from eval.ablation.setup import SETUPS, Setup, Texts
from eval.ablation.variant import Variant
from eval.gold.questions import Evidence, GoldQuestion
from eval.peers.contestant import Found
from eval.peers.evidence import CHARACTERS, Grounds, fit
from eval.score.interval import Estimate, estimate, paired_ratio, ratio
from index.embed import Embedder
from index.maker import Tokens
from index.snapshot import Index, build_index, open_index
from retrieval.assistant import Assistant
from retrieval.question.query import Query
from retrieval.search.ranking import rank_passages

DEPTH = 20
#: Column -> what a quote counts in it; "plan" counts questions.
COLUMNS = ("@1", "@5", "@10", str(CHARACTERS), "MRR", "plan")
GoldSets = Mapping[str, Sequence[GoldQuestion]]


@dataclass(frozen=True, slots=True)
class Marks:
    """A question's evidence under a setup. ``ranks``: after how many passages each quote is found (0: not among the first 20);
    ``fits``: how many passages fit into 2,500 characters; ``plan``: whether the first passage is of a plan asked about."""

    ranks: tuple[int, ...]
    fits: int
    plan: bool

    def counts(self, column: str) -> tuple[float, int]:
        """(what was found, of how many) in a column."""
        if column == "plan":
            return float(self.plan), 1
        if column == "MRR":
            return sum(1 / rank for rank in self.ranks if rank), len(self.ranks)
        most = self.fits if column == str(CHARACTERS) else int(column.removeprefix("@"))
        return float(sum(0 < rank <= most for rank in self.ranks)), len(self.ranks)


#: Setup -> gold set -> marks in the order of the questions that have evidence.
Trials = Mapping[Setup, Mapping[str, Sequence[Marks]]]


def run_trials(
    corpus: Corpus,
    sets: GoldSets,
    work: Path,
    *,
    embedder: Embedder,
    counter: Tokens,
    setups: Sequence[Setup] = SETUPS,
    say: Callable[[str], None] = print,
) -> Trials:
    """Build what the setups search and rank the evidence of every question under each of them.

    Args:
        work: an empty folder for the indexes.
    """
    grounds = Grounds({plan.id: plan.text for plan in corpus.plans})
    folders: dict[int, Path] = {}
    opened: dict[Texts, Index] = {}
    for texts in dict.fromkeys(setup.texts for setup in setups):
        if texts.tokens not in folders:
            folders[texts.tokens] = work / str(texts.tokens)
            build_index(corpus, folders[texts.tokens], embedder=embedder, counter=counter, passage_tokens=texts.tokens)
        opened[texts] = _open(folders[texts.tokens], work / f"variant{len(opened)}", texts, embedder)
    asked = {name: [q for q in questions if q.evidence] for name, questions in sets.items()}
    reader = Assistant(next(iter(opened.values())))
    queries = {name: [reader.understand(q.question, q.history) for q in questions] for name, questions in asked.items()}
    trials: dict[Setup, dict[str, list[Marks]]] = {}
    for setup in setups:
        say(f"{setup.group}：{setup.name}")
        trials[setup] = {
            name: [
                _mark(grounds, q, _ranked(opened[setup.texts], query, setup))
                for q, query in zip(own, queries[name], strict=True)
            ]
            for name, own in asked.items()
        }
    return trials


def _open(folder: Path, work: Path, texts: Texts, embedder: Embedder) -> Index:
    plain = texts.headers and not texts.whole
    return open_index(folder, embedder=embedder) if plain else Variant(folder, work, texts, embedder)


def _ranked(index: Index, query: Query, setup: Setup) -> list[Found]:
    query = query if setup.lexicon else without_lexicon(query)
    return [Found(p.passage.plan, p.passage.text) for p in rank_passages(index, query, DEPTH, setup.fusion)]


def without_lexicon(query: Query) -> Query:
    """The query with the words that were asked, and no official wording beside them."""
    return replace(query, concepts=tuple(replace(c, alternatives=(c.words,)) for c in query.concepts))


def _rank(grounds: Grounds, evidence: Evidence, ranked: Sequence[Found]) -> int:
    """The least number of passages that hold a quote; 0 when all of them do not."""

    def held(first: int) -> bool:
        return grounds.holds(evidence, ranked[:first])

    # what the first k passages hold more of them hold too, so the least k is found by halving
    least = bisect_left(range(1, len(ranked) + 1), True, key=held) + 1
    return least if least <= len(ranked) else 0


def _mark(grounds: Grounds, question: GoldQuestion, ranked: Sequence[Found]) -> Marks:
    ranks = tuple(_rank(grounds, evidence, ranked) for evidence in question.evidence)
    first = ranked[0].plan if ranked else ""
    return Marks(ranks, len(fit(ranked)), first in question.asked_plans)


def summarise(marks: Sequence[Marks], column: str) -> Estimate | None:
    """The share of a column over all questions, with its 95 % interval; quotes of one question are drawn together."""
    counts = [mark.counts(column) for mark in marks]
    if column == "plan":
        return estimate([found for found, _ in counts])
    return ratio(counts)


def gain(before: Sequence[Marks], after: Sequence[Marks], column: str) -> Estimate:
    """How much larger the share is under ``after``, question by question, with its 95 % interval."""
    return paired_ratio([mark.counts(column) for mark in before], [mark.counts(column) for mark in after])
