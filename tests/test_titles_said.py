"""A part of a plan by its title, and the tasks of a body as a list."""

from retrieval.answer import Turn
from retrieval.assistant import Assistant


def test_a_part_is_told_by_the_title_that_the_question_says(assistant: Assistant) -> None:
    answer = assistant.ask("福州的总体要求里讲了啥")
    assert "一、总体要求：" in answer.answer
    assert "全文共" not in answer.answer


def test_the_tasks_of_a_body_are_a_list_that_is_pointed_into(assistant: Assistant) -> None:
    asked = "黔东南州工信局牵头的有几项"
    first = assistant.ask(asked)
    assert (first.status, "共有2项任务" in first.answer) == ("answered", True)
    second = assistant.ask("第二项是什么", [Turn("user", asked), Turn("assistant", first.answer)])
    assert "第2个是坚决遏制“两高一低”项目盲目发展" in second.answer
