"""What a follow-up that names another thing takes over from the question before, and what it leaves."""

from retrieval.answer import Turn
from retrieval.answers.carried import without_stale
from retrieval.assistant import Assistant


def history_of(assistant: Assistant, *questions: str) -> list[Turn]:
    turns: list[Turn] = []
    for question in questions:
        turns += [Turn("user", question), Turn("assistant", assistant.ask(question, turns, mode="extract").answer)]
    return turns


def test_another_task_leaves_the_words_of_the_one_before(assistant: Assistant) -> None:
    history = history_of(assistant, "福州煤炭清洁高效利用谁负责？")
    query = assistant.understand("公共机构节能这块呢", history)
    kept = {c.words for c in without_stale(assistant.index, query).concepts}
    assert {"公共", "机构"} <= kept and "煤炭" not in kept


def test_what_is_said_together_with_the_new_thing_is_taken_over(assistant: Assistant) -> None:
    history = history_of(assistant, "福州秸秆综合利用率多少")
    told = assistant.ask("畜禽粪污呢", history, mode="extract")
    assert "畜禽粪污综合利用率达到93%以上" in told.answer


def test_places_counted_as_firms_are_are_all_places(assistant: Assistant) -> None:
    history = history_of(assistant, "五个方案里氨氮减排量从多到少排一下", "排第二的那个，节能目标管理由谁牵头")
    assert "合计2965吨" in assistant.ask("这五家的氨氮加起来一共多少吨", history, mode="extract").answer


def test_all_places_counted_are_meant_whichever_two_were_spoken_of(assistant: Assistant) -> None:
    history = history_of(assistant, "抚州氨氮减多少", "那资阳呢？")
    assert "合计2965吨" in assistant.ask("这五家氨氮加起来多少吨", history, mode="extract").answer


def test_a_block_of_a_list_is_pointed_at(assistant: Assistant) -> None:
    history = history_of(assistant, "资阳第三部分分哪几块")
    assert "三、（六）" in assistant.ask("第六块讲了什么", history, mode="extract").answer


def test_a_difference_is_taken_between_what_the_question_tells_apart(assistant: Assistant) -> None:
    told = assistant.ask("我家在福州种菜，打药撒肥要比2020年少用多少？", mode="extract").answer
    assert "10%" in told and "个百分点" not in told
