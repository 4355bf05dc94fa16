"""Whether the same offices answer for a task in several places: 不同：甲市是市工信局，乙市是市发展改革委."""

from collections.abc import Iterable, Sequence

from index.snapshot import Index
from retrieval.answers.statement import Statement
from retrieval.question.bodies import is_name_of, without_level
from retrieval.question.places import place_name
from retrieval.question.query import Query

_SEVERAL = 2
#: Of longer lists only what they share is named: they are read below.
_MOST_NAMED = 2


def compose_same_bodies(index: Index, query: Query, statements: Iterable[Statement]) -> list[Statement]:
    """A verdict over the places that say who is responsible, where it is asked whether that is the same; none where fewer than two do."""
    if query.kind != "duty" or not query.asking.reckoning.same:
        return []
    told = {s.plan: (s, bodies) for s in statements if not s.nearest and (bodies := _bodies_of(index, query, s))}
    if len(told) < _SEVERAL:
        return []
    words = f"{_verdict([bodies for _, bodies in told.values()])}：{_each(index, told)}"
    proof = tuple(dict.fromkeys(e for s, _ in told.values() for e in s.evidence))
    return [Statement(f"{words}。", proof, "", (words,))]


def _bodies_of(index: Index, query: Query, statement: Statement) -> list[str]:
    """The offices of the brackets that a statement quotes, as written; those that lead where these are asked for and told."""
    duties = [duty for e in statement.evidence for duty in index.duties_of_clause(e.clause) if duty.quote == e.quote]
    leads = [duty for duty in duties if duty.role == "lead"]
    return list(dict.fromkeys(d.body for d in (leads if leads and query.asking.role == "lead" else duties)))


def _verdict(lists: Sequence[Sequence[str]]) -> str:
    first, *others = lists
    shared = [body for body in first if all(_names(body, other) for other in others)]
    if all(len(shared) == len(bodies) for bodies in lists):
        return "相同"
    if not shared:
        return "不同"
    return f"不完全相同，都有{'、'.join(map(without_level, shared))}"


def _names(body: str, others: Sequence[str]) -> bool:
    """Whether one of others is the office of a body in its own place: 市发改委, 州发展改革委."""
    own = without_level(body)
    return any(is_name_of(own, other) or is_name_of(without_level(other), body) for other in others)


def _each(index: Index, told: dict[str, tuple[Statement, list[str]]]) -> str:
    """甲市是A、B，乙市是C; of long lists how many they are."""
    return "，".join(
        f"{place_name(index.plan(plan))}是{'、'.join(bodies)}"
        if len(bodies) <= _MOST_NAMED
        else f"{place_name(index.plan(plan))}是{bodies[0]}等{len(bodies)}个单位"
        for plan, (_, bodies) in told.items()
    )
