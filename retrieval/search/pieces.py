"""The clauses of a plan that an address means, or what the plan has in place of the one that it has not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.headings import chinese_number
from corpus.plan import Clause
from retrieval.question.address import Address, Step

_NUMBER = re.compile(r"[一二三四五六七八九十百零]{1,5}|\d{1,3}|[①-⑳]")
_PAREN = re.compile(r"[（(].+[）)]")
_ATTACHED = re.compile("附[件录表]|(?:名词|术语)(?:解释|注释|说明)")
_BOX = "专栏"
_TASK = re.compile("任务|行动|工程|举措|措施")
_SHORTEST_NOUN = 2
#: The signs of the labels that carry their own name.
_OWN_SIGN = {"part": "[篇编]", "chapter": "章", "section": "节", "article": "条"}


@dataclass(frozen=True, slots=True)
class Located:
    """``clauses`` that an address means; where there are none, ``step`` is the one that failed and ``instead`` what stands in its place.

    ``above`` is the clause inside which that is, None for the document.
    """

    clauses: tuple[Clause, ...]
    step: Step | None = None
    instead: tuple[Clause, ...] = ()
    above: Clause | None = None


def locate(clauses: Sequence[Clause], address: Address) -> Located:
    """Follow an address from its outermost step to its innermost."""
    body = [c for c in clauses if c.kind == "clause"]
    scopes: tuple[Clause | None, ...] = (None,)
    for step in address.steps:
        found: list[Clause] = []
        there: list[Clause] = []
        for scope in scopes:
            there = _counted(body, step, scope)
            found += _numbered(there, step)
        if not found:
            return Located((), step, tuple(there), scopes[-1])
        scopes = tuple(found)
    return Located(tuple(scope for scope in scopes if scope is not None))


def numbers_of(clause: Clause) -> tuple[int, ...]:
    """The numbers of a clause's label: 三、 is (3,), 3.2 is (3, 2)."""
    return tuple(chinese_number(number) for number in _NUMBER.findall(clause.label))


def tops(clauses: Iterable[Clause]) -> list[Clause]:
    """The outermost numbered clauses of a document, without what is attached to it."""
    return [c for c in clauses if c.kind == "clause" and c.parent is None and not _is_attached(c)]


def children(clauses: Iterable[Clause], parent: Clause) -> list[Clause]:
    """The clauses right below one, boxes left out."""
    return [c for c in clauses if c.parent == parent.id and not c.label.startswith(_BOX)]


def below(clauses: Iterable[Clause], above: Clause) -> list[Clause]:
    """A clause and all below it, in text order."""
    inside, found = {above.id}, [above]
    for clause in clauses:
        if clause.parent in inside:
            inside.add(clause.id)
            found.append(clause)
    return found


def _is_attached(clause: Clause) -> bool:
    return bool(_ATTACHED.match(clause.label) or _ATTACHED.match(clause.title))


def _counted(body: Sequence[Clause], step: Step, scope: Clause | None) -> list[Clause]:
    """The clauses among which a step counts: those inside ``scope``, or of the document."""
    inside = below(body, scope)[1:] if scope else list(body)
    if step.kind in ("attachment", "box"):
        return _attached(inside) if step.kind == "attachment" else [c for c in inside if _is_box(c)]
    if step.kind == "task":
        return [c for c in inside if _TASK.match(c.label)]
    signed = _OWN_SIGN.get(step.kind)
    named = [c for c in inside if signed and re.match(rf"第.+{signed}", c.label)]
    if named:
        return named
    if scope:
        return children(body, scope)
    if step.noun:
        return _items_called(body, step)
    if step.kind in ("part", "chapter"):
        return tops(body)
    return [c for c in inside if _PAREN.fullmatch(c.label.strip()) and not _in_attachment(body, c)]


def _attached(inside: Sequence[Clause]) -> list[Clause]:
    """What is attached by number; of one attachment its items (附件7 of 附件 > 7.)."""
    attached = [c for c in inside if _is_attached(c)]
    return [c for c in attached if numbers_of(c)] or [c for above in attached for c in children(inside, above)]


def _items_called(body: Sequence[Clause], step: Step) -> list[Clause]:
    """第八个工程: the items of the first heading that names them and has as many."""
    for clause in body:
        items = [c for c in children(body, clause) if c.title]
        if _ends_with_beginning(clause.title, step.noun) and len(items) >= abs(step.number):
            return items
    return []


def _ends_with_beginning(title: str, words: str) -> bool:
    """Whether a title ends as some words begin: 实施重点工程, 工程叫什么."""
    return any(title.endswith(words[:n]) for n in range(_SHORTEST_NOUN, len(words) + 1))


def _numbered(there: Sequence[Clause], step: Step) -> list[Clause]:
    """The clause of a number; by its place where it is counted from the end or with a noun, or where none there has a number."""
    if step.number < 0 or (step.noun and step.kind == "item") or not any(map(numbers_of, there)):
        at = step.number if step.number < 0 else step.number - 1
        return [there[at]] if -len(there) <= at < len(there) else []
    return [c for c in there if numbers_of(c)[-1:] == (step.number,)]


def _is_box(clause: Clause) -> bool:
    return clause.label.startswith(_BOX)


def _in_attachment(body: Sequence[Clause], clause: Clause) -> bool:
    above = next((c for c in body if c.id == clause.parent), None)
    return above is not None and (_is_attached(above) or _in_attachment(body, above))
