"""Questions whose second half is asked of the place that the first half finds."""

from retrieval.assistant import Assistant
from retrieval.question.parts import split_question, without_reference
from retrieval.question.understanding import asked_of, understand


def test_that_one_place_is_found_by_whatever_is_said_of_it() -> None:
    asked = "公开方式最特别的那座城市，农膜回收率是多少？由谁负责？"
    assert split_question(asked, places=5) == ["公开方式最特别的那座城市", "它，农膜回收率是多少？", "它，由谁负责？"]
    asked = "没写附件的那份方案，农膜回收率是多少？"
    assert split_question(asked, places=5) == ["没写附件的那份方案", "它，农膜回收率是多少？"]


def test_of_one_place_nothing_is_left_to_be_found() -> None:
    asked = "没写附件的那份方案，农膜回收率是多少？"
    assert split_question(asked, places=1) == [asked]


def test_what_is_asked_without_a_comma_is_asked_of_the_place_found() -> None:
    assert split_question("秸秆利用率最高的那个市什么时候印发的", places=5)[1] == "它，什么时候印发的"
    assert split_question("秸秆利用率最高的那个市", places=5) == ["秸秆利用率最高的那个市"]


def test_the_place_that_a_superlative_picks_is_asked() -> None:
    asked = "秸秆利用率最低的州农膜回收率要到多少？"
    assert split_question(asked, places=5) == ["秸秆利用率最低的州", "它，农膜回收率要到多少？"]
    assert split_question("秸秆利用率最低的州由谁负责监督考核", places=5)[1] == "它，由谁负责监督考核"


def test_which_place_it_is_and_how_far_ahead_are_questions_about_the_first_half() -> None:
    for asked in (
        "秸秆利用率最高的市是哪个？",
        "秸秆利用率最高的那个市比最低的高多少？",
        "秸秆利用率最高的城市和最低的城市差几个百分点？",
    ):
        parts = split_question(asked, places=5)
        assert not any(part.startswith("它") for part in parts), asked


def test_a_figure_and_a_date_are_asked_for_apart() -> None:
    assert split_question("它的农膜回收率和落款日期分别是多少") == ["它的农膜回收率是多少", "它，落款日期是多少"]
    assert len(split_question("它的农膜回收率和秸秆利用率分别是多少")) == 1


def test_what_stands_for_the_place_is_no_word_of_what_is_asked() -> None:
    assert without_reference("它，那个市的农膜回收率是多少") == "农膜回收率是多少"
    assert without_reference("农膜回收率是多少") == "农膜回收率是多少"


def test_a_part_is_read_anew_for_the_place_found(assistant: Assistant) -> None:
    cards = assistant.index.plans
    part = understand("挥发性有机物减得最多的那个市，公交都市要创建几个？", (), cards).parts[1]
    again = asked_of(part, ("ziyang",), cards)
    assert again.scope.plans == ("ziyang",) and again.carried == "" and part.carried


def test_the_date_of_the_plan_with_the_most_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("秸秆综合利用率最低的那个州什么时候印发的方案？").answer
    assert "2023年6月7日" in answer and "成文日期为2022年11月9日" not in answer


def test_a_place_is_found_by_what_its_letterhead_says(assistant: Assistant) -> None:
    answer = assistant.ask("附件不予公开的那座城市，挥发性有机物要减多少？")
    assert "936吨" in answer.answer and {c.plan for c in answer.citations} == {"chenzhou"}


def test_who_comes_first_is_asked_of_the_clause_told_before(assistant: Assistant) -> None:
    answer = assistant.ask("福州的秸秆综合利用率要到多少？打头的责任单位是哪家？")
    assert answer.status == "answered" and "市农业农村局" in answer.answer


def test_a_duty_that_names_its_own_thing_is_not_that_of_the_figure_before(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的秸秆综合利用率要到多少？推进建筑领域绿色节能由谁负责？").answer
    assert "市住房城乡建设局" in answer and "市农业农村局" not in answer


def test_the_first_of_those_responsible_is_no_rank_of_places(assistant: Assistant) -> None:
    assert assistant.understand("抚州重点区域减排工程排在第一的责任部门是谁").ways["duty"] > 0.5


def test_attachments_are_counted_whether_their_number_is_asked_or_their_names(assistant: Assistant) -> None:
    assert "附件有4个：" in assistant.ask("郴州的方案带几个附件").answer
    assert "附件有4个：" in assistant.ask("郴州方案的附件是什么").answer


def test_it_is_found_first_and_asked_then() -> None:
    asked = "先看看农膜回收率最高的，再查一下它的文号"
    assert split_question(asked, places=4) == ["先看看农膜回收率最高的", "它，它的文号"]


def test_places_that_are_level_are_all_asked(assistant: Assistant) -> None:
    answer = assistant.ask("农膜回收率最高的那个市，氨氮要减多少？").answer
    assert "抚州市：到2025年，氨氮重点工程减排量591吨" in answer
    assert "资阳市：到2025年，氨氮重点工程减排量184吨" in answer


def test_what_is_left_open_is_named_without_what_stands_for_the_place(assistant: Assistant) -> None:
    answer = assistant.ask("氨氮减得最多的那座城市，校车检修几次？").answer
    assert "没有给出“校车检修几次”" in answer and "它，" not in answer
