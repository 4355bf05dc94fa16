"""What a question takes over from the turns before it, with answers as the assistant or a person would have given them."""

from typing import Any

import pytest

import retrieval.question.earlier
from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant
from retrieval.question.scope import find_scope
from tests.cited import cited_plans

RANKING = "最高的是福州市（2750吨），最低的是黔东南州（160吨）。由高到低：福州市2750吨＞抚州市2106吨＞黔东南州160吨。"


def ask(assistant: Assistant, *turns: str) -> Answer:
    """The answer to the last of the turns; user and assistant speak in turn."""
    roles = ("user", "assistant")
    history = [Turn(roles[i % 2], text) for i, text in enumerate(turns[:-1])]  # type: ignore[arg-type]
    return assistant.ask(turns[-1], history)


def test_it_is_the_place_that_the_answer_singled_out(assistant: Assistant) -> None:
    found = ("哪份方案提到“电走廊”“氢走廊”？", "资阳市的方案提出协同构建成渝“电走廊”“氢走廊”。")
    dated = ask(assistant, *found, "它是什么时候印发的？")
    assert cited_plans(dated) == {"ziyang"} and "2023年1月29日" in dated.answer


def test_the_ends_of_a_ranking_can_be_asked_about_afterwards(assistant: Assistant) -> None:
    ranked = ("五市挥发性有机物减排量排名", RANKING)
    assert cited_plans(ask(assistant, *ranked, "最低的那个市谁牵头监督考核")) == {"qiandongnan"}
    assert cited_plans(ask(assistant, *ranked, "排第一的那个市文号是多少")) == {"fuzhou-fj"}


def test_a_ranking_as_such_singles_out_no_place(assistant: Assistant) -> None:
    again = ask(assistant, "五市挥发性有机物减排量排名", RANKING, "排最后的是谁")
    assert "最低的是黔东南州" in again.answer and len(cited_plans(again)) == 5


def test_the_next_in_a_ranking_is_named(assistant: Assistant) -> None:
    second = ask(assistant, "五市能耗降幅，最高的是哪个", "最高的是郴州市（15%），最低的是抚州市（12.5%）。", "第二呢")
    assert "第二的是资阳市（14.5%）" in second.answer


def test_the_place_of_the_turn_before_is_weighed_against_the_one_named(assistant: Assistant) -> None:
    more = ask(assistant, "资阳氨氮减多少", "资阳市：184吨。", "比黔东南多吗")
    assert "不是" in more.answer and cited_plans(more) == {"ziyang", "qiandongnan"}


def test_the_figures_of_several_turns_are_taken_together(assistant: Assistant) -> None:
    turns = ("福州氨氮减多少", "福州市：1100吨。", "抚州呢", "抚州市：591吨。")
    assert "合计1691吨" in ask(assistant, *turns, "加起来").answer
    assert "509吨" in ask(assistant, *turns, "差多少").answer


def test_all_but_the_place_found_are_weighed(assistant: Assistant) -> None:
    turns = ("五市谁的规上工业能耗降幅最高", "最高的是抚州市（16%），最低的是福州市（14%）。")
    others = ask(assistant, *turns, "除了它以外谁最高")
    assert "黔东南州（15%）高于福州市" in others.answer and "fuzhou-jx" not in cited_plans(others)


def test_a_level_of_government_takes_the_place_of_the_one_before(assistant: Assistant) -> None:
    county = ask(assistant, "抚州市本级的污泥无害化处理率要达到多少？", "95%以上。", "那县（区）的呢？")
    assert "90%以上" in county.answer and cited_plans(county) == {"fuzhou-jx"}


def test_who_leads_is_asked_of_the_clause_before(assistant: Assistant) -> None:
    leads = ask(assistant, "郴州节能减排的组织领导里，各县市区政府的责任是什么？", "负总责。", "牵头的呢？")
    assert "市发改委、市生态环境局牵头" in leads.answer


