"""The figures of a draft held against the plans of the places that it states them of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.plan import FrontField
from index.records import PlanCard
from index.snapshot import Index
from retrieval.drafts.claims import Claim, Kind, read_claims
from retrieval.drafts.facts import Fact, field_of, is_same_fact
from retrieval.drafts.said import Said
from retrieval.drafts.shelf import Stated, stated_in
from retrieval.drafts.weighing import Verdict, Weighed, weigh, weigh_number
from retrieval.question.places import Place, place_name

_ORDER: tuple[Verdict, ...] = ("agrees", "differs", "unclear", "absent")
_NO_PLACE = "稿中没有说是哪个地方的"
_LEAD = "牵头单位没有核对，请到“责任分工”里查"


@dataclass(frozen=True, slots=True)
class Checked:
    """``text[at[0]:at[1]]`` of the sentence ``text[start:end]`` of a draft, checked for one ``place``.

    ``name`` is what it is of; ``plan`` the id of the plan that it was held against, empty where there is none; ``stated`` are the
    plan's own figures, ``front`` is its own fact; ``said`` is a figure as it was read.
    """

    kind: Kind
    start: int
    end: int
    at: tuple[int, int]
    words: str
    name: str
    place: str
    plan: str
    verdict: Verdict
    why: str = ""
    notes: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    front: FrontField | None = None
    said: Said | None = None


def check_draft(
    index: Index, text: str, plans: Sequence[str] = (), check: Callable[[], None] = lambda: None
) -> list[Checked]:
    """Every figure of a draft, in order, for each place that it is stated of.

    ``plans`` are those to hold it against, all that count where none are given; ``check`` is called between figures, and ends the
    work by what it raises. Raises KeyError for an unknown plan.
    """
    cards = [index.plan(plan) for plan in dict.fromkeys(plans)] or list(index.current)
    checker = _Checker(index, text, cards)
    checked: list[Checked] = []
    for claim in read_claims(text, index.plans):
        check()
        checked += checker.checked(claim)
    return checked


class _Checker:
    def __init__(self, index: Index, text: str, cards: Sequence[PlanCard]) -> None:
        self._index, self._text = index, text
        self._cards = {card.id: card for card in cards}

    def checked(self, claim: Claim) -> list[Checked]:
        """A claim for each of its places."""
        bare = self._unchecked(claim, "", "unclear", "")
        if claim.kind == "lead":
            return [replace(bare, why=_LEAD)]
        if not claim.places:
            only = [next(iter(self._cards))] if len(self._cards) == 1 else []
            return [self._best(claim, only, "")] if only else [replace(bare, why=_NO_PLACE)]
        return [self._of_place(claim, place) for place in claim.places]

    def _of_place(self, claim: Claim, place: Place) -> Checked:
        held = [plan for plan in place.plans if plan in self._cards]
        if held:
            return self._best(claim, held, place.name if place.county else "")
        why = f"没有选{place.name}的方案，没有核对" if place.plans else f"资料中没有{place.name}的方案，没有核对"
        return self._unchecked(claim, place.name, "unclear", why)

    def _best(self, claim: Claim, plans: Sequence[str], place: str) -> Checked:
        """What the plan of a place says; of several plans one that says so, before one that says otherwise."""
        each = [self._of_plan(claim, plan, place) for plan in plans]
        best = min(each, key=lambda one: _ORDER.index(one.verdict))
        if best.verdict == "agrees" and any(one.verdict == "differs" for one in each):
            return replace(best, notes=(*best.notes, "这个地方的另一份方案写的不同"))
        return best

    def _of_plan(self, claim: Claim, plan: str, place: str) -> Checked:
        card = self._index.plan(plan)
        blank = replace(self._unchecked(claim, place or place_name(card), "absent", ""), plan=plan)
        if claim.said is None:
            return self._of_fact(claim, card, blank)
        stated = stated_in(self._index, plan)
        found: Weighed = (
            weigh_number(claim.said, stated) if claim.kind == "bare" else weigh(claim.said, stated, card.region)
        )
        return replace(blank, verdict=found.verdict, why=found.why, notes=found.notes, stated=found.stated)

    def _of_fact(self, claim: Claim, card: PlanCard, blank: Checked) -> Checked:
        kind: Fact = "number" if claim.kind == "number" else "date"
        given = field_of(card, kind)
        if given is None:
            return replace(blank, why="方案没有写")
        same = is_same_fact(kind, blank.words, given.value)
        return replace(blank, verdict="agrees" if same else "differs", front=given)

    def _unchecked(self, claim: Claim, place: str, verdict: Verdict, why: str) -> Checked:
        names = {"number": "文号", "date": "印发日期", "lead": "牵头单位"}
        name = names.get(claim.kind, claim.said.name if claim.said else "")
        words = self._text[claim.at[0] : claim.at[1]]
        return Checked(
            claim.kind, claim.start, claim.end, claim.at, words, name, place, "", verdict, why, said=claim.said
        )
