"""Who is responsible, whether a named office is, and what an office has to do."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.bodies import bodies_named, is_name_of


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("市商务局管哪些事", ("商务局",)),
        ("哪些任务归商务局", ("商务局",)),
        ("委组织部参与什么", ("组织部",)),
        ("公共机构能效管理有没有市教育和体育局的事", ("教育和体育局",)),
        ("能耗双控制度是发改委牵头吗", ("发改委",)),
        ("单位GDP能耗要降多少", ()),
    ],
)
def test_the_offices_that_a_question_names_are_read_without_their_level(question: str, names: tuple[str, ...]) -> None:
    assert bodies_named(question) == names


def test_a_short_name_is_that_of_the_full_one_and_of_no_other_office() -> None:
    assert is_name_of("工信局", "市工业和信息化局")
    assert is_name_of("工信局", "市经济和信息化局")
    assert is_name_of("人社局", "州人力资源社会保障局")
    assert is_name_of("供电公司", "国网甲市供电公司")
    assert not is_name_of("水利局", "市水务局")
    assert not is_name_of("卫健委", "市城管委")


def test_whether_an_office_leads_is_answered_with_yes_or_no_and_with_who_does(assistant: Assistant) -> None:
    no = assistant.ask("福州能耗双控制度是发改委牵头吗").answer
    assert "不是。" in no and "市工信局牵头" in no
    yes = assistant.ask("福州农业农村节能减排工程由农业农村局牵头吗？").answer
    assert "：是。" in yes and "市农业农村局" in yes
    shares = assistant.ask("资阳公共机构能效管理有没有教育和体育局的事").answer
    assert "：有。" in shares and "市教育和体育局" in shares


def test_an_everyday_way_to_ask_who_does_it_finds_the_office(assistant: Assistant) -> None:
    assert "由市机关事务局负责" in assistant.ask("福州公共机构能效谁来抓").answer
    assert "市统计局、市发改委" in assistant.ask("抚州统计监测能力建设哪几个部门").answer


def test_the_tasks_of_an_office_are_those_of_its_own_brackets(assistant: Assistant) -> None:
    assert "公共机构能效提升工程" in assistant.ask("福州哪些任务归机关事务局").answer
    party = assistant.ask("黔东南州委组织部参与什么").answer
    assert "州委组织部共有1项任务，按职责分工负责：强化监督考核" in party


def test_an_office_without_the_role_asked_is_told_with_the_roles_it_has(assistant: Assistant) -> None:
    answer = assistant.ask("福州市水利局牵头了什么").answer
    assert "没有所问的分工" in answer and "重点领域污染物减排工程" in answer


def test_only_places_where_the_office_leads_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("哪个市的挥发性有机物整治由生态环境局牵头")
    assert {c.plan for c in answer.citations} == {"fuzhou-fj"}


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("福州城镇绿色节能改造这摊，找谁？把部门列出来", "市建设局"),
        ("郴州的统计监测工作，具体分给哪些部门了？", "市统计局"),
        ("抚州治大气治水那个重点区域减排工程，应急管理局有没有份？还有谁", "市应急管理局"),
        ("资阳管污水厂、垃圾处理设施建设的是哪四个部门", "市城管行政执法局"),
        ("Who leads the agriculture and rural project in Fuzhou, Fujian?", "市农业农村局"),
    ],
)
def test_offices_are_found_however_they_are_asked_for(assistant: Assistant, question: str, body: str) -> None:
    assert body in assistant.ask(question).answer


def test_one_office_alone_is_denied_where_several_share(assistant: Assistant) -> None:
    answer = assistant.ask("黔东南统计监测，是州统计局一家管吗？").answer
    assert "不是。" in answer and "州生态环境局" in answer


def test_what_only_points_at_a_task_is_no_part_of_its_name(assistant: Assistant) -> None:
    assert "由州机关事务局牵头" in assistant.ask("黔东南公共机构节能这块由哪个单位牵头").answer
