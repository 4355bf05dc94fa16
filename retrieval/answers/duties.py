"""Ledger rows of responsibility as people say them, and the evidence they are."""

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.plan import Duty
from retrieval.answers.statement import Evidence

_OPENERS, _CLOSERS = "（(〔[【", "）)〕]】"
#: Words of a bracket that say who it is about or bind later clauses, and are no role.
_NOTE = re.compile("(?:列|排)(?:在)?(?:第一|首)位|下同|不再列出")
_ROLES = {"lead": "牵头", "join": "参与", "shared": "按职责分工负责", "alone": "负责"}
_LED = "由"
_VERBS = (
    "牵头",
    "负责",
    "参与",
    "落实",
    "实施",
    "配合",
    "承担",
    "会同",
    "协助",
    "支持",
    "推进",
    "主办",
    "协办",
    "抓总",
)


def say_duties(duties: Sequence[Duty], all_of_them: Sequence[Duty] = ()) -> str:
    """Who is responsible, as the text has it: its bracket where all of that is told, else the names told with their roles.

    ``all_of_them`` are all the duties of the clause.
    """
    told: list[str] = []
    for quote, group in groupby(duties, key=lambda d: (d.start, d.quote)):
        rows = list(group)
        there = [d for d in all_of_them if (d.start, d.quote) == quote]
        said = all(row.phrase in row.quote for row in rows)  # in a table the role stands over the column
        whole = said and len(rows) == len(there) and _says_roles(rows)
        told.append(_led(_inside(quote[1]), rows[0]) if whole else _say_some(rows))
    return "；".join(told)


def role_said(duty: Duty) -> str:
    """The role in the words of the text; where a bare list gives none, the role it has."""
    return _ROLES[duty.role] if not _is_said(duty) else duty.phrase.rstrip("：: ")


def evidence_of_duties(duties: Sequence[Duty]) -> tuple[Evidence, ...]:
    """The stretches that assign the duties, each once."""
    return tuple(dict.fromkeys(Evidence(d.plan, d.clause, d.quote, d.quote, d.start, d.end) for d in duties))


def _is_said(duty: Duty) -> bool:
    return bool(duty.phrase) and not _NOTE.search(duty.phrase)


def _says_roles(duties: Sequence[Duty]) -> bool:
    return all(map(_is_said, duties)) and not any(
        duty.role == "lead" and _NOTE.search(duty.quote[:30]) for duty in duties
    )


def _inside(quote: str) -> str:
    words = quote.strip()
    if words[:1] in _OPENERS and words[-1:] in _CLOSERS:
        words = words[1:-1]
    return "".join(line.strip() for line in words.splitlines()).rstrip("。；")


def _led(words: str, first: Duty) -> str:
    """由 before words that begin with a name, not with a label (责任单位：)."""
    return f"{_LED}{words}" if words.startswith(first.body) else words


def _say_some(duties: Sequence[Duty]) -> str:
    """由A、B牵头，C、D等按职责分工负责: names as written, in the order written."""
    parts = []
    for said, group in groupby(duties, key=role_said):
        rows = list(group)
        names = "、".join(dict.fromkeys(d.body for d in rows))
        parts.append(f"{names}{_others(rows[-1])}{said}" if said.endswith(tuple(_VERBS)) else f"{said}：{names}")
    first = parts[0] if parts else ""
    return f"{'' if '：' in first or not first else _LED}{'，'.join(parts)}"


def _others(duty: Duty) -> str:
    """等 where the text has it behind the name."""
    at = duty.quote.find(duty.body) + len(duty.body)
    return "等" if duty.quote[at : at + 1] == "等" else ""