def test_an_item_of_a_list_is_meant_by_its_number(assistant: Assistant) -> None:
    turns = ("黔东南有哪些重点工程", "有十项，第二项是煤炭清洁高效利用工程。")  # what another client writes is not read
    assert "园区节能环保提升工程，由州工业和信息化局" in ask(assistant, *turns, "谁负责第二个").answer


def test_a_question_about_the_figure_said_is_answered_with_it_again(assistant: Assistant) -> None:
    again = ask(assistant, "郴州能耗要降多少", "郴州市：下降15%。", "单位是什么")
    assert "比2020年下降15%" in again.answer and len(again.answer) < 80


def test_a_place_pointed_at_stays_the_place_of_the_conversation(assistant: Assistant) -> None:
    turns = (
        "五市能耗降幅排名",
        "最高的是郴州市（15%），最低的是抚州市（12.5%）。",
        "第一名那个市的方案是啥时候发的",
        "郴州市：2023年10月28日。",
    )
    assert cited_plans(ask(assistant, *turns, "谁牵头监督考核")) == {"chenzhou"}


def test_a_question_for_any_city_leaves_the_city_of_the_conversation(assistant: Assistant) -> None:
    turns = ("郴州有没有充电桩", "没有给出。")
    lowest = ask(assistant, *turns, "哪个城市的农村污水治理率最低，比最高的差多少")
    assert "最低的是黔东南州（18%）" in lowest.answer and "72个百分点" in lowest.answer


def long_conversation(earlier: int) -> list[Turn]:
    """A city named in the first question, and then so many questions in all that name none, each with a long answer."""
    topics = (
        "氨氮减多少",
        "谁负责农业农村节能减排",
        "绿色建筑占比多少",
        "文号是多少",
        "工业固废怎么处理",
        "监督考核谁牵头",
    )
    turns = [Turn("user", "抚州市的化学需氧量要减多少"), Turn("assistant", "抚州市：9000吨。[1]")]
    for number in range(1, earlier):
        turns += [Turn("user", f"{topics[number % 6]}（第{number}问）"), Turn("assistant", "由市发改委负责。" * 40)]
    return turns


@pytest.mark.parametrize("number", [2, 12, 30, 200, 1000])
def test_a_city_named_in_the_first_question_is_still_meant_many_questions_later(
    assistant: Assistant, number: int
) -> None:
    answer = assistant.ask("农村污水治理率要达到多少", long_conversation(number - 1))
    assert cited_plans(answer) == {"fuzhou-jx"}


def test_of_earlier_questions_only_what_is_needed_is_read(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for its place each, where the place lies far back; for its topic the latest alone, and nothing where a place is named."""
    read: dict[str, int] = {}

    def counting(name: str) -> None:
        original = getattr(retrieval.question.earlier, name)

        def counted(*arguments: Any) -> Any:
            read[name] = read.get(name, 0) + 1
            return original(*arguments)

        monkeypatch.setattr(retrieval.question.earlier, name, counted)

    counting("find_scope")
    counting("find_concepts")
    for earlier in (100, 200, 400):
        read.clear()
        assistant.understand("农村污水治理率要达到多少", long_conversation(earlier))
        assert read.get("find_scope", 0) <= earlier + 2, "each question once"
        assert read.get("find_concepts", 0) <= 3
    read.clear()
    assistant.understand("郴州市的农村污水治理率要达到多少", long_conversation(400))
    assert sum(read.values()) <= 3


def test_of_a_conversation_that_is_made_to_be_long_a_bounded_part_is_read(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    characters = 0

    def counted(text: str, cards: Any) -> Any:
        nonlocal characters
        characters += len(text)
        return find_scope(text, cards)

    monkeypatch.setattr(retrieval.question.earlier, "find_scope", counted)
    filler = "哪个城市的污水处理要改造" * 60
    history = [turn for _ in range(600) for turn in (Turn("user", filler), Turn("assistant", filler))]
    assistant.understand("最低的那个市谁牵头", history)
    assert 0 < characters <= 100_000
