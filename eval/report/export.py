"""Gold, recorded answers and recorded passages in the formats of other evaluation tools. The formats: docs/export.md.

Documents are clauses, never chunks: another system is compared on the same corpus whatever its chunking.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.catalogue import Corpus
from errors import GoldError
from eval.gold.questions import GoldQuestion
from eval.metrics.retrieval import clause_ranking, relevant_clauses
from eval.run.case import Case
from eval.run.runner import ANSWERS, PASSAGES

TAG = "wence"
#: What an answer says, in one way or another, that declines.
_DECLINES = ["没有", "未提及", "未找到", "未给出", "无法", "请问"]


def write_beir(out: Path, corpus: Corpus, cases: Sequence[Case]) -> list[Path]:
    """corpus.jsonl, queries.jsonl and qrels/test.tsv as BEIR's GenericDataLoader reads them."""
    clauses = [
        {"_id": _token(clause.id), "title": f"{plan.title} {clause.section}".strip(), "text": clause.text}
        for plan in corpus.plans
        for clause in plan.clauses
    ]
    queries = [{"_id": _token(c.question.id), "text": asked_in_full(c.question)} for c in cases]
    qrels = ["query-id\tcorpus-id\tscore", *(f"{q}\t{clause}\t1" for q, clause in _relevant(cases))]
    return [
        _write_rows(out / "corpus.jsonl", clauses),
        _write_rows(out / "queries.jsonl", queries),
        _write_lines(out / "qrels" / "test.tsv", qrels),
    ]


def write_trec(out: Path, _corpus: Corpus, cases: Sequence[Case]) -> list[Path]:
    """run.trec (question, Q0, clause, rank, score, tag) of the recorded passages, and qrels.trec.

    Scores only keep the order: trec_eval sorts by them, and recorded ones may tie.

    Raises:
        GoldError: no passages were recorded.
    """
    run = []
    for case in cases:
        if case.passages is None:
            raise GoldError(f"没有 {PASSAGES}，导不出 TREC 排序。请先运行 python -m eval retrieve。")
        ranking = clause_ranking(case)
        run += [
            f"{_token(case.question.id)} Q0 {_token(clause)} {rank} {len(ranking) - rank + 1} {TAG}"
            for rank, clause in enumerate(ranking, 1)
        ]
    qrels = [f"{question} 0 {clause} 1" for question, clause in _relevant(cases)]
    return [_write_lines(out / "run.trec", run), _write_lines(out / "qrels.trec", qrels)]


def write_ragas(out: Path, _corpus: Corpus, cases: Sequence[Case]) -> list[Path]:
    """ragas.jsonl: the fields of ragas' SingleTurnSample. Contexts are the recorded passages, else what the answer cites.

    Raises:
        GoldError: no answers were recorded.
    """
    rows = []
    for case in cases:
        if case.reply is None:
            raise GoldError(f"没有 {ANSWERS}，导不出 ragas 样本。请先运行 python -m eval run。")
        cited = [c.quote for c in case.reply.citations]
        rows.append(
            {
                "user_input": asked_in_full(case.question),
                "retrieved_contexts": [p.text for p in case.passages] if case.passages else cited,
                "reference_contexts": [e.quote for e in case.question.evidence],
                "response": case.reply.text,
                "reference": case.question.answer,
            }
        )
    return [_write_rows(out / "ragas.jsonl", rows)]


def write_promptfoo(out: Path, _corpus: Corpus, cases: Sequence[Case]) -> list[Path]:
    """tests.json: promptfoo test cases, for ``tests: file://tests.json``."""
    tests = [promptfoo_test(case.question) for case in cases]
    path = out / "tests.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tests, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [path]


WRITERS: Mapping[str, Callable[[Path, Corpus, Sequence[Case]], list[Path]]] = {
    "beir": write_beir,
    "trec": write_trec,
    "ragas": write_ragas,
    "promptfoo": write_promptfoo,
}


def promptfoo_test(question: GoldQuestion) -> dict[str, Any]:
    """A question as a promptfoo test case. Every variable is a text: promptfoo multiplies tests by lists."""
    asserts: list[dict[str, Any]] = [_contains(group) for group in question.must_include]
    asserts += [_contains([words], negated=True) for words in question.must_not_include]
    if question.declinable and not question.must_include:
        asserts.append({"type": "contains-any", "value": _DECLINES})
    return {
        "description": f"{question.id} {question.question}",
        "vars": {"question": question.question, "history": _spoken(question), "reference": question.answer},
        "assert": asserts,
        "metadata": {"id": question.id, "type": question.type, "plans": list(question.plans)},
    }


def _contains(alternatives: Sequence[str], *, negated: bool = False) -> dict[str, Any]:
    """One of the alternatives; a number must not be part of a longer one, which only a regular expression can say."""
    prefix = "not-" if negated else ""
    if any(a[:1].isdigit() or a[-1:].isdigit() for a in alternatives):
        return {"type": f"{prefix}regex", "value": "|".join(_bounded(a) for a in alternatives)}
    if len(alternatives) == 1:
        return {"type": f"{prefix}contains", "value": alternatives[0]}
    return {"type": f"{prefix}contains-any", "value": list(alternatives)}


def _bounded(words: str) -> str:
    before = r"(?<!\d)(?<!\d[.,])" if words[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if words[-1:].isdigit() else ""
    return before + re.escape(words) + after


def asked_in_full(question: GoldQuestion) -> str:
    """The question, with the turns before it where there are any."""
    history = _spoken(question)
    return f"{history}\n用户：{question.question}" if history else question.question


def _spoken(question: GoldQuestion) -> str:
    who = {"user": "用户", "assistant": "助手"}
    return "\n".join(f"{who[turn.role]}：{turn.content}" for turn in question.history)


def _relevant(cases: Iterable[Case]) -> Iterable[tuple[str, str]]:
    for case in cases:
        ranking = clause_ranking(case) if case.passages else []
        for clause in sorted(relevant_clauses(case, ranking)):
            yield _token(case.question.id), _token(clause)


def _token(words: str) -> str:
    """An id without white space, which separates the columns."""
    return "_".join(words.split())


def _write_lines(path: Path, lines: Iterable[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    return _write_lines(path, (json.dumps(row, ensure_ascii=False) for row in rows))
