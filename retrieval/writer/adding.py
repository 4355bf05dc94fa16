"""What the extractive answer has that a model's reply does not say: computed lines, the one exact answer, plans passed over, absences."""

import re
from collections.abc import Sequence

from retrieval.answers.extract import Extract
from retrieval.answers.statement import Statement
from retrieval.gates.claims import Amount, amounts, fold
from retrieval.gates.values import same_quantity
from retrieval.writer.standing import Reply, is_within

#: Kinds of question with one exact answer, which the ledgers and the front matter give.
_EXACT = ("number", "duty", "document")
_VERDICT = re.compile(r"^(?:[^，。：]{0,12}：)?(?:有|没有|是|不是|对|不对|一样|不一样|相同|不同|高|低)[，。]")


def missing_lines(extract: Extract, reply: Reply) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """(lines that go first: what was computed or decided, lines that go last, absences) of the extractive answer that the reply leaves out."""
    exact = extract.query.kind in _EXACT or bool(reply.removed)
    first, last = [], []
    for statement in (s for s in extract.statements if not s.nearest):
        if _is_computed(statement):
            if not _says_it(statement, reply.statements):
                first.append(statement)
        elif not _is_covered(statement, reply.statements) and (exact or statement.plan not in reply.told):
            last.append(statement)
    return first, last, [s for s in extract.absences if s.plan not in reply.told or (not s.plan and not reply.told)]


def _is_computed(statement: Statement) -> bool:
    """Whether a line says what no quote says: a sum, a difference, an order, a yes or no."""
    return bool(statement.picks or statement.ranking or statement.denies) or (
        bool(statement.own_words) and bool(statement.evidence)
    )


def _says_it(statement: Statement, told: Sequence[Statement]) -> bool:
    """Whether the figures that a line reckons stand in what is told, and the plan that it singles out is named there."""
    quotes = fold("。".join(e.quote for e in statement.evidence))
    given = amounts(quotes)
    own = [a for a in amounts(fold(statement.text)) if not any(_is_one(a, q) for q in given)]
    said = [a for s in told for a in amounts(fold(s.text))]
    if own:
        return all(any(same_quantity(a, b) for b in said) for a in own)
    verdict = _VERDICT.search(statement.text)
    if verdict or statement.denies:
        return verdict is not None and any(s.text.startswith(verdict.group()[:2]) for s in told)
    return _is_covered(statement, told)


def _is_one(term: Amount, given: Amount) -> bool:
    """Whether a figure is one that is quoted; the terms of a sum stand without their units."""
    return same_quantity(term, given) or (not term.unit and term.number == given.number)


def _is_covered(statement: Statement, told: Sequence[Statement]) -> bool:
    """Whether most of what a line quotes is told."""
    covered = sum(any(is_within(e, s) for s in told) for e in statement.evidence)
    return bool(covered) and 2 * covered >= len(statement.evidence)
