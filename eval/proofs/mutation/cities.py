"""Suites of exchanged cities: two plans' places change names throughout, and each is asked for under its new name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.regions import short_name
from eval.proofs.mutation.draft import Draft, squash
from eval.proofs.mutation.material import Material
from eval.proofs.mutation.places import Label, Placed
from eval.proofs.mutation.probe import Probe
from eval.proofs.mutation.suite import Suite
from eval.proofs.mutation.values import label_key, label_value, plain_question


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two places that change names. White space inside a name (郴 州 市) is no obstacle."""

    one: str
    other: str

    def __call__(self, words: str) -> str:
        """The words with the names exchanged: full names first, then short ones."""
        names = {self.one: self.other, self.other: self.one}
        names |= {short_name(a): short_name(b) for a, b in list(names.items())}
        pattern = "|".join(r"[^\S\n]*".join(map(re.escape, n)) for n in sorted(names, key=len, reverse=True))
        return re.sub(pattern, lambda match: names[squash(match.group())], words)


def city_suites(material: Material) -> list[Suite]:
    """One suite for every two labelled plans."""
    return [_suite(material, one, other) for one, other in combinations(material.labels.plans, 2)]


def _suite(material: Material, one: str, other: str) -> Suite:
    exchange = Exchange(material.regions[one], material.regions[other])
    texts = {plan: exchange(material.drafts[plan].text) for plan in (one, other)}
    drafts = {plan: Draft(text) for plan, text in texts.items()}
    name = f"cities-{one}-{other}"
    probes = [
        _probe(material, name, p, exchange, drafts[p.label.plan]) for p in material.placed if p.label.plan in texts
    ]
    catalogue = _catalogue(material, one, other)
    files = material.rewritten(texts, catalogue)
    return Suite(name, files, {plan: squash(text) for plan, text in texts.items()}, tuple(probes))


def _probe(material: Material, corpus: str, placed: Placed[Label], exchange: Exchange, draft: Draft) -> Probe:
    label = placed.label
    plain = plain_question(material, label)
    new = exchange(label_value(label))
    return Probe(
        id=f"{corpus}/city/{label.plan}/{label_key(label)}",
        kind="city",
        way=corpus,
        plan=label.plan,
        label=label_key(label),
        question=exchange(plain),
        plain=plain,
        old="",
        new=new,
        spans=tuple(s for a, b in draft.find(exchange(label.quote)) for s in draft.find(new, a, b)),
    )


def _catalogue(material: Material, one: str, other: str) -> str:
    """The aliases change places too; what a text cannot say is said of the place, not of the file."""
    plans = [p for p in sorted(material.names) if p not in (one, other)]
    sections = [(p, material.aliases(p)) for p in plans]
    sections += [(one, material.aliases(other)), (other, material.aliases(one))]
    return "".join(f"[{plan}]\naliases = {_toml(aliases)}\n\n" for plan, aliases in sections if aliases)


def _toml(words: Sequence[str]) -> str:
    return "[" + ", ".join('"' + w.replace("\\", "\\\\").replace('"', '\\"') + '"' for w in words) + "]"
