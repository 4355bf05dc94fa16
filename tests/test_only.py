"""A thing that only one of several documents has, asked without a place."""

from pathlib import Path

import pytest

from retrieval import assistant as entrance
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk

OPENING = "2025年{place}政府工作报告\n\n各位代表，现在报告工作，请予审议。\n一、回顾\n{told}城镇新增就业{jobs}万人。\n二、安排\n抓好各项工作落实。\n"
TOLD = {
    "东岭省": ("黛江运河投资完成工程概算的37.2%，通航里程持续增加。", 21),
    "西岭省": ("建成公路129公里，航道整治全面推进。", 34),
    "南岭省": ("完成水利投资88亿元，改造灌区7处。", 45),
}
FILES = {
    f"{n}.txt": OPENING.format(place=place, told=told, jobs=jobs)
    for n, (place, (told, jobs)) in enumerate(TOLD.items())
}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("three"), FILES)[0]


def test_what_only_one_document_has_is_answered_from_it(three: Assistant) -> None:
    answer = three.ask("黛江运河的投资完成百分之多少了")
    assert answer.status == "answered" and "37.2%" in answer.answer and "未提及" not in answer.answer
    assert "其余2份没有" in answer.answer and {c.plan for c in answer.citations} == {"0"}


def test_without_it_nothing_is_said_of_the_others(three: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "of_only_one", lambda *_: None)
    assert "其余" not in three.ask("黛江运河的投资完成百分之多少了").answer


def test_what_several_have_is_told_of_each(three: Assistant) -> None:
    answer = three.ask("城镇新增就业多少万人").answer
    assert all(f"{jobs}万人" in answer for _, jobs in TOLD.values()) and "其余" not in answer


def test_what_a_few_of_many_have_is_told_of_these(tmp_path: Path) -> None:
    places = "东岭 西岭 南岭 北岭 中岭 上岭 下岭 左岭 右岭 前岭".split()
    told = {"东岭": "推行房票安置，新建住房12万套。", "下岭": "用好房票等政策，去化存量住房。"}
    files = {
        f"{n}.txt": OPENING.format(place=f"{place}省", told=told.get(place, "抓好粮食生产。"), jobs=20 + n)
        for n, place in enumerate(places)
    }
    many = assistant_over(tmp_path, files)[0]
    answer = many.ask("房票是怎么用的")
    assert answer.status != "clarify" and "写到“房票”的有2份：" in answer.answer
    assert {c.plan for c in answer.citations} == {"0", "6"}
    none = many.ask("养老服务怎么安排")
    assert none.status == "not_found" and "10份" in none.answer and not none.citations


def test_what_is_asked_next_is_asked_of_the_one_that_has_it(three: Assistant) -> None:
    answer = talk(three, "黛江运河的投资完成百分之多少了", "概算总额多少亿")
    assert answer.status == "not_found" and "东岭" in answer.answer
    assert "西岭" not in answer.answer and "南岭" not in answer.answer


def test_after_places_were_sought_all_are_asked(three: Assistant) -> None:
    told = talk(three, "哪个省完成水利投资88亿元", "各省城镇新增就业多少万人").answer
    assert all(f"{jobs}万人" in told for _, jobs in TOLD.values())


def test_two_things_asked_of_what_one_of_many_has_are_both_told_of_it(tmp_path: Path) -> None:
    regions = [f"{first}岭省" for first in "东西南北上下前后左右"]
    told = {region: f"建成公路{90 + n}公里，航道整治全面推进。" for n, region in enumerate(regions)}
    told[regions[3]] = "黛江运河投资完成工程概算的37.2%，通航里程持续增加。"
    files = {
        f"{n}.txt": OPENING.format(place=region, told=words, jobs=20 + n).replace(
            "二、安排\n抓好", f"二、2025年工作安排\n{'高标准建设黛江运河，建设江海联运作业区。' if n == 3 else ''}抓好"
        )
        for n, (region, words) in enumerate(told.items())
    }
    many = assistant_over(tmp_path, files)[0]
    answer = many.ask("黛江运河修到什么程度了，今年怎么推进？").answer
    assert "其余9份没有" in answer and "37.2%" in answer and "江海联运作业区" in answer and "0/1" not in answer
