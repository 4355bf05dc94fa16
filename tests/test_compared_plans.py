"""Sentences that set plans side by side, and English ones: each figure is of the plan it is said of, or comes from theirs."""

import pytest

from retrieval.gates.cited import cite_texts
from retrieval.gates.comparison import claims_by_plan, wrong_comparison
from retrieval.gates.english import is_foreign, wrong_translation
from retrieval.gates.source import Named

CHENZHOU, FUZHOU = Named("郴州方案", "郴州市"), Named("福州方案", "福州市")
GROUPS = {
    "c": cite_texts(CHENZHOU, [("一、", "到2025年，氮氧化物重点工程减排量达到3674吨，能耗下降15%。")]),
    "f": cite_texts(FUZHOU, [("一、", "到2025年，氮氧化物重点工程减排量为3100吨，能耗下降14%以上。")]),
}


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("郴州的氮氧化物重点工程减排量是3674吨，比福州的3100吨多574吨。", True),
        ("郴州3674吨，福州3100吨，郴州最多。", True),
        ("两地都以2025年为期。", True),
        ("郴州的氮氧化物重点工程减排量是3674吨，比福州的3100吨多674吨。", False),
        ("郴州3100吨，福州3674吨。", False),
        ("郴州3674吨，福州3100吨，福州最多。", False),
        ("郴州下降15%，福州下降14%以内。", False),
    ],
)
def test_figures_and_order_follow_from_the_plans(sentence: str, *, right: bool) -> None:
    assert (not wrong_comparison(sentence, GROUPS)) is right


def test_what_is_said_of_each_plan_is_told_apart() -> None:
    told = claims_by_plan("到2025年，郴州能耗降15%，福州降14%以上。", {"c": CHENZHOU, "f": FUZHOU})
    assert "15%" in told["c"] and "14%" not in told["c"] and "14%" in told["f"] and "2025" in told["f"]
    both = claims_by_plan("郴州和福州都要压减氮氧化物。", {"c": CHENZHOU, "f": FUZHOU})
    assert "氮氧化物" in both["c"] and "氮氧化物" in both["f"]


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("By 2025, key projects should cut nitrogen oxides by 3,674 tonnes.", True),
        ("By 2025, energy use should fall by 15%.", True),
        ("By 2025, key projects should cut nitrogen oxides by 3,764 tonnes.", False),
        ("By 2030, energy use should fall by 15%.", False),
        ("By May 2025, energy use should fall by 15%.", False),
    ],
)
def test_the_figures_of_an_english_sentence_stand_in_the_chinese_text(claim: str, *, right: bool) -> None:
    assert is_foreign(claim) and (not wrong_translation(claim, GROUPS["c"])) is right
