"""Checks that every answer passes, whoever wrote it. A statement that fails is dropped; what was found is reported.

The gates know nothing of how a statement came about: they compare its words with the plan's own text.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

from corpus.bodies import OFFICES
from corpus.regions import short_name
from corpus.spacing import kept_pieces
from corpus.units import UNIT
from index.kept import Kept
from index.snapshot import Index
from retrieval.answer import Check
from retrieval.answers.statement import Statement
from retrieval.question.commands import is_command
from retrieval.question.places import place_name
from retrieval.question.spoken import as_written

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(f"[万亿]?(?:{UNIT})|[万亿年月日号]")
#: Numbers side by side in a table are two numbers.
_COLUMNS = re.compile(r"(?<=[\d%])\s+(?=\d)")
_MARK = re.compile(r"\[\d+\]")
_BODY = re.compile(rf"[市州省县区][\u4e00-\u9fff]{{2,14}}?(?:{OFFICES}|办)(?![\u4e00-\u9fff]{{0,2}}(?:化|会))")

#: Names of places are looked up by so many of their signs.
_OPENING = 2
Gate = Callable[[Index, Statement, str], str]


def pass_gates(
    index: Index, statements: Sequence[Statement], question: str, plans: Collection[str]
) -> tuple[list[Statement], list[Check]]:
    """(statements that pass every gate, one Check a gate). ``question`` is what the user wrote: its numbers may be repeated, 三成 as 30%."""
    question = f"{question}\n{as_written(question)}"
    kept: list[Statement] = list(statements)
    checks: list[Check] = []
    for name, gate in _GATES:
        failures = [(s, why) for s in kept if (why := gate(index, s, question))]
        if name == "方案":
            failures += [(s, f"引用了没有问到的方案 {s.plan}") for s in kept if s.plan and s.plan not in plans]
        failed = [s for s, _ in failures]
        kept = [s for s in kept if s not in failed]
        checks.append(Check(name, not failures, "；".join(f"去掉“{s.text[:40]}”：{why}" for s, why in failures)))
    return kept, checks


def check_quotes(index: Index, statement: Statement, question: str) -> str:  # noqa: ARG001
    """Every quote stands verbatim in the cited clause, at the place it names. Empty when it holds, else the reason."""
    for evidence in statement.evidence:
        clause = index.clause(evidence.clause)
        if clause.plan != evidence.plan or not clause.start <= evidence.start < evidence.end <= clause.end:
            return "引文不在所引条款内"
        text = index.plan_text(evidence.plan)
        pieces = kept_pieces(evidence.start, evidence.end, index.furniture(evidence.plan))
        if _squash("".join(text[a:b] for a, b in pieces)) != _squash(evidence.quote):
            return "引文与原文不一致"
        if not _squash(evidence.quote):
            return "引文为空"
    return ""


def check_numbers(index: Index, statement: Statement, question: str) -> str:
    """Every number stands, with its unit, in a quote; years may stand elsewhere in the quoted sentence, and what the question
    said or the composer marked as its own words is exempt.
    """
    text = _own_words_removed(index, statement)
    quotes = _numbers("".join(f"{e.quote}\n" for e in statement.evidence))
    years = {n for n in _numbers("".join(f"{e.context}\n" for e in statement.evidence)) if n[1] == "年"}
    loose = _numbers(text) - quotes - years - _numbers(question)
    return f"数字 {'、'.join(n + u for n, u in sorted(loose))} 不在引文中" if loose else ""


def check_bodies(index: Index, statement: Statement, question: str) -> str:  # noqa: ARG001
    """Every department named stands in a quote."""
    quotes = _squash("".join(e.quote for e in statement.evidence))
    missing = [b for b in _BODY.findall(_own_words_removed(index, statement)) if not _names_body(_squash(b), quotes)]
    return f"部门 {'、'.join(missing)} 不在引文中" if missing else ""


def _names_body(found: str, quotes: str) -> bool:
    """Whether the quotes name it; what was found may begin too early (市A工程由市B局, 某省新建商贸中心)."""
    starts = [i for i, sign in enumerate(found[:-1]) if sign in "市州县省区"]
    if any(found[i:] in quotes for i in starts):
        return True
    bare = (re.escape(found[i + 1 :]) for i in starts if len(found) - i > 2)
    return any(re.search(f"(?<![市州县省区]){name}", quotes) for name in bare)


def check_places(index: Index, statement: Statement, question: str) -> str:  # noqa: ARG001
    """A statement cites only the plan it is about, and names no other plan's place that its quotes do not name."""
    plans = {e.plan for e in statement.evidence}
    if statement.plan and plans - {statement.plan}:
        return "引用了另一份方案"
    quotes = "".join(e.quote for e in statement.evidence)
    region, text = index.plan(statement.plan).region if statement.plan else "", statement.text
    names = _NAMES.get(index.fingerprint, lambda _: _short_names(index)) if statement.plan else {}
    for at in range(len(text) - 1):
        for name, own, whole in names.get(text[at : at + _OPENING], ()):
            # the same place may have several plans
            others = name not in quotes and name not in region and own != statement.plan
            if others and text.startswith(name, at):
                return f"提到了另一份方案的 {whole}"
    return ""


_Names = dict[str, list[tuple[str, str, str]]]
#: By the fingerprint of the snapshot.
_NAMES: Kept[str, _Names] = Kept(4)


def _short_names(index: Index) -> _Names:
    """The first signs of a place -> the short names that begin so, each with the id of its first plan and its name in full."""
    firsts = {name: card for card in reversed(index.plans) if (name := short_name(card.region))}
    names: _Names = {}
    for name, card in firsts.items():
        names.setdefault(name[:_OPENING], []).append((name, card.id, card.region))
    return names


def check_support(index: Index, statement: Statement, question: str) -> str:  # noqa: ARG001
    """A statement about a plan has evidence."""
    return "没有引文" if statement.plan and not statement.evidence else ""


def check_commands(index: Index, statement: Statement, question: str) -> str:  # noqa: ARG001
    """No statement repeats a sentence that speaks to a machine, or carries a link or a tag, whatever text it is from."""
    return "夹带了指令或链接" if is_command(statement.text) else ""


_GATES: tuple[tuple[str, Gate], ...] = (
    ("依据", check_support),
    ("引文", check_quotes),
    ("数字", check_numbers),
    ("部门", check_bodies),
    ("方案", check_places),
    ("指令", check_commands),
)


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _own_words_removed(index: Index, statement: Statement) -> str:
    text = _MARK.sub("", statement.text)
    if statement.plan:
        text = text.removeprefix(place_name(index.plan(statement.plan)))  # a title names no body and gives no figure
    for words in statement.own_words:
        begins = r"(?<![\d.])" if words[:1].isdigit() else ""  # 2.3微克 is no part of 32.3微克
        text = re.sub(f"{begins}{re.escape(words)}", "", text)
    return text


def _numbers(text: str) -> set[tuple[str, str]]:
    """(number without separators, unit that follows or empty) of every number in a text."""
    folded = _squash(_COLUMNS.sub("、", text))
    found = set()
    for match in _NUMBER.finditer(folded):
        unit = _UNIT.match(folded, match.end())
        found.add((match.group().replace(",", "").rstrip("."), unit.group() if unit else ""))
    return found
