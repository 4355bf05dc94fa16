"""Exports are read back the way the other tools read them, and mean the same there."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import ir_measures
import pytest

from corpus.catalogue import load_corpus
from errors import GoldError
from eval.gold.questions import Evidence, GoldQuestion, load_gold
from eval.gold.texts import load_texts
from eval.metrics.retrieval import ranked_measure
from eval.report.export import promptfoo_test, write_beir, write_promptfoo, write_ragas, write_trec
from eval.run.case import Case, Ranked, Reply, load_cases
from retrieval.answer import Turn

HOME = Path(__file__).resolve().parent.parent
INVENTED = HOME / "tests/data/invented"
CORPUS = load_corpus(INVENTED)
TEXTS = load_texts(INVENTED)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def question(**fields: Any) -> GoldQuestion:
    given: dict[str, Any] = {
        "id": "q 1",
        "type": "fact",
        "question": "那澜浦呢？",
        "history": (Turn("user", "云岭的能耗？"), Turn("assistant", "下降14%。")),
        "plans": ("lanpu",),
        "answer": "13%",
        "must_include": (),
        "must_not_include": (),
        "evidence": (),
    }
    return GoldQuestion(**{**given, **fields})


def cases_of_the_invented_plans() -> list[Case]:
    """The invented gold set with rankings that bring every second evidence clause at some rank."""
    cases = []
    for number, gold in enumerate(load_gold(HOME / "eval/gold/invented.jsonl")):
        clauses = [c for plan in CORPUS.plans for c in plan.clauses]
        start = number * 7 % len(clauses)
        ranked = [Ranked(c.plan, c.text) for c in clauses[start : start + 5]]
        ranked += [Ranked(e.plan, e.quote) for e in gold.evidence[::2]]
        cases.append(Case(gold, Reply("回答", "answered"), tuple(ranked), TEXTS))
    return cases


def test_a_trec_run_scores_under_ir_measures_what_our_metrics_say(tmp_path: Path) -> None:
    cases = cases_of_the_invented_plans()
    run_path, qrels_path = write_trec(tmp_path, CORPUS, cases)
    read_run, read_qrels = cast(Any, ir_measures).read_trec_run, cast(Any, ir_measures).read_trec_qrels
    run, qrels = list(read_run(str(run_path))), list(read_qrels(str(qrels_path)))
    for name in ("nDCG@10", "RR@10", "R@5"):
        ours = [value for case in cases if (value := ranked_measure(name)(case)) is not None]
        theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name)], qrels, run).popitem()[1]
        assert 0 < theirs < 1
        assert theirs == pytest.approx(sum(ours) / len(ours)), name


def test_beir_files_fit_together_and_hold_every_clause(tmp_path: Path) -> None:
    cases = cases_of_the_invented_plans()
    corpus_path, queries_path, qrels_path = write_beir(tmp_path, CORPUS, cases)
    corpus, queries = rows(corpus_path), rows(queries_path)
    assert {tuple(sorted(row)) for row in corpus} == {("_id", "text", "title")}
    assert len(corpus) == sum(len(plan.clauses) for plan in CORPUS.plans)
    head, *judged = [line.split("\t") for line in qrels_path.read_text(encoding="utf-8").splitlines()]
    assert qrels_path == tmp_path / "qrels" / "test.tsv" and head == ["query-id", "corpus-id", "score"]
    assert {q for q, _, _ in judged} <= {row["_id"] for row in queries}
    assert {clause for _, clause, _ in judged} <= {row["_id"] for row in corpus}
    texts = {row["_id"]: "".join(row["text"].split()) for row in corpus}
    held = {q: "".join(texts[clause] for asked, clause, _ in judged if asked == q) for q, _, _ in judged}
    for case in cases:
        for evidence in case.question.evidence:
            assert "".join(evidence.quote.split())[:6] in held[case.question.id]


def test_ids_with_white_space_stay_one_column(tmp_path: Path) -> None:
    case = Case(question(), None, (Ranked("lanpu", CORPUS.plans[0].clauses[3].text),), TEXTS)
    (run_path, _) = write_trec(tmp_path, CORPUS, [case])
    assert all(len(line.split()) == 6 for line in run_path.read_text(encoding="utf-8").splitlines())


def test_ragas_rows_have_the_fields_of_a_single_turn_sample(tmp_path: Path) -> None:
    case = Case(question(evidence=(Evidence("lanpu", "", "引文"),)), Reply("下降13%。[1]", "answered"), (), TEXTS)
    (path,) = write_ragas(tmp_path, CORPUS, [case])
    assert rows(path) == [
        {
            "user_input": "用户：云岭的能耗？\n助手：下降14%。\n用户：那澜浦呢？",
            "retrieved_contexts": [],
            "reference_contexts": ["引文"],
            "response": "下降13%。[1]",
            "reference": "13%",
        }
    ]


def holds(assertion: dict[str, Any], output: str) -> bool:
    """What promptfoo's documentation says of these assertion types."""
    kind: str = assertion["type"]
    value = assertion["value"]
    positive = kind.removeprefix("not-")
    if positive == "regex":
        found = re.search(value, output) is not None
    else:
        assert positive in ("contains", "contains-any")
        found = any(one in output for one in ([value] if positive == "contains" else value))
    return found != kind.startswith("not-")


