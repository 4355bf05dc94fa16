"""A piece of a document asked for as such: addresses by number, parts by name, figures, summaries, and what is not there."""

import re

import pytest

from retrieval.assistant import Assistant
from retrieval.question.address import addresses_in, without_addresses
from tests.outlined_plans import open_outlined
from tests.own_corpus import assistant_over
from tests.talking import talk


def unmarked(answer: str) -> str:
    return re.sub(r"\[\d+\]", "", answer)


@pytest.fixture(scope="module")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return open_outlined(tmp_path_factory.mktemp("outlined"))


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("第二部分第三条讲什么", [("part", 2), ("article", 3)]),
        ("第12条", [("article", 12)]),
        ("四、（二）的原文", [("part", 4), ("paren", 2)]),
        ("四（二）", [("part", 4), ("paren", 2)]),
        ("2.3写的什么", [("part", 2), ("item", 3)]),
        ("最后一章", [("chapter", -1)]),
        ("倒数第二部分", [("part", -2)]),
        ("附件3是什么", [("attachment", 3)]),
        ("what does article 7 say", [("article", 7)]),
    ],
)
def test_an_address_is_read_step_by_step_in_any_digits(text: str, steps: list[tuple[str, int]]) -> None:
    assert [(s.kind, s.number) for a in addresses_in(text) for s in a.steps] == steps


@pytest.mark.parametrize(
    "text", ["第三条生产线建成", "第一产业", "增长3.5亿元", "提高2.5个百分点", "VOCs2.0治理", "第二个城市"]
)
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert not addresses_in(text) and without_addresses(text) == text


def test_two_parts_named_side_by_side_are_two_addresses() -> None:
    assert [len(a.steps) for a in addresses_in("第一部分和第三部分")] == [1, 1]


def test_a_part_tells_its_headings_and_how_many(outlined: Assistant) -> None:
    for asked in ("石渠第三部分有哪些工程", "石渠第3部分讲什么", "石渠有几个重点工程"):
        answer = outlined.ask(asked)
        assert (
            "共3项：河道修复工程；湿地恢复工程；排口整治工程" in unmarked(answer.answer) and answer.status == "answered"
        )


@pytest.mark.parametrize(
    "asked",
    ["石渠三、（二）的原文", "石渠第三部分第二项讲什么", "石渠3.2", "石渠湿地恢复那部分的原文", "石渠第二个工程叫什么"],
)
def test_a_clause_is_told_in_its_own_words_however_it_is_addressed(outlined: Assistant, asked: str) -> None:
    answer = outlined.ask(asked)
    assert "三、（二）湿地恢复工程：恢复退化湿地2300亩" in answer.answer and "（市林草局负责）" in answer.answer
    assert {c.clause for c in answer.citations} == {"shiqu#三、（二）"}


def test_an_article_is_found_below_its_chapter(outlined: Assistant) -> None:
    assert "每季度检测水质不少于2次" in outlined.ask("青坪第四条的内容").answer
    assert "第二章建设与管护" in outlined.ask("青坪第二章叫什么").answer
    chapters = outlined.ask("青坪有哪几章").answer
    assert "全文共3章5条：第一章总则；第二章建设与管护；第三章附则" in unmarked(chapters)


@pytest.mark.parametrize(
    ("asked", "missing", "there"),
    [
        ("石渠第六部分讲什么", "没有第六部分", "全文共4个部分：一、主要目标"),
        ("石渠第四部分第五条讲什么", "没有第四部分第五条", "四、保障措施共2项：（一）组织领导；（二）监督考核"),
        ("青坪第十一条讲什么", "没有第十一条", "全文共5条"),
    ],
)
def test_an_address_that_is_not_there_is_said_not_to_be_with_what_is(
    outlined: Assistant, asked: str, missing: str, there: str
) -> None:
    answer = outlined.ask(asked)
    assert answer.status == "not_found" and missing in answer.answer and there in unmarked(answer.answer)


def test_the_figures_of_a_part_are_all_told(outlined: Assistant) -> None:
    told = outlined.ask("石渠河道修复那部分的数字都列出来").answer
    assert "160公里" in told and "45公里" in told and "2300" not in told


