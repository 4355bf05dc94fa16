"""Names of persons and ways to reach somebody: only what a plan really writes is told."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.contacts import person_claimed, person_named, tells_contact, tells_holder
from tests.own_corpus import assistant_over


@pytest.mark.parametrize(
    ("asked", "office"),
    [
        ("指挥部组长是谁", "组长"),
        ("管农业的副县长是谁", "副县长"),
        ("现在的县长叫什么名字", "县长"),
        ("水务局局长是哪位", "局长"),
        ("组长由谁任命", ""),
    ],
)
def test_the_office_whose_holder_is_asked_for(asked: str, office: str) -> None:
    assert person_named(asked) == office


@pytest.mark.parametrize(
    ("text", "office", "told"),
    [
        ("县长王小明作报告。", "县长", True),
        ("成立由县长任组长、分管副县长任副组长的小组。", "组长", True),
        ("成立由县长任组长、分管副县长任副组长的小组。", "县长", False),
        ("各县长要抓好落实。", "县长", False),
        ("县长　欧阳青\n各位代表：", "县长", True),
        ("3月2日田稼县长在会议上作报告。", "县长", True),
        ("副县长王小明作报告。", "县长", False),
        ("副县长　欧阳青\n各位代表：", "县长", False),
        ("3月2日田稼副县长在会议上作报告。", "县长", False),
        ("分管负责人任副组长。", "组长", False),
    ],
)
def test_who_holds_an_office_is_told_by_a_name_or_another_office(text: str, office: str, told: bool) -> None:
    assert tells_holder(text, office) is told


def test_the_word_for_a_contact_is_none() -> None:
    assert not tells_contact("公布举报电话和邮箱，开通12个热线窗口。")
    assert tells_contact("举报电话：0832-5551234。") and tells_contact("热线12399。")


def test_what_no_plan_writes_is_said_to_be_unwritten(assistant: Assistant) -> None:
    answer = assistant.ask("抚州节能减排工作的组长是谁？联系方式有没有？")
    assert answer.status == "not_found" and not answer.citations


def test_what_is_asked_beside_it_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("郴州的氨氮要减多少？联系电话是多少？")
    assert answer.status == "partial" and "700吨" in answer.answer and "没有写电话" in answer.answer


def test_only_what_the_plan_does_not_write_is_said_to_be_missing(tmp_path: Path) -> None:
    plan = "青禾市节水行动方案\n\n一、工作要求\n\n各县要抓好节水工作落实。联系电话：0512-88886666。\n"
    answer = assistant_over(tmp_path, {"qinghe.txt": plan})[0].ask("青禾的市长姓名和电话").answer
    assert "没有写市长的姓名" in answer and "姓名和电话" not in answer


SPEAKERS = {
    "south.txt": "2025年南棠省政府工作报告\n\n2025年1月9日在南棠省人民代表大会上\n省长　郭怀川\n一、回顾\n新建公路71公里。\n二、安排\n改造危桥12座。\n",
    "north.txt": "2025年北棠省政府工作报告\n\n2025年1月8日在北棠省人民代表大会上\n省长　闻秋白\n一、回顾\n新建公路93公里。\n二、安排\n改造危桥18座，办理退休年龄调整。\n",
}


@pytest.fixture(scope="module")
def speakers(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("speakers"), SPEAKERS)[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("郭怀川省长今年多大年纪", "没有写郭怀川的年龄。写到这个人的是《2025年南棠省政府工作报告》"),
        ("闻秋白哪年出生的", "没有写闻秋白的年龄。写到这个人的是《2025年北棠省政府工作报告》"),
        ("北棠省长是哪里人", "没有写省长的籍贯"),
    ],
)
def test_what_no_report_tells_of_a_person_is_said_to_be_missing(speakers: Assistant, asked: str, said: str) -> None:
    answer = speakers.ask(asked)
    assert answer.status == "not_found" and said in answer.answer and not answer.citations


def test_an_age_of_nobody_is_no_persons(speakers: Assistant) -> None:
    assert "没有写" not in speakers.ask("北棠对退休年龄有什么安排").answer


def test_a_name_of_a_holder_is_confirmed_or_said_not_to_be(tmp_path: Path) -> None:
    report = "2025年岚山县政府工作报告\n\n县长王小明、副县长田稼在会议上作报告。\n一、2024年工作回顾\n过去一年，全县经济平稳运行，各项任务顺利完成。\n"
    county = assistant_over(tmp_path, {"a.txt": report})[0]
    right, wrong = county.ask("岚山县长是王小明吧？"), county.ask("岚山的县长叫田稼对吗")
    assert "是。" in right.answer and right.status == "answered"
    assert "不是田稼。" in wrong.answer and "县长王小明" in wrong.answer and wrong.status == "not_found"
    assert person_claimed("县长是谁") == person_claimed("县长叫什么名字") == ""


def test_the_name_of_who_is_in_charge_of_an_office_is_a_persons() -> None:
    assert person_named("市水务局谁在管这件事") == person_named("工信局负责人叫什么名字") == "负责人"
    assert person_named("谁负责水务局的工作") == "" and person_named("这项工作由谁负责") == ""
