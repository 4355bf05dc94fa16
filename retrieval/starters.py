"""Questions to begin or to go on with, made from what the corpus holds, and each answered before it is offered."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.plan import Duty, Target
from index.kept import Kept
from index.snapshot import Index
from retrieval.answer import Answer
from retrieval.question.places import place_name

#: So many plans are looked at, and of each kind of question so many are tried: whoever opens the page waits for it.
_PLANS, _TRIED = 8, 4
#: A name longer than this makes no question that is read at a glance.
_LONGEST_NAME = 14
_made: Kept[str, tuple[str, ...]] = Kept(2)

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Starter:
    """A question about a plan, and words of which its answer must hold one; without a plan it is asked of all."""

    question: str
    plan: str
    holds: tuple[str, ...]

    def is_met(self, answer: Answer) -> bool:
        """Whether the answer is whole, of the plan asked, and says what the question was made from."""
        cited = {citation.plan for citation in answer.citations}
        of_plan = cited == {self.plan} if self.plan else len(cited) > 1
        said = "".join(answer.answer.split())
        return answer.status == "answered" and of_plan and any(words in said for words in self.holds)


def of_figure(place: str, target: Target) -> Starter:
    """What a place's figure is."""
    year = f"到{target.target_year}年" if target.target_year else ""
    question = f"{place}{year}{target.indicator}的目标是多少？"
    return Starter(question, target.plan, ("".join(target.value_text.split()),))


def of_duty(place: str, title: str, duty: Duty) -> Starter:
    """Who is responsible for what a clause is called."""
    return Starter(f"{place}{title}由谁负责？", duty.plan, (duty.body,))


def is_short(name: str) -> bool:
    """Whether a name makes a question that is read at a glance."""
    return 0 < len(name) <= _LONGEST_NAME


def starters_of(index: Index, ask: Ask) -> tuple[str, ...]:
    """A question of each kind that ``ask`` answers: a figure, who is responsible, a comparison, a date; made once for an index."""
    return _made.get(index.fingerprint, lambda _: tuple(_answered(index, ask)))


def _answered(index: Index, ask: Ask) -> Iterator[str]:
    plans = [card.id for card in index.plans[:_PLANS]]
    for at, make in enumerate((_figures, _duties, _comparisons, _dates)):
        turned = plans[at % len(plans) :] + plans[: at % len(plans)] if plans else []  # not all of the same plan
        kept = (s.question for s in islice(make(index, turned), _TRIED) if s.is_met(ask(s.question)))
        yield from islice(kept, 1)


def _figures(index: Index, plans: list[str]) -> Iterator[Starter]:
    """What the most plans have a figure of comes first: people ask for it."""
    rows = {plan: [t for t in index.targets_of_plan(plan) if t.value is not None] for plan in plans}
    common = Counter(name for plan in plans for name in dict.fromkeys(t.canonical for t in rows[plan]))
    for plan in plans:
        named = [t for t in rows[plan] if is_short(t.indicator) and t.scope[:1] in ("", "全")]
        for target in sorted(named, key=lambda t: -common[t.canonical])[:2]:
            yield of_figure(place_name(index.plan(plan)), target)


def _duties(index: Index, plans: list[str]) -> Iterator[Starter]:
    for plan in plans:
        for clause in index.clauses(plan):
            duties = index.duties_of_clause(clause.id)
            if duties and is_short(clause.title):
                yield of_duty(place_name(index.plan(plan)), clause.title, duties[0])
                break


def _comparisons(index: Index, plans: list[str]) -> Iterator[Starter]:
    """Two places side by side, by what the most plans have a figure of."""
    named = {
        plan: list(dict.fromkeys(t.canonical for t in index.targets_of_plan(plan) if t.value is not None))
        for plan in plans
    }
    for name, count in Counter(name for names in named.values() for name in names).most_common():
        if count > 1 and is_short(name):
            one, other = (place_name(index.plan(plan)) for plan in [p for p in plans if name in named[p]][:2])
            yield Starter(f"{one}和{other}的{name}哪个高？", "", ("高于",))


def _dates(index: Index, plans: list[str]) -> Iterator[Starter]:
    for card in map(index.plan, plans):
        if card.date:
            yield Starter(f"{place_name(card)}的文件是什么时候印发的？", card.id, (card.date,))
