"""Titles without a number: lines of a few words above a numbering that begins again."""

import pytest

from tests.outlines import outline_of

PARAGRAPH = "面对复杂严峻的形势，全市上下真抓实干，经济运行总体平稳，稳中有进，各项任务较好完成。"


def test_a_line_of_a_few_words_above_a_numbering_that_begins_again_is_a_heading() -> None:
    body = (
        f"2023年工作总结\n{PARAGRAPH}\n一、经济\n{PARAGRAPH}\n二、民生\n{PARAGRAPH}\n2024年重点任务安排\n{PARAGRAPH}\n"
        f"一、产业\n{PARAGRAPH}\n二、交通\n{PARAGRAPH}\n提高政府效能\n{PARAGRAPH}\n"
    )
    assert outline_of(f"各位代表，现将有关工作向大会报告如下，请予审议。\n{body}") == [
        ("2023年工作总结", "2023年工作总结"),
        ("2023年工作总结·一、", "经济"),
        ("2023年工作总结·二、", "民生"),
        ("2024年重点任务安排", "2024年重点任务安排"),
        ("2024年重点任务安排·一、", "产业"),
        ("2024年重点任务安排·二、", "交通"),
        ("提高政府效能", "提高政府效能"),
    ]


def test_titles_stand_above_items_in_brackets_where_a_document_has_no_higher_number() -> None:
    body = f"一年来的工作\n（一）工业\n{PARAGRAPH}\n（二）农业\n{PARAGRAPH}\n下一步安排\n（一）城建\n{PARAGRAPH}\n"
    assert [address for address, _ in outline_of(f"{PARAGRAPH}\n{body}")] == [
        "一年来的工作",
        "一年来的工作·（一）",
        "一年来的工作·（二）",
        "下一步安排",
        "下一步安排·（一）",
    ]


@pytest.mark.parametrize(
    "line",
    ["附表如下：", "第二季度完成过半。", "乙市人民政府", "2024年3月5日", "甲、乙、丙", "短"],
)
def test_a_line_that_is_no_title_stays_in_its_paragraph(line: str) -> None:
    body = f"一、经济\n{PARAGRAPH}\n{line}\n一、产业\n{PARAGRAPH}\n"
    assert line not in [title for _, title in outline_of(body)]


def test_a_title_inside_a_list_that_goes_on_is_none() -> None:
    body = f"一、经济\n{PARAGRAPH}\n主要情况\n{PARAGRAPH}\n二、民生\n{PARAGRAPH}\n"
    assert outline_of(body) == [("一、", "经济"), ("二、", "民生")]


def test_parts_are_numbered_as_such() -> None:
    body = f"第一部分　基本情况\n{PARAGRAPH}\n第二部分　工作打算\n{PARAGRAPH}\n第二部分工作要抓紧，各地要落实到位。\n"
    assert outline_of(body) == [("第一部分", "基本情况"), ("第二部分", "工作打算")]
