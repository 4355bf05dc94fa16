"""Who is responsible, in the words of the text: 等, labels and roles stay, the heading is cited, and no task of an office is missing."""

import pytest

from corpus.plan import Duty
from retrieval.answers.duties import say_duties
from retrieval.assistant import Assistant
from tests.outlined_plans import open_outlined


@pytest.fixture(scope="module")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return open_outlined(tmp_path_factory.mktemp("outlined"))


def _duty(body: str, role: str, phrase: str, quote: str) -> Duty:
    return Duty("p", "p#1", "一", body, role, 1, quote, 0, len(quote), phrase, "")  # type: ignore[arg-type]


def test_a_bracket_told_whole_is_told_as_it_stands() -> None:
    quote = "（市甲局牵头，市乙局、市丙局等按职责分工负责）"
    rows = [
        _duty("市甲局", "lead", "牵头", quote),
        _duty("市乙局", "shared", "按职责分工负责", quote),
        _duty("市丙局", "shared", "按职责分工负责", quote),
    ]
    assert say_duties(rows, rows) == "由市甲局牵头，市乙局、市丙局等按职责分工负责"
    assert say_duties(rows[:1], rows) == "由市甲局牵头"
    assert say_duties(rows[1:], rows) == "由市乙局、市丙局等按职责分工负责"


def test_a_label_stays_and_a_bare_list_gets_the_roles_it_has() -> None:
    labelled = "（责任单位：市甲局、各县（市、区））"
    rows = [_duty("市甲局", "shared", "责任单位", labelled), _duty("各县（市、区）", "shared", "责任单位", labelled)]
    assert say_duties(rows, rows) == "责任单位：市甲局、各县（市、区）"
    bare = "（市甲局、市乙局）"
    rows = [_duty("市甲局", "lead", "", bare), _duty("市乙局", "join", "", bare)]
    assert say_duties(rows, rows) == "由市甲局牵头，市乙局参与"


def test_the_heading_of_the_task_is_cited_beside_the_bracket(outlined: Assistant) -> None:
    answer = outlined.ask("石渠河道修复工程由谁负责")
    assert "由市水务局牵头，市财政局、市林草局等按职责分工负责" in answer.answer
    assert [c.quote for c in answer.citations] == [
        "河道修复工程",
        "（市水务局牵头，市财政局、市林草局等按职责分工负责）",
    ]


def test_what_an_office_takes_part_in_and_is_responsible_for_is_the_same_and_complete(outlined: Assistant) -> None:
    told = {outlined.ask(asked).answer for asked in ("石渠林草局参与了哪些任务", "石渠林草局负责什么")}
    assert len(told) == 1
    answer = told.pop()
    assert "共有2项任务" in answer and "河道修复工程" in answer and "湿地恢复工程" in answer
    assert "正文另有1处提到：市水务局会同市林草局每年开展一次考核" in answer


def test_an_office_that_only_a_sentence_names_is_found(outlined: Assistant) -> None:
    assert "由县水利局组织实施" in outlined.ask("青坪县水利局负责什么").answer


def test_the_first_responsible_is_told_with_whom_it_is_of(outlined: Assistant) -> None:
    answer = outlined.ask("石渠谁是第一责任人").answer
    assert "各县（区）人民政府" in answer and "主要负责同志是第一责任人" in answer


def test_the_parts_of_a_heading_without_a_bracket_are_told_one_by_one(assistant: Assistant) -> None:
    answer = assistant.ask("郴州能耗双控由谁负责")
    assert all(title in answer.answer for title in ("强化节能目标管理", "严格落实节能审查制度", "加强节能形势分析预警"))


def test_a_body_that_acts_together_with_others_is_told_so(assistant: Assistant) -> None:
    assert "市机关事务管理中心会同有关部门负责" in assistant.ask("抚州公共机构能效提升由谁负责").answer
