"""Things counted before, names between whose words others are listed, and each of many places asked by name."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.mentions import ways_to_say
from tests.own_corpus import assistant_over
from tests.talking import talk

REPORT = "2025年{place}政府工作报告\n\n一、2024年工作回顾\n城镇新增就业{done}万人。\n二、2025年工作安排\n城镇新增就业{jobs}万人，经济增长{jobs}%左右。\n（一）民生。{births}办好10件民生实事。①建设幼儿园{jobs}所。②改造危旧房{jobs}00套。③新建公园{jobs}个。④改造道路{jobs}0公里。⑤培训乡村医生{jobs}0名。⑥建设食堂{jobs}家。⑦加装电梯{jobs}部。⑧改造水厂{jobs}座。⑨新增托位{jobs}00个。⑩建设消防站{jobs}个。\n（二）环境。持续清理拖欠企业账款。\n"
PLACES = [f"{sign}岭省" for sign in "东西南北上下前后左右"]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    births = {0: "健全生育补贴制度。", 1: "落实生育休假、补贴等政策。"}
    files = {
        f"r{n}.txt": REPORT.format(place=place, done=30 + n, jobs=20 + n, births=births.get(n, ""))
        for n, place in enumerate(PLACES)
    }
    return assistant_over(tmp_path_factory.mktemp("reports"), files)[0]


def test_a_number_without_its_things_is_of_those_counted_before(reports: Assistant) -> None:
    told = talk(reports, "东岭省今年要办的10件民生实事有哪些", "西岭省今年的10件是哪些").answer
    assert "幼儿园21所" in told and "消防站21个" in told


def test_a_name_is_said_where_others_are_listed_between_its_words(reports: Assistant) -> None:
    told = reports.ask("哪些省提到了生育补贴").answer
    assert "有2份：东岭省、西岭省" in told


def test_what_each_of_ten_places_does_is_told_of_each(reports: Assistant) -> None:
    told = reports.ask("今年各省打算怎么解决拖欠企业账款的问题").answer
    assert all(f"{place}：" in told for place in PLACES) and "0/1" not in told


def test_the_goal_of_what_was_spoken_of_is_no_list_of_all_goals(reports: Assistant) -> None:
    told = talk(reports, "东岭省和西岭省去年城镇新增就业哪个多", "今年的目标分别是多少").answer
    assert "20万人" in told and "21万人" in told and "经济增长" not in told


def test_what_is_done_about_a_thing_is_no_part_of_its_name() -> None:
    assert "拖欠企业账款" in ways_to_say("解决拖欠企业账款")


def test_the_other_year_is_asked_of_all_that_was_asked_at_once(reports: Assistant) -> None:
    before = "南岭省今年城镇新增就业多少人，经济增长目标是多少"
    told = talk(reports, before, "去年实际完成了多少").answer
    assert "32万人" in told and "22万人" not in told
