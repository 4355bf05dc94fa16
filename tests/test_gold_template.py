"""A user's own questions: a template from their plans, a sheet that reads back, and two commands to a report."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import typer

from commandline import run_command
from corpus.catalogue import load_corpus
from errors import GoldError
from eval.__main__ import app as eval_app
from eval.gold.questions import GoldQuestion, load_gold
from eval.gold.template import sheet_of, template_rows, write_template
from eval.gold.texts import load_texts, misplaced_evidence
from index.__main__ import app as index_app

HOME = Path(__file__).resolve().parent.parent
INVENTED = HOME / "tests/data/invented"


def as_row(question: GoldQuestion) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(question)))  # type: ignore[no-any-return]  # tuples to lists


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_template_asks_what_the_front_matter_answers_and_loads_as_it_is(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"gold.{ending}"
    corpus = load_corpus(INVENTED)
    assert write_template(path, corpus, blanks=5) == 6
    questions = load_gold(path)
    assert [as_row(q) for q in questions] == template_rows(corpus)
    assert len(questions) == 6, "the rows to fill in are no questions yet"
    assert {q.answer for q in questions} >= {"岭政规〔2022〕11号", "2022年12月28日"}
    assert misplaced_evidence(questions, load_texts(INVENTED)) == []


def test_a_template_never_overwrites_and_knows_two_formats(tmp_path: Path) -> None:
    corpus = load_corpus(INVENTED)
    (tmp_path / "gold.csv").write_text("我写的题", encoding="utf-8")
    with pytest.raises(GoldError, match="已经存在"):
        write_template(tmp_path / "gold.csv", corpus, 0)
    with pytest.raises(GoldError, match=r"\.csv 或 \.jsonl"):
        write_template(tmp_path / "gold.xlsx", corpus, 0)


@pytest.mark.parametrize("name", ["invented", "second"])
def test_a_sheet_reads_back_to_the_questions_it_was_written_from(name: str, tmp_path: Path) -> None:
    questions = load_gold(HOME / f"eval/gold/{name}.jsonl")
    path = tmp_path / "gold.csv"
    for encoding in ("utf-8", "gb18030"):
        path.write_bytes(sheet_of([as_row(q) for q in questions]).encode(encoding))
        assert load_gold(path) == questions


def test_a_row_of_a_sheet_that_cannot_be_used_is_named_by_the_line_it_begins_on(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text('编号,问题（必填）,证据\nq-1,多少？,"a|一|甲\nb|二|乙"\nq-2,,a|一|丙\n', encoding="utf-8")
    with pytest.raises(GoldError, match="第 4 行"):
        load_gold(path)


def run(app: typer.Typer, *arguments: str) -> None:
    assert run_command(app, "python -m …", arguments) == 0


def test_ten_questions_in_a_sheet_over_other_plans_go_to_a_report_in_two_commands(tmp_path: Path) -> None:
    index, out, gold = str(tmp_path / "index"), str(tmp_path / "out"), tmp_path / "mine.csv"
    run(index_app, "build", "--corpus", str(INVENTED), "--index", index)
    questions = load_gold(HOME / "eval/gold/invented.jsonl")[:10]
    gold.write_bytes(sheet_of([as_row(q) for q in questions]).encode("utf-8-sig"))
    run(eval_app, "run", "--gold", str(gold), "--index", index, "--out", out)
    run(eval_app, "report", out, "--gold", str(gold), "--corpus", str(INVENTED))
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert all(question.question in page for question in questions)
