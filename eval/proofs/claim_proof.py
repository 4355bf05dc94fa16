"""How well the gates, and the independent checker, tell true cited sentences from bent ones: made from the plans, counted, misses listed.

``python -m eval.proofs.claim_proof [--index DIR] [--out FILE]`` prints the table that docs/llm.md holds.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.regions import short_name
from eval.proofs.claims import Claim, bent_claims, true_claims
from eval.proofs.support_checker import Quoted, unsupported
from index.passage import Passage
from index.snapshot import Index, open_index
from retrieval.writer.judging import judge_sentence
from retrieval.writer.reply import read_sentence

BENT = ("digit", "unit", "negation", "stitched", "twin city")
UNDER_A_TRUE_QUOTE = ("role", "year", "comparator", "negation", "swapped figure")


@dataclass
class Tally:
    """Sentences judged in one way; ``wrong`` are those judged otherwise than they should, with the reason given."""

    name: str
    judged: int = 0
    wrong: list[tuple[Claim, str]] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Share judged as they should be."""
        return 1 - len(self.wrong) / self.judged if self.judged else 0.0


def gate_reason(index: Index, claim: Claim, passages: Sequence[Passage]) -> str:
    """What the gates say of a sentence that cites the passages; empty when they let it through."""
    marks = "".join(f"[{n}]" for n in range(1, len(passages) + 1))
    sentence = read_sentence(f"{claim.text.rstrip('。')}{marks}。")
    if sentence is None:
        return "没有内容"
    judged = judge_sentence(index, [claim.plan], passages, sentence)
    return judged if isinstance(judged, str) else ""


def checker_reason(index: Index, claim: Claim) -> str:
    """What the independent checker says of a sentence under its source's quote; empty when it accepts it."""
    passage = index.passage(claim.passage)
    clause = index.clause(passage.clause)
    unit = next(u for u in index.units_of_clause(clause.id) if u.id == claim.source)
    card = index.plan(claim.plan)
    names = [n for n in (card.region, short_name(card.region), *card.aliases) if n]
    others = [short_name(c.region) for c in index.plans if c.id != card.id and c.region]
    return unsupported(claim.text, [Quoted(unit.text, f"{card.title}。{clause.section}")], names, others)


def prove(index: Index, honest: int, bent: int, under_quote: int, seed: int = 7) -> list[Tally]:
    """Tallies of the gates and of the checker over true sentences, bent ones, and those a true quote does not support."""
    rng = random.Random(seed)  # noqa: S311
    true = true_claims(index)
    chosen = rng.sample(true, min(honest, len(true)))
    tallies = [Tally(f"{who}：如实") for who in ("核对", "检查器")]
    for claim in chosen:
        _count(tallies[0], claim, gate_reason(index, claim, [index.passage(claim.passage)]), accept=True)
        _count(tallies[1], claim, checker_reason(index, claim), accept=True)
    groups = (("改坏", BENT, bent), ("引文属实、句子不符", UNDER_A_TRUE_QUOTE, under_quote))
    for name, kinds, most in groups:
        spread = _spread(index, true, kinds, most)
        pair = [Tally(f"{who}：{name}") for who in ("核对", "检查器")]
        for claim in spread:
            _count(pair[0], claim, gate_reason(index, claim, [index.passage(claim.passage)]), accept=False)
            _count(pair[1], claim, checker_reason(index, claim), accept=False)
        tallies += pair
    return tallies


def _spread(index: Index, true: Sequence[Claim], kinds: Sequence[str], most: int) -> list[Claim]:
    """As evenly over the kinds as they allow, ``most`` in all."""
    found = {kind: bent_claims(index, true, kind, most) for kind in kinds}
    chosen: list[Claim] = []
    place = 0
    while len(chosen) < most and any(place < len(f) for f in found.values()):
        chosen += [f[place] for f in found.values() if place < len(f)]
        place += 1
    return chosen[:most]


def _count(tally: Tally, claim: Claim, reason: str, *, accept: bool) -> None:
    tally.judged += 1
    if bool(reason) == accept:
        tally.wrong.append((claim, reason))


def main() -> None:
    """Print the tallies and what was judged wrong."""
    parser = argparse.ArgumentParser(description="核对与独立检查器的对错统计")
    parser.add_argument("--index", type=Path, default=Path("var/index"))
    parser.add_argument("--honest", type=int, default=1000)
    parser.add_argument("--bent", type=int, default=1000)
    parser.add_argument("--under-quote", type=int, default=200)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    tallies = prove(open_index(chosen.index), chosen.honest, chosen.bent, chosen.under_quote)
    for tally in tallies:
        by_kind = Counter(claim.kind for claim, _ in tally.wrong)
        print(f"{tally.name}：{tally.judged} 句，判对 {tally.right:.2%}，判错 {len(tally.wrong)} {dict(by_kind) or ''}")
        for claim, reason in tally.wrong[: chosen.show]:
            print(f"    {claim.kind}｜{claim.plan}｜{claim.text}｜{reason}")
    if chosen.out:
        rows = [
            {
                "name": t.name,
                "judged": t.judged,
                "wrong": [{"kind": c.kind, "text": c.text, "plan": c.plan, "reason": r} for c, r in t.wrong],
            }
            for t in tallies
        ]
        chosen.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
