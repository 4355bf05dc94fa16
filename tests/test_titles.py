"""A document named by its title: one of several of a city, or one that is of no place."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.own_corpus import assistant_over
from tests.talking import talk

RULES = "{title}\n\n第一条 为做好工作，制定本办法。\n第二条 本办法由市有关部门组织实施。\n第三条 {rule}\n第四条 本办法自{day}起施行。\n"
FILES = {
    "bus.txt": RULES.format(title="北柳市校车安全办法", rule="校车每学期检修一次。", day="2025年3月9日"),
    "tree.txt": RULES.format(title="北柳市古树名木保护办法", rule="古树每三年普查一次。", day="2021年11月6日"),
    "well.txt": RULES.format(title="北柳市地热井管理办法", rule="地热井开采须办证。", day="2019年8月2日"),
    "south.txt": "南柳市应急体系规划\n\n一、目标\n到2027年，预警信息覆盖率达到81%。\n二、保障\n加强领导。\n",
    "state.txt": "国家应急体系规划\n\n一、目标\n到2027年，预警信息覆盖率达到94%。\n二、保障\n加强领导。\n",
}


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("titled")), FILES)[0]


@pytest.mark.parametrize(
    ("question", "plan", "said"),
    [
        ("北柳市校车安全办法什么时候施行", "bus", "2025年3月9日"),
        ("《北柳市古树名木保护办法》自哪天起施行", "tree", "2021年11月6日"),
        ("地热井管理办法什么时候开始施行", "well", "2019年8月2日"),
        ("国家应急体系规划的预警信息覆盖率是多少", "state", "94%"),
        ("南柳市应急体系规划的预警信息覆盖率是多少", "south", "81%"),
    ],
)
def test_a_title_named_chooses_its_document(titled: Assistant, question: str, plan: str, said: str) -> None:
    answer = titled.ask(question)
    assert cited_plans(answer) == {plan}
    assert said in answer.answer


def test_of_a_place_with_several_documents_each_line_carries_its_title(titled: Assistant) -> None:
    answer = titled.ask("北柳市什么时候施行")
    assert cited_plans(answer) == {"bus", "tree", "well"}
    for title in ("校车安全办法", "古树名木保护办法", "地热井管理办法"):
        assert f"《北柳市{title}》：" in answer.answer


def test_a_title_is_put_into_the_question_before(titled: Assistant) -> None:
    answer = talk(titled, "北柳市校车安全办法什么时候施行", "那地热井管理办法呢")
    assert "2019年8月2日" in answer.answer and cited_plans(answer) == {"well"}


def test_titles_that_many_cities_share_but_for_a_word_name_no_single_one(assistant: Assistant) -> None:
    assert len(assistant.understand("节能减排行动方案里单位GDP能耗要降多少").scope.plans) == len(assistant.plans)
