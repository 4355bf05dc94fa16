"""A suite: one changed corpus and the probes that are put to it. Many changes share a corpus, so that few are built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.proofs.mutation.draft import Draft, Edit, Span, apply_edits, squash
from eval.proofs.mutation.probe import Probe


@dataclass(frozen=True, slots=True)
class Suite:
    """``files`` of the changed corpus by name, the changed plans' squashed texts by id, and what to ask."""

    name: str
    files: Mapping[str, bytes]
    texts: Mapping[str, str]
    probes: tuple[Probe, ...]


def moved(span: Span, words: str, draft: Draft, edits: Sequence[Edit]) -> Span:
    """The squashed span of ``words`` after all edits of a draft, given the squashed span that they replaced."""
    start, _ = draft.raw(span)
    shift = sum(
        len(squash(e.words)) - (draft.squashed_at(e.end) - draft.squashed_at(e.start)) for e in edits if e.start < start
    )
    return span[0] + shift, span[0] + shift + len(squash(words))


def edited(drafts: Mapping[str, Draft], edits: Mapping[str, Sequence[Edit]]) -> dict[str, str]:
    """The texts of the plans that have edits."""
    return {plan: apply_edits(drafts[plan].text, own) for plan, own in edits.items() if own}
