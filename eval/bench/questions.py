"""Questions for measuring: those of the public gold set, asked about plans of the scale corpus, and without any place."""

from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import load_corpus
from corpus.regions import short_name
from eval.bench.watch import HOME
from eval.gold.questions import load_gold
from index.records import PlanCard

GOLD = HOME / "eval" / "gold" / "public.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one plan, and the same question about no place in particular."""

    plan: str
    scoped: str
    unscoped: str


def questions_about(cards: tuple[PlanCard, ...], source: Path, number: int) -> list[Asked]:
    """``number`` questions, spread over all plans. Gold questions that name no place or several are left out."""
    names = sorted({n for plan in load_corpus(source).plans for n in (plan.region, short_name(plan.region))}, key=len)
    single = []
    for gold in load_gold(GOLD):
        named = [name for name in reversed(names) if name in gold.question]
        if len(gold.plans) == 1 and named and len({name[:2] for name in named}) == 1 and not gold.history:
            single.append((gold.question, named[0]))
    asked = []
    for turn in range(number):
        question, name = single[turn % len(single)]
        card = cards[turn * 997 % len(cards)]
        place = card.region if name.endswith(("市", "州")) else short_name(card.region)
        asked.append(Asked(card.id, question.replace(name, place), question.replace(name, "")))
    return asked
