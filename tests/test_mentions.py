"""The thing that a question says is mentioned, and the sentences that mention it."""

import pytest

from index.snapshot import Index
from retrieval.question.mentions import is_listed, thing_mentioned, units_mentioning, ways_to_say


@pytest.mark.parametrize(
    "verb",
    "提到 提及 提出 提过 提了 说了 说到 讲到 没提 没有提 未提 写到 写了 写明 写有 涉及 出现 明确 要求 有".split(),
)
@pytest.mark.parametrize("asked", ["哪些方案{}湿地公园？", "有没有哪个市{}湿地公园"])
def test_a_thing_is_the_topic_of_a_question_that_seeks_places_by_whatever_verb(asked: str, verb: str) -> None:
    assert thing_mentioned(asked.format(verb)) == "湿地公园"


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("哪个市提到“湿地公园”和温泉", "湿地公园"),
        ("国发〔2021〕33号，有什么说法", "国发〔2021〕33号"),
        ("湿地公园在哪几个地方的方案里出现过", "湿地公园"),
        ("湿地公园（雨水花园），哪些写进了方案", "湿地公园"),
        ("湿地公园，哪些市提到", "湿地公园"),
        ("只有哪个市提出了湿地公园这个目标", "湿地公园"),
        ("Which city mentioned wetland parks (湿地公园)?", "湿地公园"),
        ("Which plans have a wetland park?", "wetland park"),
        ("湿地公园多少", ""),
        ("五个方案里谁说了碳普惠", "碳普惠"),
    ],
)
def test_a_thing_is_mentioned_in_quotation_marks_by_number_or_as_the_topic(question: str, thing: str) -> None:
    assert thing_mentioned(question) == thing


@pytest.mark.parametrize("added", ["吗", "呢", "没有", "的目标", "的内容", "方面的要求"])
def test_what_a_question_adds_to_the_thing_is_left_out(added: str) -> None:
    assert thing_mentioned(f"哪些市提到湿地公园{added}") == "湿地公园"


@pytest.mark.parametrize("verb", ["列成", "写为", "纳入", "算进", "算作", "也列为"])
@pytest.mark.parametrize("mark", ["把", "将"])
def test_what_is_put_on_a_list_is_the_thing(mark: str, verb: str) -> None:
    question = f"哪个市{mark}公安局{verb}责任单位"
    assert (is_listed(question), thing_mentioned(question)) == (True, "公安局")
    assert not is_listed("公安局是责任单位吗")


@pytest.mark.parametrize("done", "要 开展 建设 建立 建 推进 推广 发展 实施 搞 使用 设立 提".split())
def test_a_thing_may_be_said_without_what_is_done_with_it(done: str) -> None:
    assert ways_to_say(f"{done}湿地公园")[:2] == (f"{done}湿地公园", "湿地公园")
    assert ways_to_say("湿地公园") == ("湿地公园",)


def test_sentences_and_brackets_mention_a_thing_across_white_space_and_headings_do_not(tiny_index: Index) -> None:
    assert [u.text for u in units_mentioning(tiny_index, "lantian", ("水肥一体化",))] == ["推广水肥一体化。"]
    assert [u.kind for u in units_mentioning(tiny_index, "lantian", ("财政局", "没有的"))] == ["duty"]
    assert units_mentioning(tiny_index, "lantian", ("澜府发〔2024〕7号",)) == []


def test_of_two_things_either_may_be_mentioned() -> None:
    for asked in ("哪些省的报告里提到垂钓券或者露营券", "各省报告里谁明确提到发放垂钓券或者露营券"):
        thing = thing_mentioned(asked)
        assert thing.endswith("垂钓券或者露营券")
        assert {"垂钓券", "露营券"} <= set(ways_to_say(thing))
    assert "或者" not in "".join(ways_to_say("垂钓券"))
