"""What a question asks, read from its words alone."""

import pytest

from retrieval.question.asked import (
    asked_units,
    asks_for_figure,
    asks_for_leads_only,
    asks_for_others_only,
    asks_for_rest,
    asks_for_several,
    claims,
    compares,
    counted,
)
from retrieval.question.kinds import (
    asks_for_role,
    asks_other_document,
    asks_when,
    fields_of,
    kind_of,
)
from retrieval.question.parts import refers_back, split_question
from retrieval.question.years import asked_years, given_years


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("文号是什么", "document"),
        ("什么时候印发的", "document"),
        ("方案主送机关是谁", "document"),
        ("是哪个市由水利局牵头", "which"),
        ("谁负责农业节水", "duty"),
        ("哪个部门牵头", "duty"),
        ("Who is responsible for water", "duty"),
        ("十大工程分别叫什么", "list"),
        ("海绵城市是什么意思", "definition"),
        ("有哪些任务", "list"),
        ("再生水利用率多少", "number"),
        ("再生水利用率呢？", "number"),
        ("听说要建3000个充电桩", "number"),
        ("How many tonnes", "number"),
        ("怎么处理厕所粪污", "measure"),
        ("厕所粪污", "measure"),
    ],
)
def test_the_most_telling_question_words_decide_the_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_the_facts_of_the_document_are_asked_for_by_name() -> None:
    assert fields_of("文号和附件") == ("number", "attachments")
    assert fields_of("哪天印发的") == ("date",)
    assert fields_of("主要内容") == ()


def test_a_document_that_the_plan_rests_on_is_another_document() -> None:
    assert asks_other_document("依据省里的哪份文件制定")
    assert not asks_other_document("文号是什么")


def test_a_body_is_asked_for_its_role_only_with_words_of_responsibility() -> None:
    assert asks_for_role("哪个部门牵头")
    assert not asks_for_role("向哪个部门备案")


def test_what_is_told_first_does_not_make_a_question_one_for_figures() -> None:
    assert kind_of("厂里有几个浮顶罐，推广我们用什么技术") == "fact"
    assert kind_of("有几个附件") != "fact"


def test_a_thing_asked_for_by_its_kind_is_a_fact() -> None:
    assert kind_of("全面建成什么样的“区”") == "fact"
    assert kind_of("放在哪个开发区") == "fact"
    assert kind_of("有什么措施") == "measure"


def test_a_time_is_asked_for_by_its_question_words() -> None:
    assert asks_when("什么时候完成")
    assert not asks_when("到2025年完成多少")


def test_a_unit_is_fixed_by_the_words_of_the_question() -> None:
    assert asked_units("投资多少亿元") == ("元",)
    assert asked_units("减多少吨") == ("吨",)
    assert "%" in asked_units("占比呢")
    assert "座" in asked_units("建多少个") and "%" not in asked_units("建多少个")
    assert asked_units("降多少") == ()
    assert asked_units("是全省的百分之几") == ()


def test_several_things_are_told_from_one() -> None:
    assert asks_for_several("化学需氧量和氨氮减多少")
    assert asks_for_several("分别减多少")
    assert not asks_for_several("各地氨氮减多少")


def test_the_rest_is_asked_for_with_a_count() -> None:
    assert asks_for_rest("另外三项呢")
    assert not asks_for_rest("另外，氨氮呢")


def test_items_are_counted_with_characters_or_digits() -> None:
    assert (counted("哪十大工程"), counted("哪8个县"), counted("十一项任务"), counted("哪些任务")) == (10, 8, 11, 0)


def test_leads_alone_are_asked_for_unless_others_are_named() -> None:
    assert asks_for_leads_only("谁牵头", "谁牵头农业节水")
    assert not asks_for_leads_only("谁牵头，谁配合", "谁牵头，谁配合")
    assert asks_for_others_only("除了牵头的还有谁")
    assert not asks_for_others_only("牵头的是谁")


def test_a_figure_is_a_claim_only_where_the_question_doubts_it() -> None:
    assert claims("是不是下降10.6%") == ("10.6%",)
    assert claims("听说要建3,000个充电桩") == ("3,000个",)
    assert claims("下降10.6%是哪个市") == ()


def test_a_count_of_sides_is_no_figure_asked_for() -> None:
    assert asks_for_figure("降几个百分点")
    assert not asks_for_figure("从几个方面推进")


def test_comparisons_weigh_places_against_each_other() -> None:
    assert compares("哪个市最高")
    assert compares("相差多少")
    assert not compares("要降多少")


def test_a_question_is_split_at_its_question_marks() -> None:
    assert split_question("谁牵头？要降多少？") == ["谁牵头？", "要降多少？"]
    assert split_question("降幅最大的城市，氨氮减多少") == ["降幅最大的城市", "它，氨氮减多少"]
    assert split_question("根据哪份文件制定？文号是什么？") == ["根据哪份文件制定？文号是什么？"]


def test_a_part_may_refer_back_to_the_place_before() -> None:
    assert refers_back("它的氨氮减多少")
    assert refers_back("那个市的文号")
    assert not refers_back("氨氮减多少")


def test_the_years_asked_are_not_those_a_figure_counts_from() -> None:
    assert asked_years("2025年比2020年降多少", ()) == (2025,)
    assert asked_years("去年增长多少", ("澜田市2024年工作报告",)) == (2023,)
    assert asked_years("今年增长多少", ("澜田市2024年工作报告",)) == (2024,)
    assert asked_years("今年增长多少", ("2024年工作报告", "2025年工作报告")) == ()


def test_a_number_without_its_sign_is_no_year() -> None:
    assert given_years("到2025年，文号〔2022〕7号，投资2030万元") == {2025}
