"""The sentences of a plan that a claim stands under, or the reason why it stands under none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.passage import Unit
from index.snapshot import Index
from retrieval.answers.statement import Evidence, evidence_of
from retrieval.gates.absence import without_absence
from retrieval.gates.alignment import Alignment, align
from retrieval.gates.bodies import bodies_in, fold_body
from retrieval.gates.cited import Cited
from retrieval.gates.claims import amounts, fold, years
from retrieval.gates.english import is_foreign, wrong_translation
from retrieval.gates.facts import VETOES, check_all
from retrieval.gates.source import Source, without_names
from retrieval.gates.support_model import open_support_model
from retrieval.gates.values import same_quantity
from retrieval.gates.verdict import is_empty, says

#: From which chance on a claim stands. Chosen on natural answers over the training documents, each weighed by trees that had not seen its
#: document, so that hardly a fault passes; for what falls the plan's own sentence is there: ``python -m eval support --folds``.
_LEAST = 0.7
#: … and what a sentence says nearly word for word, where no check finds anything.
_LEAST_WHOLE = 0.1
#: … and what is left of a sentence that sets plans side by side, whose figures and order are reckoned.
_LEAST_BESIDE = 0.3


@dataclass(frozen=True, slots=True)
class Support:
    """The sentences that a claim rests on, and the chance that they say it."""

    sources: tuple[Source, ...]
    chance: float


#: A claim without figures and bodies of which less than this stands there says something else.
_SOMETHING = 0.1
_LISTS = re.compile("^(?:主要|具体|共|其中)?(?:包括|包含|有|分为|是)(?:以下)?[:：]?")
_FIGURES = ("figures", "invented item", "swapped", "borrowed", "opposed", "left out")


def find_support(claim: str, cited: Cited, *, beside: bool = False, listed: bool = False) -> Support | str:
    """The sentences that say a claim, or why they do not. Exact checks come first; then what the model makes of the words.

    ``beside``: it is what is left of a sentence that sets plans side by side, whose figures are checked by themselves.
    ``listed``: it is an item of a list, which may be one word.
    """
    if is_foreign(claim):
        return wrong_translation(claim, cited) or Support(_of_figures(claim, cited) or cited.single[:1], 1.0)
    if city := _city_of_same_name(claim, cited):
        return f"地名 {city} 不在所引的段落里"
    bare = without_absence(fold(without_names(claim, cited.named)))
    alignment = align(bare, cited)
    if not alignment.sources:
        return "所引段落里没有可作依据的句子"
    found = check_all(alignment, but=_FIGURES if beside else ())
    if exact := next((reason for name, reason in found.items() if name in VETOES), ""):
        return exact
    if beside:
        chance, worst = open_support_model().weigh(alignment, found)
        enough = chance >= _LEAST_BESIDE or not bare
        return Support(_proofs(alignment, None), chance) if enough else _why(found, worst)
    item = _is_list(bare, cited) or (listed and bare.rstrip("。,，;") in cited.everything)
    whole = next((s for s in cited.sources if says(bare, s)), None)
    if not whole and not item and is_empty(bare) and not bodies_in(bare, cited):
        return "这句话没有说出什么"
    if alignment.together < _SOMETHING and not amounts(bare) and not bodies_in(bare, cited):
        return "所引段落里没有这样说"
    chance, worst = open_support_model().weigh(alignment, found)
    least = _LEAST_WHOLE if (whole or item) and not found else _LEAST
    return Support(_proofs(alignment, whole), chance) if chance >= least else _why(found, worst)


def _is_list(bare: str, cited: Cited) -> bool:
    """Whether a folded claim only lists what headings say: 主要包括农业节水、城镇节水."""
    items = re.split("[、和及]|以及", _LISTS.sub("", bare).rstrip("。"))
    return len(items) > 1 and all(len(item) > 1 and item in cited.sections for item in items)


def _why(found: dict[str, str], worst: str) -> str:
    return next(iter(found.values()), "") or f"所引段落里没有这样说（“{worst}”没有依据）"


def _city_of_same_name(claim: str, cited: Cited) -> str:
    """吉林市 in a claim about a plan of 吉林省 that does not name the city; empty where there is none."""
    region = cited.named.region
    city = f"{region.removesuffix('省')}市"
    return city if region.endswith("省") and city in fold(claim) and city not in cited.everything else ""


def _proofs(alignment: Alignment, whole: Source | None) -> tuple[Source, ...]:
    """The sentences that a claim rests on: one that says all of it or the nearest, and those with its figures and bodies."""
    chosen = [whole] if whole else list(alignment.sources)
    words = "".join(s.words for s in chosen)
    for figure in amounts(alignment.claim):
        if not any(same_quantity(figure, a) for a in amounts(words)):
            chosen += [s for s in alignment.cited.single if any(same_quantity(figure, a) for a in amounts(s.words))][:1]
            words = "".join(s.words for s in chosen)
    for body in bodies_in(alignment.claim, alignment.cited):
        if body not in words:
            chosen += [s for s in alignment.cited.single if any(fold_body(d.body) == body for d in s.duties)][:1]
            words = "".join(s.words for s in chosen)
    return tuple(dict.fromkeys(chosen))


def _of_figures(claim: str, cited: Cited) -> tuple[Source, ...]:
    """The sentences that share figures with a foreign claim, the one that shares most first."""
    numbers = set(re.findall(r"\d+(?:\.\d+)?", claim.replace(",", "")))
    shared = [(len(numbers & set(re.findall(r"\d+(?:\.\d+)?", s.words))), -n, s) for n, s in enumerate(cited.single)]
    best = sorted((each for each in shared if each[0]), key=lambda each: each[:2], reverse=True)
    return tuple(s for _, _, s in best[:2])


def evidence_of_sources(index: Index, claim: str, sources: Iterable[Source]) -> tuple[Evidence, ...]:
    """The sentences as evidence; the one before, where the claim has its year from there."""
    named = years(fold(claim))[1]
    units: dict[str, Unit] = {}
    for source in sources:
        if source.leader and named & source.led - years(source.words)[1]:
            units.setdefault(source.leader.id, source.leader)
        for unit in source.units:
            units.setdefault(unit.id, unit)
    return tuple(_evidence(index, unit) for unit in units.values())


def _evidence(index: Index, unit: Unit) -> Evidence:
    if unit.id != unit.clause:
        return evidence_of(index, unit)
    whole = replace(unit, text=index.clause(unit.clause).text)  # a heading: the beginning of its clause
    return replace(evidence_of(index, whole, 0, len(unit.text)), context=unit.text)


def unproved(text: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Figures and bodies of a sentence that stood the gates and are in no quote word for word: counted, reckoned, or written otherwise."""
    quotes = "".join(e.quote for e in evidence)
    return tuple(dict.fromkeys(m for m in re.findall(r"\d[\d,]*(?:\.\d+)?[^\W\d_]{0,4}", text) if m not in quotes))
