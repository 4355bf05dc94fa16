"""What plans call the list of what is to be done is asked for by another of its names."""

from retrieval.assistant import Assistant


def test_a_list_by_another_name_is_told_under_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("资阳有哪些重点工程")
    assert answer.status == "answered"
    assert "方案里叫“重点任务”，共10项：推进工业领域绿色升级" in answer.answer


def test_a_list_that_has_the_name_asked_for_is_told_without_remark(assistant: Assistant) -> None:
    answer = assistant.ask("黔东南有哪些重点工程")
    assert "共10项：重点行业绿色升级工程" in answer.answer
    assert "方案里叫" not in answer.answer
