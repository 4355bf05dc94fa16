"""A follow-up that reckons asks for that alone, over all that was spoken of."""

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.contacts import person_named


def after(assistant: Assistant, *asked: str) -> str:
    """The answer to the last of several questions of one conversation."""
    history: list[Turn] = []
    for question in asked[:-1]:
        history += [Turn("user", question), Turn("assistant", assistant.ask(question, history).answer)]
    return assistant.ask(asked[-1], history).answer


def test_a_sum_after_a_difference_repeats_no_difference(assistant: Assistant) -> None:
    said = after(assistant, "郴州和资阳谁的氮氧化物减得多，差几吨", "两家加起来呢")
    assert "合计4324吨（3674＋650）" in said
    assert "高于" not in said
    assert "比资阳市高" not in said


def test_a_mean_after_a_table_is_that_of_all_in_it(assistant: Assistant) -> None:
    assert "平均约593吨" in after(assistant, "各市的氨氮减排量", "平均值呢")


def test_who_is_responsible_is_asked_of_one_of_the_places_that_a_filter_told(assistant: Assistant) -> None:
    said = after(assistant, "农村生活污水治理率目标超过70%的有哪些地方？", "福州那个是谁负责")
    assert "农业农村节能减排工程，由市农业农村局" in said
    assert "最接近" not in said


def test_the_holder_of_another_office_is_asked_for_with_a_word_before_it() -> None:
    assert person_named("换成江南省长呢 市长是谁") == "省长"


def test_an_item_is_asked_for_after_a_question_that_pointed_into_the_same_list(assistant: Assistant) -> None:
    said = after(assistant, "资阳那份方案分几大块，第二块讲什么", "第四个是什么")
    assert "第4个是健全政策机制" in said
