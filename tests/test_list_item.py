"""What a counted list says of one thing is told by the items that name it; and an item by its place is asked of that list."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.completion import with_list_before
from tests.own_corpus import assistant_over
from tests.talking import talk

REPORT = """2025年海南省政府工作报告

各位代表，现在报告工作。
一、2024年工作回顾
“六件民生实事”全面完成。
二、2025年工作安排
（一）办好民生实事。今年扎实办好“六件民生实事”。（1）新建幼儿园48所。（2）改造老旧病房床位900张；新增托位8000个。（3）建设嵌入式养老机构35个，改造老年人家庭1200户。（4）新建口袋公园120个。（5）加装电梯640部，为老年人配餐。（6）改造农村公路1500公里。这是政府的承诺，一定做到。
（二）办好水利。新建水库3座。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("list-item"), {"hainan.txt": REPORT})[0]


@pytest.mark.parametrize(
    "question", ["海南六件民生实事里养老是怎么安排的", "六件实事中和养老有关的是哪件", "六件民生实事里头养老机构建多少"]
)
def test_the_item_that_names_the_thing_is_told_with_its_number(report: Assistant, question: str) -> None:
    answer = report.ask(question).answer
    assert "第3项：建设嵌入式养老机构35个" in answer and "幼儿园" not in answer


def test_all_items_that_name_it_are_told(report: Assistant) -> None:
    answer = report.ask("六件民生实事里跟老年人有关的有哪些").answer
    assert "第3项" in answer and "第5项" in answer and "第4项" not in answer


def test_what_no_item_names_is_not_told_by_one(report: Assistant) -> None:
    assert "项：" not in report.ask("六件民生实事里水库建几座").answer


def test_an_item_by_its_place_is_asked_of_that_list(report: Assistant) -> None:
    first = "海南六件民生实事里养老是怎么安排的"
    assert "口袋公园120个" in talk(report, first, "第四件是什么").answer
    assert "农村公路1500公里" in talk(report, first, "第四件是什么", "第六件呢").answer


@pytest.mark.parametrize("asked", ["这里头跟老年人有关的是哪几件", "里面哪些跟老年人有关？", "有没有和老年人有关的"])
def test_the_items_of_the_list_before_that_name_it_are_told(report: Assistant, asked: str) -> None:
    answer = talk(report, "海南今年的六件民生实事是哪六件", asked).answer
    assert "第3项" in answer and "第5项" in answer and "第4项" not in answer


def test_the_item_that_tells_of_it_is_told_in_its_words(report: Assistant) -> None:
    before = ("海南今年的六件民生实事是哪六件", "里面哪些跟老年人有关？")
    assert "第4项：新建口袋公园120个" in talk(report, *before, "把讲公园的那一条原话给我").answer


def test_what_is_related_to_a_thing_is_asked_of_all_where_no_list_was_told() -> None:
    assert with_list_before("里面哪些跟农村有关", []) == "里面哪些跟农村有关"
    assert with_list_before("有没有跟养老有关的市", []) == "有没有跟养老有关的市"
