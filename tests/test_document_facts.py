"""From when and until when a document holds, who explains it, which laws and documents it names, and terms that it leaves unexplained."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.outlined_plans import open_outlined
from tests.own_corpus import assistant_over


@pytest.fixture(scope="module")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return open_outlined(tmp_path_factory.mktemp("outlined"))


def test_the_time_of_effect_is_told_as_the_document_says_it(outlined: Assistant) -> None:
    assert "自2024年6月1日起施行" in outlined.ask("石渠方案从什么时候起施行").answer
    until = outlined.ask("青坪办法什么时候失效")
    assert "有效期五年" in until.answer and until.status == "answered"


def test_an_end_that_is_not_written_is_said_not_to_be(outlined: Assistant) -> None:
    answer = outlined.ask("石渠方案有效期到哪一年")
    assert answer.status == "not_found" and "没有写有效期" in answer.answer and "自2024年6月1日起施行" in answer.answer


def test_who_explains_it_is_told_or_not_found(outlined: Assistant) -> None:
    assert "市水务局负责解释" in outlined.ask("石渠方案由谁解释").answer
    assert outlined.ask("青坪办法由谁解释").status == "not_found"


def test_the_titles_named_are_told_by_their_sort(outlined: Assistant) -> None:
    laws = outlined.ask("石渠提到了哪些法律").answer
    assert "《中华人民共和国水法》" in laws and "条例" not in laws
    assert "《云岭省河道管理条例》" in outlined.ask("石渠引用了哪些条例").answer
    every = outlined.ask("石渠引用了哪些文件").answer
    assert "有2份" in every and "河湖保护行动方案" not in every


def test_a_document_that_names_no_law_is_said_to_name_none(outlined: Assistant) -> None:
    answer = outlined.ask("青坪提到了哪些法律")
    assert answer.status == "not_found" and "没有写出法律的名称" in answer.answer


def test_a_term_that_is_used_and_not_explained_is_shown_where_it_is_used(outlined: Assistant) -> None:
    answer = outlined.ask("石渠的“两退一还”是什么意思")
    assert answer.status == "partial" and "没有解释它的含义" in answer.answer and "示范点" in answer.answer


def test_a_term_that_is_explained_is_not_said_to_be_unexplained(assistant: Assistant) -> None:
    assert "没有解释" not in assistant.ask("抚州说的“两高一低”项目是什么意思").answer


def test_what_is_listed_behind_a_term_and_its_sort_explains_it(tmp_path: Path) -> None:
    text = "榆川省政府工作报告\n一、环境\n建立服务企业“四通四到”机制，畅通联系渠道不叫不到、沟通解决问题随叫随到、疏通政策传导说到做到、打通部门壁垒服务周到。\n"
    told = assistant_over(tmp_path, {"yuchuan.txt": text})[0].ask("“四通四到”是哪四个")
    assert told.status == "answered" and "服务周到" in told.answer and "没有解释" not in told.answer


def test_the_letter_around_a_document_answers_nothing(outlined: Assistant) -> None:
    for asked in ("石渠要认真执行什么", "石渠方案怎么落实", "石渠各县区要做什么", "石渠各部门要做什么"):
        answer = outlined.ask(asked)
        assert "印发给你们" not in answer.answer and "的通知" not in answer.answer


def test_the_paragraphs_of_a_list_without_numbers_are_all_told(outlined: Assistant) -> None:
    for asked in ("石渠的基本原则有哪些", "石渠坚持哪些原则", "石渠的基本原则是什么"):
        answer = outlined.ask(asked).answer
        assert all(item in answer for item in ("共3项", "坚持系统治理", "坚持还水于河", "坚持公众参与"))


def test_a_year_of_issue_that_is_not_so_is_denied_beside_what_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的方案是2021年发的吧，文号是啥")
    assert "不是2021年" in answer.answer and "2023年1月29日" in answer.answer and "资府发〔2023〕3号" in answer.answer
    assert answer.status == "answered"


def test_a_number_that_the_document_does_not_bear_is_said_not_to_be_written(assistant: Assistant) -> None:
    answer = assistant.ask("抚州方案的文号是多少")
    assert answer.answer == "方案里没有写文号。" and answer.status == "not_found"


def test_a_year_of_issue_is_denied_however_it_is_asserted(assistant: Assistant) -> None:
    answer = assistant.ask("福州的方案是2020年发的，没错吧")
    assert "不是2020年" in answer.answer and "2022年11月9日" in answer.answer and answer.status == "not_found"


def test_a_wrong_year_is_denied_where_the_number_asked_beside_it_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("抚州的方案是2021年发的吧，文号多少")
    assert "不是2021年。成文日期为2023年5月17日" in answer.answer and "没有写文号" in answer.answer
    assert answer.status == "partial"


CARD = "青坪县健身卡管理办法\n第一条 为便民健身，制定本办法。\n第二条 健身卡有效期为3年，期满换发。\n第三条 本办法自2023年9月1日起施行，有效期五年。\n"


def test_how_long_a_thing_holds_is_not_how_long_the_document_does(tmp_path: Path) -> None:
    rules = assistant_over(tmp_path, {"qingping.txt": CARD})[0]
    assert "健身卡有效期为3年" in rules.ask("健身卡有效期几年").answer
    assert "有效期五年" in rules.ask("健身卡管理办法有效期几年").answer
