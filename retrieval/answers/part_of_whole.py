"""What a part has of its whole, both told in one sentence: 汽车产量达357万辆，新能源汽车产量达168.4万辆 is 47.2%."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from corpus.plan import Target
from index.snapshot import Index
from retrieval.answers.computed import rows_within
from retrieval.answers.statement import Statement, evidence_of, sentence_of
from retrieval.answers.unreckoned import asks_share_of_one
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import as_written, in_one_unit, is_share, plain_number

#: So many characters at the end of its name a part has in common with its whole at least: 汽车产量.
_NAME = 3


def compose_part_of_whole(index: Index, query: Query, told: Sequence[Statement]) -> Statement | None:
    """The share that is asked of one place, where one pair of figures of what is told are a part and its whole; None for any other question."""
    firm = [s for s in told if s.plan and not s.nearest and not s.denies]
    if not firm or not asks_share_of_one(query):
        return None
    firm = [_with_sentences(index, s) for s in firm]
    pairs = {(part.start, part.value, whole.value): (part, whole) for part, whole in _pairs(index, query, firm)}
    if len(pairs) != 1:
        return None
    part, whole = next(iter(pairs.values()))
    amounts = in_one_unit([part, whole])
    value = f"{plain_number(round(amounts[0].value / amounts[1].value * 100, 1))}%"
    shown = f"{as_written(part)}÷{as_written(whole)}"
    evidence = tuple(dict.fromkeys(e for s in firm for e in s.evidence))
    name = part.indicator[len(_before(part.indicator, whole.indicator)) :]
    words = f"{part.indicator}约占{name}的{value}（{shown}）"
    return Statement(f"{place_name(index.plan(part.plan))}：{words}。", evidence, part.plan, (words,), (part, whole))


def _with_sentences(index: Index, said: Statement) -> Statement:
    """A statement that rests on whole sentences: of 汽车产量357万辆，新能源汽车产量168.4万辆 it may have told the half."""
    units = (sentence_of(index, evidence) for evidence in said.evidence)
    return replace(said, evidence=tuple(dict.fromkeys(evidence_of(index, unit) for unit in units if unit)))


def _pairs(index: Index, query: Query, told: Sequence[Statement]) -> Iterator[tuple[Target, Target]]:
    """Each part with its whole among the figures of a sentence: by a name that ends as that of the whole begins, and holds what is asked."""
    for statement in told:
        rows = [row for row in rows_within(index, statement) if not is_share(row.unit)]
        for part, whole in permutations(rows, 2):
            own = _before(part.indicator, whole.indicator)
            named = bool(own) and any(way in own or own in way for c in query.concepts for way in c.alternatives)
            amounts = in_one_unit([part, whole]) if named and part.target_year == whole.target_year else []
            if amounts and 0 < amounts[0].value < amounts[1].value:
                yield part, whole


def _before(part: str, whole: str) -> str:
    """What the name of a part has before the name of its whole: 新能源, of 新能源汽车产量 and 汽车产量; empty where it does not end so."""
    ends = next((at for at in range(1, len(part) - _NAME + 1) if whole.startswith(part[at:])), 0)
    return part[:ends]
