"""How many honest sentences the gates keep and how many faults they catch, by kind: over pairs in files, or cross-validated over the training data."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from errors import GoldError
from retrieval.gates.cited import Cited
from retrieval.gates.comparison import claims_by_plan, wrong_comparison
from retrieval.gates.proof import find_support
from retrieval.gates.shown import Shown, marks_of, read_quote, read_shown, without_marks
from retrieval.gates.support_pairs import cite_shown

HONEST = "supported"


@dataclass(frozen=True)
class Row:
    """A pair as a file has it: a sentence, what it cites, whether that supports it, and what kind of fault it has where not."""

    id: str
    sentence: str
    shown: tuple[Shown, ...]
    supported: bool
    kind: str


@dataclass
class Counted:
    """Sentences of one kind: how many, how many fell, and those judged otherwise than they should be, with the reason given."""

    all: int = 0
    fell: int = 0
    wrong: list[tuple[Row, str]] = field(default_factory=list)


def read_rows(path: Path) -> list[Row]:
    """The rows of a file: pairs (id, plan, quotes, sentence, label, kind), or whole answers (id, passages, sentences, corrupted).

    Raises:
        GoldError: a row is neither.
    """
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        try:
            row = json.loads(line)
            rows += _of_answer(row) if "passages" in row else [_of_pair(row)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(
                f"{path} 第 {number} 行读不懂（{error}）。每行应有 id、plan、quotes、sentence、label、kind。"
            ) from None
    return rows


def _of_pair(row: dict[str, Any]) -> Row:
    quotes = [row["quotes"]] if isinstance(row["quotes"], str) else row["quotes"]
    shown = tuple(
        read_quote(q if isinstance(q, str) else q.get("text") or q["quote"], str(row.get("plan", ""))) for q in quotes
    )
    supported = row["label"] == HONEST
    return Row(
        str(row.get("id", "")), row["sentence"], shown, supported, "honest" if supported else row.get("kind") or "fault"
    )


def _of_answer(row: dict[str, Any]) -> Iterable[Row]:
    passages = row["passages"] if isinstance(row["passages"], str) else "\n\n".join(row["passages"].values())
    shown = read_shown(passages)
    for said in (s for s in row["sentences"] if s["label"] == HONEST):
        yield _cited(row, said["text"], shown, "honest")
    for said in row["corrupted"]:
        yield _cited(row, said["text"], shown, said["kind"])


def _cited(row: dict[str, Any], text: str, shown: dict[int, Shown], kind: str) -> Row:
    cited = tuple(shown[n] for n in marks_of(text) if n in shown)
    return Row(row["id"], text, cited, kind == "honest", kind)


def regions_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The places that the plans of some rows are of."""
    return tuple(sorted({shown.named.region for row in rows for shown in row.shown} - {""}))


def why_not(row: Row, regions: tuple[str, ...] = ()) -> str:
    """Why the gates let a sentence fall; empty where they keep it. ``regions``: the places that there are plans of."""
    groups = {cited.named.title + cited.named.region: cited for cited in cite_shown(row.shown, regions)}
    sentence = without_marks(row.sentence)
    if not groups:
        return "没有标明出处"
    if len(groups) == 1:
        return _reason(sentence, next(iter(groups.values())), listed=row.sentence.lstrip().startswith(("-", "•")))
    for plan, claim in claims_by_plan(sentence, {plan: cited.named for plan, cited in groups.items()}).items():
        found = find_support(claim, groups[plan], beside=True)
        if isinstance(found, str):
            return found
    return wrong_comparison(sentence, groups)


def _reason(claim: str, cited: Cited, *, listed: bool) -> str:
    found = find_support(claim, cited, listed=listed)
    return found if isinstance(found, str) else ""


def count(rows: Sequence[Row]) -> dict[str, Counted]:
    """What became of every kind, honest ones first."""
    counted: dict[str, Counted] = {"honest": Counted()}
    regions = regions_of(rows)
    for row in rows:
        each = counted.setdefault(row.kind, Counted())
        reason = why_not(row, regions)
        each.all += 1
        each.fell += bool(reason)
        if bool(reason) == row.supported:
            each.wrong.append((row, reason))
    return counted


def render(counted: dict[str, Counted], show: int) -> str:
    """A line a kind, then what was judged wrong."""
    lines = []
    honest = counted["honest"]
    if honest.all:
        lines.append(
            f"如实：{honest.all} 句，留下 {honest.all - honest.fell}（{1 - honest.fell / honest.all:.1%}），误删 {honest.fell}"
        )
    faults = [c for kind, c in counted.items() if kind != "honest"]
    total, caught = sum(c.all for c in faults), sum(c.fell for c in faults)
    if total:
        lines.append(f"植入的错：{total} 句，拦下 {caught}（{caught / total:.1%}）")
    for kind, each in sorted((k, c) for k, c in counted.items() if k != "honest"):
        lines.append(f"  {kind}：{each.fell}/{each.all}（{each.fell / each.all:.0%}）")
    for kind, each in counted.items():
        for row, reason in each.wrong[:show]:
            lines.append(
                f"    {'误删' if row.supported else '放过'}｜{kind}｜{row.id}｜{row.sentence.strip()}"
                + (f"｜{reason}" if reason else "")
            )
    return "\n".join(lines)