@pytest.mark.parametrize(
    ("output", "right"),
    [
        ("澜浦州：下降13%，由发改委牵头。", True),
        ("澜浦州：下降113%，由发改委牵头。", False),
        ("澜浦州：下降13%，由发展改革委牵头，不是14%。", False),
        ("澜浦州：下降13%，由发展改革委牵头，不是0.14%。", True),
        ("澜浦州：下降13%。", False),
    ],
)
def test_a_promptfoo_test_passes_right_answers_only(output: str, right: bool) -> None:
    asked = question(must_include=(("13%",), ("发改委", "发展改革委")), must_not_include=("14%",))
    assert all(holds(assertion, output) for assertion in promptfoo_test(asked)["assert"]) is right


def test_promptfoo_variables_are_texts_and_every_question_asserts_something(tmp_path: Path) -> None:
    (path,) = write_promptfoo(tmp_path, CORPUS, cases_of_the_invented_plans())
    tests = json.loads(path.read_text(encoding="utf-8"))
    assert len(tests) == len(load_gold(HOME / "eval/gold/invented.jsonl"))
    assert all(isinstance(value, str) for test in tests for value in test["vars"].values())
    assert all(test["assert"] for test in tests)


def test_what_was_not_recorded_cannot_be_exported(tmp_path: Path) -> None:
    case = Case(question(), None, None, TEXTS)
    with pytest.raises(GoldError, match="eval retrieve"):
        write_trec(tmp_path, CORPUS, [case])
    with pytest.raises(GoldError, match="eval run"):
        write_ragas(tmp_path, CORPUS, [case])


def test_the_command_exports_recorded_results(tmp_path: Path) -> None:
    gold = load_gold(HOME / "eval/gold/invented.jsonl")[:2]
    results = tmp_path / "results"
    results.mkdir()
    answers = [{"id": q.id, "answer": "没有", "status": "not_found", "citations": []} for q in gold]
    (results / "answers.jsonl").write_text("".join(json.dumps(a) + "\n" for a in answers), encoding="utf-8")
    passages = [{"id": q.id, "passages": [{"plan": "lanpu", "text": q.evidence[0].quote}]} for q in gold]
    (results / "passages.jsonl").write_text("".join(json.dumps(p) + "\n" for p in passages), encoding="utf-8")
    assert len(load_cases(results, gold, TEXTS)) == 2
    command = [sys.executable, "-m", "eval", "export", str(results), "--gold", str(HOME / "eval/gold/invented.jsonl")]
    command += ["--corpus", str(INVENTED), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    written = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    beir = {"beir/corpus.jsonl", "beir/queries.jsonl", "beir/qrels/test.tsv"}
    assert written == beir | {"trec/run.trec", "trec/qrels.trec", "ragas/ragas.jsonl", "promptfoo/tests.json"}
