"""Answers that say a whole: what they are part of, what bounds them, what follows otherwise, what a heading announces."""

import pytest

from index.snapshot import Index, open_index
from retrieval.answers.whole import whole_span, whole_stretches
from retrieval.assistant import Assistant
from tests.tiny_index import PairEmbedder, build_tiny

PLAN = """江蓠市节能降碳行动方案

江政发〔2024〕3号

为推进节能降碳，制定本方案。

一、主要指标（2020年实绩、2025年目标依次列示）

1．光热发电装机：12万千瓦，其中熔盐5万千瓦，30万千瓦。

二、重点任务

（一）绿色建筑。推广石屋节能修缮，2025年前完成3200户，每户补助不超过6000元；列入保护名录的，只用可逆工艺。

（二）清洁能源。新建光伏电站按装机容量10%配建储能；未按要求配建的，不予并网。渔船更新改造260艘，其中电动渔船40艘。

（三）绿色物流。浦东区供热460万平方米。推进快递包装绿色转型。鼓励特色商品原装直发。在江东、江西两区开展可循环包装试点。

（四）绿色工厂。到2025年，国家级绿色工厂达到12家。首次获评国家级绿色工厂的企业奖励80万元。（市工信局牵头；市财政局配合）

（五）污染减排。全市化学需氧量、氮氧化物减排量分别达到4860吨、7320吨。浦东区承担氮氧化物减排量2600吨。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    corpus = tmp_path_factory.mktemp("plans")
    (corpus / "jiangli.txt").write_text(PLAN, encoding="utf-8")
    folder = tmp_path_factory.mktemp("whole") / "index"
    build_tiny(corpus, folder)
    return open_index(folder, embedder=PairEmbedder())


def answer(index: Index, question: str) -> str:
    return Assistant(index).ask(f"江蓠市{question}").answer


def said(index: Index, words: str) -> str:
    """What is said where ``words`` answer."""
    units = (u for c in index.clauses("jiangli") for u in index.units_of_clause(c.id))
    unit = next(u for u in units if u.kind == "sentence" and words in u.text)
    start = unit.text.index(words)
    stretches = whole_stretches(index, unit, start, start + len(words))
    return "".join(u.text[a:b] for u, a, b in stretches)


def test_a_short_sentence_is_said_with_the_bound_behind_its_figure(index: Index) -> None:
    assert said(index, "2025年前完成3200户") == "推广石屋节能修缮，2025年前完成3200户，每户补助不超过6000元；"


def test_a_sentence_with_many_figures_is_cut_but_not_before_what_bounds_the_figure() -> None:
    text = "新建甲类站5座，乙类站6座，丙类站每座补助7万元，最高不超过8万元，丁类站9座，戊类站10座。"
    start, end = whole_span(text, text.index("丙"), text.index("，最高"))
    assert text[start:end] == "丙类站每座补助7万元，最高不超过8万元"


def test_what_is_only_the_nearest_brings_no_further_figure() -> None:
    text = "甲类站每座补助5万元，乙类站每座补助6万元。"
    end = text.index("，")
    assert whole_span(text, 0, end, most_figures=0) == (0, end)
    assert whole_span(text, 0, end) == (0, len(text))


def test_figures_of_a_list_are_said_with_their_name_in_every_way_of_saying(index: Index) -> None:
    assert "光热发电装机：12万千瓦" in answer(index, "光热发电装机有哪些目标？")


def test_what_is_part_of_something_is_said_with_it() -> None:
    text = "新建站5座，改造站6座，其中重卡站2座，扩建站7座，迁建站8座，拆除站9座。"
    start, end = whole_span(text, text.index("其中"), text.index("，扩建"))
    assert text[start:end] == "改造站6座，其中重卡站2座"


def test_a_rule_for_another_case_is_left_out() -> None:
    text = "各县新建管网30公里以上，大于60公里的，要改造60公里。"
    end = text.index("，")
    assert whole_span(text, 0, end) == (0, end)


def test_a_rule_is_said_with_what_follows_where_it_is_not_kept(index: Index) -> None:
    assert said(index, "装机容量10%").endswith("配建储能；未按要求配建的，不予并网。")
    assert "可逆工艺" not in said(index, "3200户")


def test_a_row_of_the_ledger_is_said_with_what_it_is_part_of(index: Index) -> None:
    assert "260艘，其中电动渔船40艘" in answer(index, "电动渔船多少艘？")


def test_bare_figures_are_said_with_the_headings_that_name_them_in_their_order(index: Index) -> None:
    told = answer(index, "2025年光热发电装机多少？")
    assert "2025年目标依次列示" in told and "光热发电装机：" in told and "30万千瓦" in told


def test_a_heading_that_only_repeats_the_question_is_said_with_what_it_announces(index: Index) -> None:
    assert "原装直发" in answer(index, "怎么推进快递包装绿色转型？")


def test_a_part_without_a_subject_is_asked_of_that_of_the_part_before(index: Index) -> None:
    told = answer(index, "到2025年要有多少家国家级绿色工厂？首次获评的企业奖励多少万元？")
    assert "12家" in told and "80万元" in told


def test_a_part_that_names_only_a_place_is_asked_of_the_thing_before(index: Index) -> None:
    told = answer(index, "全市氮氧化物要减多少吨，浦东区扛多少？")
    assert "7320吨" in told and "2600吨" in told and "460万" not in told


def test_this_matter_means_the_part_before(index: Index) -> None:
    told = answer(index, "国家级绿色工厂要达到多少家？这事谁牵头？")
    assert "12家" in told and "市工信局" in told


def test_two_figures_of_one_enumeration_are_both_said(index: Index) -> None:
    told = answer(index, "化学需氧量减排量是多少吨？氮氧化物减排量是多少吨？")
    assert "4860吨" in told and "7320吨" in told