def test_a_summary_is_the_goals_and_the_outline_and_keeps_to_the_sentences_asked(outlined: Assistant) -> None:
    whole = outlined.ask("总结一下石渠的方案")
    assert "达到91%" in whole.answer and "三、重点工程（3项）" in whole.answer and whole.citations
    one = outlined.ask("一句话介绍石渠的方案").answer
    assert "达到91%" in one and "重点工程" not in one
    goals = outlined.ask("概括石渠的主要目标").answer
    assert "58%" in goals and "保障措施" not in goals


def test_who_is_responsible_for_a_piece_is_asked_by_its_number(outlined: Assistant) -> None:
    answer = outlined.ask("石渠三、（三）由谁负责").answer
    assert "排口整治工程，责任单位：市生态环境局、各县（区）人民政府" in answer


def test_the_items_of_a_part_are_meant_by_their_numbers_afterwards(outlined: Assistant) -> None:
    assert "市林草局负责" in talk(outlined, "石渠第三部分有哪些工程", "第二个由谁负责").answer


def test_the_fifth_of_something_is_not_asked_of_five_plans(assistant: Assistant) -> None:
    answer = assistant.ask("抚州第五个工程叫什么")
    assert {c.plan for c in answer.citations} == {"fuzhou-jx"} and "农业农村节能减排工程" in answer.answer


def test_a_question_for_a_figure_asks_for_no_piece(outlined: Assistant) -> None:
    assert outlined.understand("石渠的湿地保护率要达到多少").piece is None


def test_pieces_of_several_plans_stand_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("五个市的方案各有几个部分").answer
    assert answer.count("全文共") == 5


def test_the_words_about_a_thing_are_the_sentences_that_have_it(assistant: Assistant) -> None:
    told = assistant.ask("把抚州说“绿宝”碳普惠的原话给我").answer
    assert "推广公共机构“绿宝”碳普惠制" in told and "持续推广“绿宝”碳普惠制" in told and "没有以" not in told


def test_a_part_that_no_heading_names_is_the_clause_that_speaks_most_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("资阳煤炭那部分的原文")
    assert answer.status == "partial" and "没有以“煤炭”为题的部分" in answer.answer and "三、（八）" in answer.answer


def test_a_number_that_several_pieces_have_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("黔东南（三）讲什么")
    assert answer.status == "partial" and "有3处" in answer.answer and answer.answer.count("（三）") == 4


TITLED = """丹渠市政府工作报告

各位代表，现在报告政府工作，请予审议。
2023年工作情况
过去一年，全市上下真抓实干，经济运行总体平稳，各项目标任务较好完成。
一、工业
新增规模以上企业41家。
二、农业
建成高标准农田7万亩。
2024年工作打算
今年是关键之年，要坚持稳中求进，把各项工作抓实抓细，务求实效。
一、交通
改造公路93公里。
二、教育
新建学校5所。
"""


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("titled"), {"danqu.txt": TITLED})[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("丹渠报告一共分几部分", "全文共2个部分：2023年工作情况（2项）；2024年工作打算（2项）"),
        ("丹渠报告第二部分有哪些内容", "2024年工作打算，共2项：交通；教育"),
        ("丹渠报告第二部分第一项讲什么", "2024年工作打算·一、交通：改造公路93公里"),
    ],
)
def test_parts_without_a_number_are_counted_in_their_order(titled: Assistant, asked: str, said: str) -> None:
    assert said in unmarked(titled.ask(asked).answer)


def test_a_summary_does_not_leave_out_the_last_sentence_alone(assistant: Assistant) -> None:
    told = assistant.ask("概括一下福州公共机构能效提升工程要做哪些事").answer
    assert "80%以上的市属党政机关" in told and "以上是前" not in told


def test_a_number_behind_letters_is_no_address() -> None:
    assert [a.words for a in addresses_in("4.3讲了什么")] == ["4.3"]
    assert not addresses_in("PM2.5降到多少") and not addresses_in("the lowest PM2.5 level")
