"""The invariants of a parsed plan. What they forbid would make a citation point at the wrong characters."""

from collections.abc import Iterator

from corpus.plan import Plan
from corpus.spacing import kept_pieces
from corpus.wording import raw_offsets


def find_violations(plan: Plan) -> list[str]:
    """Chinese sentences, one a broken invariant; empty when the plan is sound.

    Every non-blank character belongs to exactly one clause or furniture span; clauses are in order, not empty, with unique ids; a
    clause's text is its span with white space repaired; a clause's parent comes before it; front-matter values stand in the text.
    """
    return [*_coverage(plan), *_clauses(plan), *_fields(plan)]


def _coverage(plan: Plan) -> Iterator[str]:
    owners = bytearray(len(plan.text))
    for clause in plan.clauses:
        for start, end in kept_pieces(clause.start, clause.end, plan.furniture):
            owners[start:end] = bytes(min(n + 1, 2) for n in owners[start:end])
    for item in plan.furniture:
        owners[item.start : item.end] = bytes(min(n + 1, 2) for n in owners[item.start : item.end])
    for count, meaning in ((0, "不属于任何条款"), (2, "属于不止一个条款")):
        at = next((i for i, n in enumerate(owners) if n == count and not plan.text[i].isspace()), None)
        if at is not None:
            yield f"{plan.id}：第 {at} 个字符起的“{plan.text[at : at + 12]}”{meaning}"


def _clauses(plan: Plan) -> Iterator[str]:
    seen: set[str] = set()
    last_end = 0
    for clause in plan.clauses:
        if clause.id in seen:
            yield f"{clause.id}：编号重复"
        if clause.start < last_end:
            yield f"{clause.id}：与前一条款重叠或次序颠倒"
        if not clause.text.strip():
            yield f"{clause.id}：条款没有文字"
        if clause.parent is not None and clause.parent not in seen:
            yield f"{clause.id}：上级条款 {clause.parent} 不在它之前"
        try:
            raw_offsets(plan.text, plan.furniture, clause.start, clause.end, clause.text)
        except ValueError as error:
            yield f"{clause.id}：条款文字与原文不符（{error}）"
        seen.add(clause.id)
        last_end = clause.end


def _fields(plan: Plan) -> Iterator[str]:
    for field in plan.front:
        pieces = kept_pieces(field.start, field.end, plan.furniture)
        stands = "".join("".join(plan.text[a:b].split()) for a, b in pieces)
        if "".join(field.value.split()) not in stands:
            yield f"{plan.id}：{field.kind} “{field.value}”不在它所指的原文位置"
