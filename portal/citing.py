"""``POST /api/citations``: what a page shows of citations: the clause around each quote, and which other plans say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from corpus.plan import Clause
from corpus.wording import raw_offsets
from errors import WenceError
from index.kept import Kept
from portal.contract import Assistant, PlanCard, Service, Snapshot
from portal.excerpt import Excerpt, alone, around, whole
from portal.schema import CLAUSE_ID, PLAN_ID, CitedOut, refusals
from retrieval.answer import Citation

SEARCHED = 50
"""Plans in which the same words are looked for, those of the same province first: 1.5 million characters, 5 ms once they are read."""
ALSO = 8
"""Places named that say the same."""
TELLING = 12
"""Characters that words need to be the same on purpose: shorter ones are headings and figures of speech."""
_KEPT_SHELVES = 2
"""Snapshots whose plans are kept by id: the one in service and the one before, which may still be asked of."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The plans of a snapshot by their ids, and by province."""

    cards: dict[str, PlanCard]
    provinces: dict[str, list[PlanCard]]

    def near(self, plan: str) -> Iterable[PlanCard]:
        """The other plans, those of the same province first; as many as are looked into."""
        home = self.cards.get(plan)
        own = self.provinces[home.province] if home else []
        far = (card for card in self.cards.values() if home is None or card.province != home.province)
        return islice((card for card in chain(own, far) if card.id != plan), SEARCHED)


_shelves: Kept[str, _Shelf] = Kept(_KEPT_SHELVES)
_squashed: Kept[tuple[str, str], tuple[tuple[Clause, str], ...]] = Kept(2 * SEARCHED)


class CitationIn(BaseModel):
    """A citation of an answer, as ``/api/ask`` gave it; what else it holds is not read."""

    model_config = ConfigDict(strict=True)
    n: Annotated[int, Field(ge=0, le=9999)]
    plan: Annotated[str, Field(max_length=PLAN_ID)]
    clause: Annotated[str, Field(max_length=CLAUSE_ID)]
    title: Annotated[str, Field(max_length=500)] = ""
    section: Annotated[str, Field(max_length=2000)] = ""
    address: Annotated[str, Field(max_length=500)] = ""
    quote: Annotated[str, Field(max_length=5000)]
    start: Annotated[int, Field(ge=0)] = 0
    end: Annotated[int, Field(ge=0)] = 0
    scanned: bool = False

    def record(self) -> Citation:
        """As the assistant has it."""
        return Citation(**{name: getattr(self, name) for name in Citation.__slots__})


class CitedRequest(BaseModel):
    """The citations of one answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    citations: Annotated[list[CitationIn], Field(max_length=200, description="回答的 citations")]


def add_citing(app: FastAPI, service: Service) -> None:
    """Add the route."""

    @app.post(
        "/api/citations",
        summary="出处的上下文：每条条款一项，含引文前后的原文，以及哪些方案有同样的话",
        operation_id="citations",
        response_model=CitedOut,
        responses=refusals(writing=True),
    )
    def citations(request: CitedRequest) -> dict[str, Any]:
        assistant = service.now()
        shelf = _shelves.get(assistant.fingerprint, lambda _: _shelf(assistant.plans))
        cards = _by_clause([citation.record() for citation in request.citations])
        return {"index": assistant.fingerprint, "cards": [_card(assistant, shelf, card) for card in cards]}


def _shelf(plans: Iterable[PlanCard]) -> _Shelf:
    provinces: dict[str, list[PlanCard]] = {}
    cards = {card.id: card for card in plans}
    for card in cards.values():
        provinces.setdefault(card.province, []).append(card)
    return _Shelf(cards, provinces)


def _by_clause(citations: Sequence[Citation]) -> list[list[Citation]]:
    """All that is quoted from one clause together, in the order in which the clauses are first cited."""
    cards: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        cards.setdefault((citation.plan, citation.clause), []).append(citation)
    return list(cards.values())


def _card(assistant: Assistant, shelf: _Shelf, cited: Sequence[Citation]) -> dict[str, Any]:
    first = cited[0]
    plan = shelf.cards.get(first.plan)
    clause = _clause(assistant, first)
    full = (whole(cited, clause) if clause else None) or alone(citation.quote for citation in cited)
    near = around(full)
    return {
        "numbers": [citation.n for citation in cited],
        "plan": first.plan,
        "title": plan.title if plan else first.title,
        "number": plan.number or "" if plan else "",
        "date": plan.date or "" if plan else "",
        "clause": first.clause,
        "address": clause.name if clause else first.address,
        "section": first.section if " > " in first.section else "",
        "held": clause is not None,
        "shown": _excerpt(near),
        "whole": _excerpt(full) if near.cut and clause else None,
        "spans": [[citation.start, citation.end] for citation in cited],
        "also": _also(assistant, shelf, cited),
    }


def _clause(assistant: Assistant, citation: Citation) -> Clause | None:
    try:
        return assistant.clause(citation.plan, citation.clause)
    except (LookupError, WenceError):
        return None


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    pieces = ["……" if at in excerpt.gaps else piece for at, piece in enumerate(excerpt.pieces)]
    pieces[0] = "…" * excerpt.more_before + pieces[0]
    pieces[-1] += "…" * excerpt.more_after
    return {"pieces": pieces, "held": list(excerpt.held)}


def _also(assistant: Assistant, shelf: _Shelf, cited: Sequence[Citation]) -> list[dict[str, Any]]:
    """Where other plans say the same, to the letter, and which of the quotes they say; white space is the printer's."""
    squashed = {citation.n: "".join(citation.quote.split()) for citation in cited}
    words = {n: said for n, said in squashed.items() if len(said) >= TELLING}
    places: list[dict[str, Any]] = []
    for card in shelf.near(cited[0].plan) if words else ():
        places += _saying(assistant, card, words)
        if len(places) >= ALSO:
            break
    return places[:ALSO]


def _saying(assistant: Assistant, card: PlanCard, words: dict[int, str]) -> Iterator[dict[str, Any]]:
    for clause, text in _squashed.get((assistant.fingerprint, card.id), lambda key: _texts(assistant.index, key[1])):
        numbers = [n for n, said in words.items() if said in text]
        if numbers:
            said = words[numbers[0]]
            start, end = _raw(assistant.index, clause, text.index(said), len(said))
            yield {
                "numbers": numbers,
                "plan": card.id,
                "title": card.title,
                "clause": clause.id,
                "address": clause.name,
                "start": start,
                "end": end,
            }
            return


def _texts(snapshot: Snapshot, plan: str) -> tuple[tuple[Clause, str], ...]:
    return tuple((clause, "".join(clause.text.split())) for clause in snapshot.clauses(plan))


def _raw(snapshot: Snapshot, clause: Clause, start: int, length: int) -> tuple[int, int]:
    """The place in the raw text of characters that are counted without white space."""
    text, furniture = snapshot.plan_text(clause.plan), snapshot.furniture(clause.plan)
    offsets = raw_offsets(text, furniture, clause.start, clause.end, clause.text)
    solid = [at for at, character in zip(offsets, clause.text, strict=True) if not character.isspace()]
    return solid[start], solid[start + length - 1] + 1
