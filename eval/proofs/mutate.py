"""Runs mutation suites: builds each changed corpus, asks its questions, judges the answers. See docs/mutation.md."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from errors import WenceError
from eval.proofs.mutation.bounds import bound_suites
from eval.proofs.mutation.cities import city_suites
from eval.proofs.mutation.deletions import Skipped, deletion_suites
from eval.proofs.mutation.draft import Span
from eval.proofs.mutation.labels import load_labels
from eval.proofs.mutation.material import Material, load_material
from eval.proofs.mutation.probe import KINDS, Kind, Probe
from eval.proofs.mutation.roles import role_suites
from eval.proofs.mutation.suite import Suite
from eval.proofs.mutation.values import label_key, label_value, plain_question, value_suites
from eval.proofs.mutation.verdict import judge_absence, judge_listed, judge_value
from eval.run.runner import write_rows
from retrieval.assistant import Assistant

QUESTIONS, RESULTS, SKIPPED = "questions.jsonl", "results.jsonl", "skipped.jsonl"

#: Builds an index of the corpus folder in the index folder and opens an assistant on it.
Opener = Callable[[Path, Path], Assistant]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A probe's answer and what is wrong with it. ``plain_wrong`` says what is wrong before anything was changed."""

    probe: Probe
    corpus: str
    row: Mapping[str, Any]
    why: tuple[str, ...]
    plain_wrong: tuple[str, ...]

    @property
    def counted(self) -> bool:
        """Whether the unchanged question was answered right, so that the answer had something to follow from."""
        return not self.plain_wrong

    @property
    def followed(self) -> bool:
        """Whether the answer followed the change."""
        return not self.why

    def record(self) -> dict[str, Any]:
        """A row of results.jsonl."""
        probe = self.probe
        return {
            "id": probe.id,
            "kind": probe.kind,
            "way": probe.way,
            "corpus": self.corpus,
            "plan": probe.plan,
            "label": probe.label,
            "question": probe.question,
            "old": probe.old,
            "new": probe.new,
            "right_unchanged": self.counted,
            "followed": self.followed,
            "why": list(self.why),
            "why_unchanged": list(self.plain_wrong),
            "answer": self.row["answer"],
            "status": self.row["status"],
            "citations": self.row["citations"],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind. ``labels`` were asked, ``right`` of them answered right unchanged; ``followed`` of ``mutations``
    count only those, ``all_followed`` of ``all_mutations`` every one."""

    kind: Kind
    labels: int
    right: int
    mutations: int
    followed: int
    all_mutations: int
    all_followed: int

    @property
    def share(self) -> float:
        """Followed share of the mutations whose unchanged question was answered right; 1 where there are none."""
        return self.followed / self.mutations if self.mutations else 1.0


def make_suites(
    corpus: Path, labels: Path, kinds: Iterable[Kind], seed: int, sample: int | None
) -> tuple[Material, list[Suite], list[Skipped]]:
    """The suites of a labelled corpus. ``sample`` keeps one suite of each sort and so many probes of each kind, by ``seed``.

    Raises:
        CorpusError, GoldError: corpus or labels cannot be used.
    """
    material, wanted = load_material(corpus, load_labels(labels)), set(kinds)
    values = value_suites(material, seed) if wanted & {"number", "department"} else []
    cities = city_suites(material) if "city" in wanted else []
    deletions, skipped = deletion_suites(material) if "deletion" in wanted else ([], [])
    bounds = bound_suites(material) if "bound" in wanted else []
    roles = role_suites(material) if "role" in wanted else []
    sorts = [values, cities, deletions, bounds, roles]
    if sample is not None:
        random = Random(seed)  # noqa: S311  # no secret
        sorts = [[random.choice(sort)] if sort else [] for sort in sorts]
    suites = [replace(s, probes=tuple(p for p in s.probes if p.kind in wanted)) for sort in sorts for s in sort]
    if sample is not None:
        suites = [replace(s, probes=_sampled(s.probes, sample, random)) for s in suites]
    return material, [s for s in suites if s.probes], skipped


def _sampled(probes: Sequence[Probe], size: int, random: Random) -> tuple[Probe, ...]:
    """So many probes of each kind, in their order."""
    chosen: set[str] = set()
    for kind in KINDS:
        ids = [p.id for p in probes if p.kind == kind]
        chosen |= set(random.sample(ids, min(size, len(ids))))
    return tuple(p for p in probes if p.id in chosen)


def run_suites(
    material: Material, suites: Sequence[Suite], out: Path, opener: Opener, progress: Progress
) -> list[Outcome]:
    """Ask every suite's probes, and each label's question of the unchanged corpus first. Corpora are kept under ``out``."""
    plain = _ask_plain(material, suites, out, opener)
    outcomes = []
    for done, suite in enumerate(suites, 1):
        rows = _ask(suite.files, out / "corpora" / suite.name, [p.question for p in suite.probes], opener)
        outcomes += [_outcome(p, suite, rows[p.question], plain[p.plan, p.label]) for p in suite.probes]
        progress(done, len(suites))
    return outcomes


def _outcome(probe: Probe, suite: Suite, row: Mapping[str, Any], plain_wrong: Sequence[str]) -> Outcome:
    text = suite.texts[probe.plan]
    if probe.place:
        why = _listed_wrong(probe, row, text, probe.new, probe.spans, listed=probe.listed)
    elif probe.new:
        why = judge_value(row, plan=probe.plan, text=text, new=probe.new, old=probe.old, spans=probe.spans)
    else:
        why = judge_absence(row, plan=probe.plan, text=text, old=probe.old)
    return Outcome(probe, suite.name, row, tuple(why), tuple(plain_wrong))


def _listed_wrong(
    probe: Probe, row: Mapping[str, Any], text: str, value: str, spans: Sequence[Span], *, listed: bool
) -> list[str]:
    return judge_listed(row, plan=probe.plan, text=text, place=probe.place, value=value, spans=spans, listed=listed)


def _ask_plain(
    material: Material, suites: Sequence[Suite], out: Path, opener: Opener
) -> dict[tuple[str, str], list[str]]:
    """What is wrong with the answer to each label's question before anything is changed, by plan and label."""
    wanted = {(p.plan, p.label) for suite in suites for p in suite.probes}
    placed = [p for p in material.placed if (p.label.plan, label_key(p.label)) in wanted]
    of_places = [p for suite in suites for p in suite.probes if p.place]
    questions = [*(plain_question(material, one.label) for one in placed), *(p.plain for p in of_places)]
    rows = _ask(material.files, out / "corpora" / "unchanged", questions, opener)
    wrong = {}
    for probe in of_places:
        text = material.drafts[probe.plan].squashed
        spans = material.drafts[probe.plan].find(probe.old)
        why = _listed_wrong(probe, rows[probe.plain], text, probe.old, spans, listed=not probe.listed)
        wrong[probe.plan, probe.label] = why
    for one in placed:
        row = rows[plain_question(material, one.label)]
        text = material.drafts[one.label.plan].squashed
        value = label_value(one.label)
        why = judge_value(row, plan=one.label.plan, text=text, new=value, old="", spans=one.spans)
        wrong[one.label.plan, label_key(one.label)] = why
    return wrong


def _ask(
    files: Mapping[str, bytes], corpus: Path, questions: Iterable[str], opener: Opener
) -> dict[str, dict[str, Any]]:
    """The answer rows of all questions to one corpus, by question."""
    corpus.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (corpus / name).write_bytes(data)
    with tempfile.TemporaryDirectory() as folder:
        assistant = opener(corpus, Path(folder))
        rows = {question: _answer(assistant, question) for question in dict.fromkeys(questions)}
        assistant.index.close()
    return rows


def _answer(assistant: Assistant, question: str) -> dict[str, Any]:
    try:
        return assistant.ask(question).to_dict()
    except WenceError as error:
        return {"answer": str(error), "status": "error", "citations": []}


def tally(outcomes: Sequence[Outcome]) -> list[Tally]:
    """Counts by kind, in the order of ``KINDS``; kinds without probes are left out."""
    tallies = []
    for kind in KINDS:
        own = [o for o in outcomes if o.probe.kind == kind]
        if own:
            counted = [o for o in own if o.counted]
            tallies.append(
                Tally(
                    kind=kind,
                    labels=len({(o.probe.plan, o.probe.label) for o in own}),
                    right=len({(o.probe.plan, o.probe.label) for o in counted}),
                    mutations=len(counted),
                    followed=sum(o.followed for o in counted),
                    all_mutations=len(own),
                    all_followed=sum(o.followed for o in own),
                )
            )
    return tallies


def write_outcomes(out: Path, suites: Sequence[Suite], outcomes: Sequence[Outcome], skipped: Sequence[Skipped]) -> None:
    """questions.jsonl (gold rows for the changed corpora), results.jsonl and skipped.jsonl."""
    write_rows(out / QUESTIONS, (p.gold_row(s.name) for s in suites for p in s.probes))
    write_rows(out / RESULTS, (o.record() for o in outcomes))
    write_rows(out / SKIPPED, ({"plan": s.plan, "label": s.label, "reason": s.reason} for s in skipped))
