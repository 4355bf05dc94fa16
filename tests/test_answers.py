"""The assistant over the repository's own plans: right city, right figure, verbatim quotes, or an honest no."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from errors import PlanUnknown
from index.snapshot import open_index
from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.tiny_index import PairEmbedder, build_tiny

HOME = Path(__file__).resolve().parent.parent


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_energy_target_is_that_of_the_city_asked_and_not_of_the_one_that_sounds_alike(assistant: Assistant) -> None:
    answer = assistant.ask("抚州到2025年单位GDP能耗要降多少？")
    assert "12.5%" in answer.answer and "力争达到13%" in answer.answer
    assert "14%" not in answer.answer
    assert cited_plans(answer) == {"fuzhou-jx"}


def test_the_bodies_responsible_are_those_of_the_clause_asked(assistant: Assistant) -> None:
    answer = assistant.ask("资阳谁负责农业农村节能减排？")
    for body in ("市农业农村局", "市生态环境局", "市发展改革委", "市住房城乡建设局", "市水务局", "市市场监管局"):
        assert body in answer.answer
    assert answer.citations[0].address == "三、（五）"


def test_an_abbreviation_finds_the_official_indicator(assistant: Assistant) -> None:
    answer = assistant.ask("福州的VOCs减排量是多少")
    assert "2750吨" in squashed(answer.answer) and "2106" not in answer.answer
    assert cited_plans(answer) == {"fuzhou-fj"}


def test_a_city_without_a_plan_is_refused_with_what_there_is(assistant: Assistant) -> None:
    answer = assistant.ask("长沙的目标是多少")
    assert answer.status == "not_found"
    assert answer.citations == ()
    assert "资料中没有长沙市的方案" in answer.answer
    assert all(name in answer.answer for name in ("抚州市", "福州市", "资阳市", "郴州市", "黔东南州"))
    assert not re.search(r"\d+(?:\.\d+)?%", answer.answer)


def test_every_citation_is_verbatim_at_the_place_it_names(assistant: Assistant) -> None:
    questions = [
        "单位GDP能耗要降多少？",
        "五个市州谁牵头能耗双控",
        "抚州的十大重点工程有哪些？",
        "郴州有哪几个附件",
        "黔东南秸秆怎么利用",
    ]
    seen = 0
    for question in questions:
        for citation in assistant.ask(question).citations:
            text = (HOME / "corpus" / "plans" / f"{citation.plan}.txt").read_text(encoding="utf-8")
            raw = squashed(text[citation.start : citation.end]).replace("**", "")
            assert raw == squashed(citation.quote), citation
            assert citation.clause.startswith(f"{citation.plan}#")
            seen += 1
    assert seen >= 15


def test_without_a_place_every_plan_says_its_own_figure(assistant: Assistant) -> None:
    answer = assistant.ask("COD要减多少吨？")
    said = squashed(answer.answer)
    assert all(figure in said for figure in ("8945吨", "4218吨", "2100吨", "16000吨", "10500吨"))
    assert len(cited_plans(answer)) == 5


@pytest.mark.parametrize(
    "question",
    [
        "福州市2025年非化石能源占能源消费总量的比重目标是多少？",
        "黔东南的农村厕所革命有什么安排？",
        "福州到2030年单位GDP能耗要降多少？",
        "资阳规模以上工业单位增加值能耗具体要下降百分之几？",
        "福州今天天气怎么样？",
    ],
)
def test_what_the_plan_does_not_say_is_not_answered(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_found"
    assert "没有" in answer.answer


def test_a_follow_up_goes_on_with_the_topic_for_the_other_city(assistant: Assistant) -> None:
    history = (Turn("user", "福州农村生活污水治理率要做到多少？"), Turn("assistant", "福州市：达到90%。"))
    answer = assistant.ask("抚州的呢？", history)
    assert "40%" in answer.answer and "90%" not in answer.answer


def test_number_and_date_of_the_document_come_from_its_front_matter(assistant: Assistant) -> None:
    answer = assistant.ask("资阳那份方案的文号和印发日期？")
    assert "资府发〔2023〕3号" in answer.answer and "2023年1月29日" in answer.answer
    assert assistant.ask("抚州那份方案的文号是什么？").status == "not_found"


def test_html_sql_and_emoji_in_a_question_do_no_harm(assistant: Assistant) -> None:
    for question in ("<script>alert(1)</script>", "'; DROP TABLE plan; --", "抚州😀单位GDP能耗降多少"):
        assert "<script" not in assistant.ask(question).answer
    assert "12.5%" in assistant.ask("抚州😀单位GDP能耗降多少").answer


def test_a_stream_grows_line_by_line_and_ends_with_the_whole_answer(assistant: Assistant) -> None:
    parts = list(assistant.stream("COD要减多少吨？"))
    assert len(parts) >= 5
    assert all(later.answer.startswith(earlier.answer) for earlier, later in pairwise(parts))
    assert parts[-1].answer == assistant.ask("COD要减多少吨？").answer


def test_an_unknown_plan_id_is_refused_with_the_known_ones(assistant: Assistant) -> None:
    with pytest.raises(PlanUnknown, match="ziyang"):
        assistant.ask("能耗", plans=("nowhere",))


def test_the_gates_are_reported_with_every_answer(assistant: Assistant) -> None:
    checks = assistant.ask("抚州到2025年单位GDP能耗要降多少？").checks
    assert {check.gate for check in checks} == {"依据", "引文", "数字", "部门", "方案", "指令"}
    assert all(check.passed for check in checks)


def test_a_heading_that_runs_on_is_told_with_the_sentences_that_follow_it(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    text = (
        "云桥市2025年政府工作报告\n一、2025年工作安排\n（一）加强生态环境保护。坚持绿水青山就是金山银山的理念，筑牢生态屏障。\n"
        "　　推动形成绿色生活方式。持续开展节约用水行动，试点建设零碳园区。推进垃圾分类。\n　　守护蓝天。严控扬尘。\n"
    )
    (plans / "yunqiao.txt").write_text(text, encoding="utf-8")
    build_tiny(plans, tmp_path / "index")
    tiny = Assistant(open_index(tmp_path / "index", embedder=PairEmbedder()))
    answer = tiny.ask("推动形成绿色生活方式有哪些举措？").answer
    assert "试点建设零碳园区" in answer and "推进垃圾分类" in answer


def test_each_item_of_a_list_is_cited_with_its_own_heading(assistant: Assistant) -> None:
    answer = assistant.ask("抚州的十大重点工程有哪些？")
    assert len(answer.citations) == 10
    for citation in answer.citations:
        assert citation.quote in answer.answer and citation.quote.endswith("工程")


def test_a_place_counted_from_the_end_is_answered_by_the_figures_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("五个市州里氨氮减排量倒数第二的是谁？")
    assert "倒数第二的是黔东南州（390吨以上）" in answer.answer
