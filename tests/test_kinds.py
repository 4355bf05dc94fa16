"""What a question asks, read from its words alone."""

import pytest

from retrieval.question import kinds
from retrieval.question.asked import (
    asked_units,
    asks_for_leads_only,
    asks_for_several,
    counted,
)
from retrieval.question.kind_model import load_kinds
from retrieval.question.kinds import (
    asks_for_role,
    asks_other_document,
    asks_when,
    fields_of,
    kind_of,
    weighs_places,
)
from retrieval.question.parts import refers_back, split_question
from retrieval.question.premises import claims
from retrieval.question.slot_model import asks_for
from retrieval.question.years import asked_years, given_years


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("文号是什么", "document"),
        ("什么时候印发的", "document"),
        ("哪个市提到“湿地银行”", "which"),
        ("谁负责农业节水", "duty"),
        ("农业节水这摊子，哪个局挑头", "duty"),
        ("Who is responsible for water", "duty"),
        ("市水利局要干哪些活", "tasks"),
        ("“海绵城市”是什么意思", "definition"),
        ("厕所改造有哪些任务", "list"),
        ("再生水利用率多少", "number"),
        ("再生水利用率要搞到几成", "number"),
        ("How many tonnes of ammonia", "number"),
        ("怎么处理厕所粪污", "measure"),
        ("厕所粪污咋整", "measure"),
    ],
)
def test_the_likeliest_kind_is_the_kind_of_answer(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_what_only_a_document_has_is_the_documents_whatever_is_likely() -> None:
    assert kind_of("附件里氨氮减多少") == "document"
    assert kind_of("氨氮减多少") == "number"


def test_where_no_kind_is_clear_a_sentence_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind_of("再生水利用率多少") == "number"
    monkeypatch.setattr(kinds, "_CLEAR", 1.1)
    assert kinds._kind_of.__wrapped__(load_kinds(), "再生水利用率多少") in ("fact", "measure")  # what was told is kept


def test_tasks_of_no_body_are_a_list() -> None:
    assert kind_of("有哪些任务") == "list"
    assert kind_of("市水利局有哪些任务") == "tasks"


def test_the_facts_of_the_document_are_asked_for_by_name() -> None:
    assert fields_of("文号和附件") == ("number", "attachments")
    assert fields_of("哪天印发的") == ("date",)
    assert fields_of("主要内容") == ()


def test_a_document_that_the_plan_rests_on_is_another_document() -> None:
    assert asks_other_document("依据省里的哪份文件制定")
    assert not asks_other_document("文号是什么")


def test_a_body_is_asked_for_its_role_where_that_is_likely() -> None:
    assert asks_for_role("哪个部门牵头")
    assert not asks_for_role("降多少")


def test_a_time_is_asked_for_where_that_is_likely() -> None:
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
    assert asks_for("另外三项呢", "rest")
    assert not asks_for("另外，氨氮呢", "rest")


def test_items_are_counted_with_characters_or_digits() -> None:
    assert (counted("哪十大工程"), counted("哪8个县"), counted("十一项任务"), counted("哪些任务")) == (10, 8, 11, 0)


def test_leads_alone_are_asked_for_unless_others_are_named() -> None:
    assert asks_for_leads_only("谁牵头", "谁牵头农业节水")
    assert not asks_for_leads_only("谁牵头，谁配合", "谁牵头，谁配合")
    assert asks_for("除了牵头的还有谁", "others")
    assert not asks_for("牵头的是谁", "others")


def test_a_figure_is_a_claim_only_where_the_question_doubts_it() -> None:
    assert claims("是不是下降10.6%") == ("10.6%",)
    assert claims("听说要建3,000个充电桩") == ("3,000个",)
    assert claims("下降10.6%是哪个市") == ()


def test_comparisons_weigh_places_against_each_other() -> None:
    assert weighs_places("哪个市最高")
    assert weighs_places("甲市和乙市的氨氮相差多少")
    assert not weighs_places("要降多少")


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
