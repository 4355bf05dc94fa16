"""A part: everything an index holds of one plan. Parts are made one plan at a time, by themselves, and put together in any order."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.duties import read_duties
from corpus.editions import edition_of
from corpus.plan import Clause, Duty, Plan, Target
from corpus.quoted import names_quoted
from corpus.targets import read_results, read_targets
from index.chunk import build_passages
from index.embed import Embedder
from index.keyword import cut
from index.passage import Passage, Unit
from index.vectors import Vectors

#: A record as it is stored: its id if it has one, its parent's (for a target or a result the plan's) id, and the whole of it as JSON.
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """``card``, ``furniture`` and ``scans`` are JSON; ``tables`` are rows by table name, in text order.

    ``words`` are the search terms of each passage and unit, joined by blanks. ``vectors`` are the units', float32 (units, d).
    """

    plan: str
    card: str
    text: str
    furniture: str
    scans: str
    tables: Mapping[str, Sequence[Row]]
    words: Mapping[str, Sequence[str]]
    vectors: Vectors


def make_part(plan: Plan, embedder: Embedder, count: Callable[[str], int], limit: int) -> Part:
    """Cut a plan into passages of at most ``limit`` tokens and units, embed the units, and cut everything into search terms.

    Raises:
        ValueError: the plan's clauses do not fit its text, or something in it cannot be read.
    """
    try:
        passages, units = build_passages(plan, count, limit)
        targets, results, duties = read_targets(plan), read_results(plan), read_duties(plan)
    except Exception as error:  # whatever a hostile text does to a reader, the other plans are indexed
        raise ValueError(str(error) or type(error).__name__) from error
    return Part(
        plan=plan.id,
        card=_json(_card(plan)),
        text=plan.text,
        furniture=_json([asdict(item) for item in plan.furniture]),
        scans=_json([asdict(line) for line in plan.scans]),
        tables={
            "clause": [(clause.id, plan.id, _record(clause)) for clause in plan.clauses],
            "passage": [(p.id, p.clause, _record(p)) for p in passages],
            "unit": [(u.id, u.clause, _record(u)) for u in units],
            "target": [(plan.id, _record(target)) for target in targets],
            "result": [(plan.id, _record(result)) for result in results],
            "duty": [(duty.clause, _record(duty)) for duty in duties],
        },
        words={"passage": [passage_words(p) for p in passages], "unit": [unit_words(u) for u in units]},
        vectors=embedder.encode_document([unit_text(u) for u in units]),
    )


def passage_words(passage: Passage) -> str:
    """What keyword search knows of a passage: its header and text."""
    return " ".join(cut(f"{passage.header}\n{passage.text}"))


def unit_words(unit: Unit) -> str:
    """What keyword search knows of a unit."""
    return " ".join(cut(unit_text(unit)))


def unit_text(unit: Unit) -> str:
    """What is searched of a unit: the heading it stands under, then its text."""
    return unit.text if unit.heading in unit.text else f"{unit.heading}\n{unit.text}"


def _card(plan: Plan) -> dict[str, Any]:
    edition = edition_of(plan)
    return {
        "id": plan.id,
        "title": plan.title,
        "region": plan.region,
        "province": plan.province,
        "aliases": plan.aliases,
        "front": [asdict(field) for field in plan.front],
        "clauses": len(plan.clauses),
        "repeals": edition.repeals,
        "void": edition.void,
        "quoted": names_quoted(plan.text),
    }


def _record(record: Clause | Passage | Unit | Target | Duty) -> str:
    """A record as JSON; its fields hold no other records, which ``asdict`` would look for in a tenth of the time that a plan takes."""
    return _json({name: getattr(record, name) for name in record.__dataclass_fields__})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
