"""Gold files are read strictly, and the commands write the rows that scorers read."""

import json
from pathlib import Path

import pytest

from commandline import run_command
from errors import GoldError
from eval.__main__ import app
from eval.gold.questions import load_gold

GOOD = '{"id": "a", "type": "fact", "question": "q"}'
HOME = Path(__file__).resolve().parent.parent
GOLD = HOME / "eval" / "gold"


@pytest.mark.parametrize("name", ["public", "second", "everyday"])
def test_every_evidence_quote_of_the_gold_sets_stands_in_its_plan(name: str) -> None:
    questions = load_gold(GOLD / f"{name}.jsonl")
    assert len(questions) >= 60
    texts = {p.stem: "".join(p.read_text(encoding="utf-8").split()) for p in (HOME / "corpus/plans").glob("*.txt")}
    for question in questions:
        for evidence in question.evidence:
            assert "".join(evidence.quote.split()) in texts[evidence.plan], question.id


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "第 1 行.*缺少字段 'id'"),
        ('{"id":"a","type":"fact","question":"q"}\nnot json', "第 2 行"),
        ('{"id":"a","type":"fact","question":"q"}\n{"id":"a","type":"fact","question":"q"}', "重复"),
        ("\n\n", "没有题目"),
        (GOOD.replace("}", ', "must_includes": [["5%"]]}'), "第 1 行：不认识的字段 'must_includes'"),
        (GOOD.replace("}", ', "must_include": ["5%"]}'), "第 1 行：must_include 应是若干组写法"),
        (GOOD.replace("}", ', "must_include": [[]]}'), "must_include 应是若干组写法"),
        (GOOD.replace("}", ', "plans": "ziyang"}'), "plans 应是文字的列表"),
        (GOOD.replace("}", ', "evidence": [{"plan": "a"}]}'), "evidence 的每项都要有文字 quote"),
        (GOOD.replace("}", ', "history": [{"role": "system", "content": "x"}]}'), "只能是 user 或 assistant"),
        (GOOD.replace('"q"', '" "'), "question 应是非空的文字"),
        (f"{GOOD}\n[1]\n{GOOD}", "第 2 行：应是一个 JSON 对象\n第 3 行：编号 a 与第 1 行重复"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_line(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        load_gold(path)


def test_no_more_than_ten_problems_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("{}\n" * 20, encoding="utf-8")
    with pytest.raises(GoldError) as refused:
        load_gold(path)
    assert str(refused.value).count("第 ") == 10 and "共 60 处" in str(refused.value)


def run(*arguments: str) -> None:
    assert run_command(app, "python -m eval", arguments) == 0


def test_run_and_retrieve_write_a_row_a_question(
    real_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    lines = (GOLD / "public.jsonl").read_text(encoding="utf-8").splitlines()
    gold.write_text("\n".join([lines[1], lines[145]]), encoding="utf-8")
    for verb in ("run", "retrieve"):
        run(verb, "--gold", str(gold), "--out", str(tmp_path / "out"), "--index", str(real_index))
    answers = [json.loads(line) for line in (tmp_path / "out/answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [a["id"] for a in answers] == ["pub-002", "pub-146"]
    assert "8945吨" in answers[0]["answer"] and answers[1]["status"] == "not_found"
    assert {"n", "plan", "title", "section", "quote", "start", "end"} <= set(answers[0]["citations"][0])
    capsys.readouterr()
    run("run", "--gold", str(gold), "--out", str(tmp_path / "out"), "--index", str(real_index))
    assert "2 题（其中 2 题沿用上次的结果）" in capsys.readouterr().out
    passages = json.loads((tmp_path / "out/passages.jsonl").read_text(encoding="utf-8").splitlines()[0])["passages"]
    assert passages[0]["plan"] == "fuzhou-jx" and "8945吨" in passages[0]["text"]
