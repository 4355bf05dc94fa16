"""Suites of deleted clauses: what only a deleted clause states must not be found any more."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.proofs.mutation.draft import Draft, Edit, Span, bigrams, squash
from eval.proofs.mutation.labels import TargetLabel
from eval.proofs.mutation.material import Material
from eval.proofs.mutation.places import Label
from eval.proofs.mutation.probe import Probe
from eval.proofs.mutation.suite import Suite, edited
from eval.proofs.mutation.values import label_key, label_value, plain_question

#: Heading numbers from the highest rank to the lowest; a clause ends where one of its own rank or a higher one begins.
_NUMERAL = "[一二三四五六七八九十百零〇]+"
_RANKS = (
    rf"第{_NUMERAL}章",
    rf"第{_NUMERAL}条",
    rf"{_NUMERAL}、",
    rf"[（(]{_NUMERAL}[）)]",
    r"\d{1,2}[.．、](?!\d)",
    r"[（(]\d{1,2}[）)]",
)
_MARKUP = "#*>-"
_CORPORA = 4
#: A remaining sentence with this share of a label's pairs of characters may state the same.
_STATES = 0.6


@dataclass(frozen=True, slots=True)
class Skipped:
    """A label that deletion cannot ask for, and why."""

    plan: str
    label: str
    reason: str


def deletion_suites(material: Material) -> tuple[list[Suite], list[Skipped]]:
    """The labelled clauses of all plans in four corpora, neighbours apart, and the labels that other clauses restate."""
    suites, skipped = [], []
    for group in range(_CORPORA):
        suite, left = _suite(material, group)
        suites.append(suite)
        skipped += left
    return suites, skipped


def _suite(material: Material, group: int) -> tuple[Suite, list[Skipped]]:
    labels: list[Label] = [*material.labels.targets, *material.labels.duties]
    gone: dict[tuple[str, str], Span] = {}
    for plan, draft in material.drafts.items():
        sections = sorted({one.section for one in labels if one.plan == plan})
        places = {s: clause_span(draft, s, [one.quote for one in labels if one.section == s]) for s in sections}
        ordered = sorted((span, section) for section, span in places.items() if span)
        gone |= {(plan, section): span for i, (span, section) in enumerate(ordered) if i % _CORPORA == group}
    edits: dict[str, list[Edit]] = defaultdict(list)
    for (plan, _), span in gone.items():
        edits[plan].append(material.drafts[plan].edit(span, "\n"))
    texts = edited(material.drafts, edits)
    name = f"deletions-{group + 1}"
    probes, skipped = [], []
    for label in _askable(labels):
        if (label.plan, label.section) not in gone:
            continue
        words = label.indicator if isinstance(label, TargetLabel) else label.title
        elsewhere = restated(words, squash_lines(texts[label.plan]))
        if elsewhere:
            skipped.append(Skipped(label.plan, label_key(label), f"另有条款提到：{elsewhere[:60]}"))
        else:
            probes.append(_probe(material, name, label))
    squashed = {plan: squash(text) for plan, text in texts.items()}
    return Suite(name, material.rewritten(texts), squashed, tuple(probes)), skipped


def clause_span(draft: Draft, section: str, quotes: Sequence[str]) -> Span | None:
    """The squashed span from a section's heading to the next heading of its rank or higher; None where it cannot be told.

    The heading is the last one before the first of the quotes, which must all lie inside.
    """
    places = [span for quote in quotes for span in draft.find(quote)[:1]]
    heading = section.rsplit(" > ", 1)[-1]
    starts = [s for s, _ in draft.find(heading) if places and s <= min(places)[0]]
    rank = next((i for i, r in enumerate(_RANKS) if re.match(r, squash(heading))), None)
    if not starts or rank is None:
        return None
    ends = [at for at in _headings(draft, _RANKS[: rank + 1]) if at > starts[-1]]
    end = min(ends, default=len(draft.squashed))
    return (starts[-1], end) if max(b for _, b in places) <= end else None


def _headings(draft: Draft, ranks: Iterable[str]) -> list[int]:
    pattern = re.compile(rf"[{_MARKUP}]*(?:{'|'.join(ranks)})")
    return [at for at in draft.line_starts() if pattern.match(draft.squashed, at)]


def squash_lines(text: str) -> list[str]:
    """The squashed sentences of a text."""
    return [s for s in re.split(r"[。；;]", squash(text)) if s]


def restated(words: str, sentences: Iterable[str]) -> str:
    """The first of the sentences that speaks of the same thing, judged by shared pairs of characters; empty if none does."""
    wanted = bigrams(squash(words))
    return next((s for s in sentences if len(wanted & bigrams(s)) >= _STATES * len(wanted)), "")


def _askable(labels: Iterable[Label]) -> Iterable[Label]:
    """Each number, and each bracket once: all bodies of a bracket share a question."""
    seen = set()
    for label in labels:
        key = (label.plan, label.section, "" if isinstance(label, TargetLabel) else label.quote)
        if isinstance(label, TargetLabel) or key not in seen:
            seen.add(key)
            yield label


def _probe(material: Material, corpus: str, label: Label) -> Probe:
    question = plain_question(material, label)
    return Probe(
        id=f"{corpus}/deletion/{label.plan}/{label_key(label)}",
        kind="deletion",
        way="clause",
        plan=label.plan,
        label=label_key(label),
        question=question,
        plain=question,
        old=label_value(label),
        new="",
    )
