"""Items that run on in a sentence, asked for by their place."""

from pathlib import Path

import pytest

from retrieval.answers.inline import items_in
from retrieval.answers.statement import Evidence, Statement
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk
from tests.two_towns import PLANS


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("towns")), PLANS)[0]


@pytest.mark.parametrize(
    ("quote", "items"),
    [
        ("以铝业、铸造、造纸等行业为重点", ("铝业", "铸造", "造纸")),
        ("建设白石、南坪、东岭国家级示范项目", ("白石", "南坪", "东岭")),
        ("落实《矿产资源法》《水法》等法律", ("《矿产资源法》", "《水法》")),
        ("完成白河、青河等4条河流和2个湖泊的整治", ("白河", "青河")),
        ("加强雨污分流和管网修复", ()),
        ("办好实事：①新建泵站4座，改造老站2座；②培训工匠300名。", ("新建泵站4座，改造老站2座", "培训工匠300名")),
    ],
)
def test_items_are_cut_where_they_begin_and_end(towns: Assistant, quote: str, items: tuple[str, ...]) -> None:
    statement = Statement(quote, (Evidence("p", "c", quote, quote, 0, len(quote)),), "p")
    assert items_in(towns.understand("有哪些"), statement) == items


def test_the_third_of_a_list_told_in_a_sentence_is_named(towns: Assistant) -> None:
    asked = ("青禾重点行业有哪些", "第三个是什么")
    assert "第3个是陶瓷" in talk(towns, *asked).answer
    assert "第4个是造纸" in talk(towns, *asked, "最后一个呢").answer


def test_the_list_of_which_it_is_asked_is_meant(assistant: Assistant) -> None:
    turns = ("黔东南VOCs治理在哪些行业推广低挥发性涂料", "第二个是哪个")
    assert "第2个是包装印刷" in talk(assistant, *turns).answer


def test_an_article_asked_for_after_another_is_the_document_s_own(assistant: Assistant) -> None:
    turns = ("资阳方案有几个部分", "第十五条讲什么", "第四条呢")
    assert "推进绿色交通体系建设" in talk(assistant, *turns).answer
