"""Natural answers over the training documents, each sentence with the passages it cites, and the same with one fault planted."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.vectors import Vectors
from retrieval.gates.absence import without_absence
from retrieval.gates.alignment import Alignment, align, facts_of_omitted, words_in
from retrieval.gates.cited import Cited, cite_texts
from retrieval.gates.claims import fold
from retrieval.gates.english import is_foreign
from retrieval.gates.shown import Shown, marks_of, read_shown, without_marks
from retrieval.gates.source import Named, without_names


@dataclass(frozen=True)
class Pair:
    """A sentence beside what it cites. ``honest`` is what it was made from where it has a fault of that ``kind``."""

    id: str
    document: str
    sentence: str
    supported: bool
    kind: str
    shown: tuple[Shown, ...]
    honest: str = ""


def load_pairs(path: Path) -> list[Pair]:
    """The pairs of a file of answers, a JSON object a line: id, document, passages (as the prompt shows them, by number), sentences, corrupted."""
    return [
        pair for line in path.read_text(encoding="utf-8").splitlines() for pair in pairs_of_answer(json.loads(line))
    ]


def pairs_of_answer(row: dict[str, object]) -> Iterator[Pair]:
    """The supported sentences of an answer and its planted faults, each with what it cites."""
    shown = read_shown("\n\n".join(str(text) for text in row["passages"].values()))  # type: ignore[attr-defined]
    for said in row["sentences"]:  # type: ignore[attr-defined]
        if said["label"] == "supported":
            yield _pair(row, said["text"], shown, kind="honest")
    for said in row["corrupted"]:  # type: ignore[attr-defined]
        yield _pair(row, said["text"], shown, kind=said["kind"], honest=said["honest"])


def _pair(row: dict[str, object], text: str, shown: dict[int, Shown], *, kind: str, honest: str = "") -> Pair:
    cited = tuple(shown[n] for n in marks_of(text) if n in shown)
    return Pair(str(row["id"]), str(row["document"]), text, kind == "honest", kind, cited, honest)


@lru_cache(maxsize=2048)
def _cite(shown: tuple[Shown, ...], regions: tuple[str, ...]) -> Cited:
    return cite_texts(shown[0].named, [(s.section, s.text) for s in shown], [dict(s.roles) for s in shown], regions)


def cite_shown(shown: Sequence[Shown], regions: tuple[str, ...] = ()) -> list[Cited]:
    """What a sentence cites, plan by plan. ``regions``: the places of other plans."""
    plans = dict.fromkeys(each.plan for each in shown)
    return [_cite(tuple(each for each in shown if each.plan == plan), regions) for plan in plans]


def regions_of(pairs: Iterable[Pair]) -> tuple[str, ...]:
    """The places that the plans of some pairs are of."""
    return tuple(sorted({shown.named.region for pair in pairs for shown in pair.shown} - {""}))


def claim_of(sentence: str, named: Named) -> str:
    """A sentence as the gates compare it: folded, without marks and without the names of its plan."""
    return without_absence(fold(without_names(without_marks(sentence), named)))


def aligned(pair: Pair, regions: tuple[str, ...] = ()) -> Alignment | None:
    """The pair as the model learns from it; None where it cites no plan or several, or is not in Chinese. ``regions``: of other plans."""
    cited = cite_shown(pair.shown, regions)
    if len(cited) != 1:
        return None
    claim = claim_of(pair.sentence, cited[0].named)
    return align(claim, cited[0]) if not is_foreign(claim) else None


def marked(pair: Pair, alignment: Alignment) -> tuple[Vectors, Vectors]:
    """(which words of a faulty claim are the fault, which words of the source it should not have left out): all zero of honest ones."""
    bad = np.zeros(len(alignment.words), dtype=bool)
    omitted, _ = facts_of_omitted(alignment)
    missed = np.zeros(len(omitted), dtype=bool)
    if pair.honest:
        before = [w.text for w in words_in(claim_of(pair.honest, alignment.cited.named))]
        after = [w.text for w in alignment.words]
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            bad[k:m] |= tag != "equal"
            if tag in ("replace", "delete"):
                missed |= np.array([word in before[i:j] for word in omitted], dtype=bool)
    return bad, missed
