"""What a question takes over from the turns before it, with answers as the assistant or a person would have given them."""

from typing import Any

import pytest

import retrieval.question.earlier
from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant
from retrieval.question.scope import find_scope
from tests.cited import cited_plans
from tests.talking import talk

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


def test_the_same_is_asked_of_the_other_places_without_the_one_spoken_of(assistant: Assistant) -> None:
    asked = "资阳秸秆综合利用率是多少"
    for others in ("其他城市有吗", "别的市呢", "除了资阳其他市呢"):
        answer = talk(assistant, asked, others)
        assert "ziyang" not in cited_plans(answer) and len(cited_plans(answer)) >= 2 and "资阳" not in answer.answer
    assert "80%" not in talk(assistant, asked, "其他城市有吗", "那福州呢").answer
    assert cited_plans(talk(assistant, asked, "其他城市有吗", "那福州呢")) == {"fuzhou-fj"}


def test_a_place_excluded_in_the_question_itself_is_not_listed(assistant: Assistant) -> None:
    answer = talk(assistant, "除了抚州，其他城市的氨氮减排量呢")
    assert cited_plans(answer) == {"chenzhou", "fuzhou-fj", "qiandongnan", "ziyang"} and "抚州" not in answer.answer


def test_a_ranking_is_gone_on_with_behind_a_question_about_one_of_its_places(assistant: Assistant) -> None:
    turns = ("五市氨氮减排量目标", "第三名是谁", "它的文号是多少")
    assert "抚州市" in talk(assistant, *turns[:2]).answer
    last = talk(assistant, *turns, "那最后一名呢")
    assert "最低的是资阳市（184吨）" in last.answer
    assert "第二的是郴州市" in talk(assistant, *turns, "第二名呢").answer


def test_it_is_the_place_at_the_rank_asked_for_and_the_thing_then_asked_is_left_behind(assistant: Assistant) -> None:
    turns = ("五市氨氮减排量排名", "倒数第二是谁")
    assert cited_plans(talk(assistant, *turns, "它什么时候印发的")) == {"qiandongnan"}
    assert "2100吨" in talk(assistant, *turns, "它的化学需氧量呢").answer


def test_who_is_responsible_is_asked_of_the_figure_told(assistant: Assistant) -> None:
    straw = talk(assistant, "郴州和抚州秸秆综合利用率是多少", "抚州的谁负责")
    assert "农业农村节能减排工程，由市农业农村局" in straw.answer
    titled = talk(assistant, "黔东南的氨氮减多少", "那挥发性有机物呢", "归谁管")
    assert "挥发性有机物综合整治工程，由州生态环境局" in titled.answer
    total = talk(assistant, "黔东南的氨氮减多少", "那化学需氧量呢", "归谁管")
    assert "健全污染物排放总量控制制度，由州生态环境局" in total.answer


def test_measures_are_asked_of_the_thing_told_and_not_told_as_the_figure_again(assistant: Assistant) -> None:
    measures = talk(assistant, "抚州秸秆综合利用率要到多少", "哪个部门管", "有什么措施")
    assert "秸秆综合利用" in measures.answer and not measures.answer.startswith("抚州市：到2025年")
    moved = talk(assistant, "抚州秸秆综合利用率要到多少", "有什么措施", "换成资阳")
    assert "秸秆" in moved.answer and len(moved.answer) > 60 and cited_plans(moved) == {"ziyang"}


def test_a_question_for_all_cities_is_not_narrowed_to_the_one_spoken_of(assistant: Assistant) -> None:
    for question in ("氨氮减排量超过500吨的城市有哪些", "哪些城市超过500吨", "五市呢", "哪个市最多"):
        assert len(cited_plans(talk(assistant, "黔东南氨氮减多少", question))) > 1, question
    everywhere = talk(assistant, "黔东南氨氮减多少", "五市呢", "那化学需氧量呢")
    assert len(cited_plans(everywhere)) == 5


def test_the_topic_of_a_list_item_is_the_item(assistant: Assistant) -> None:
    turns = ("抚州有哪些重点工程", "第五个是什么")
    assert "农业农村节能减排工程，由市农业农村局" in talk(assistant, *turns, "谁负责它").answer
    assert "环境基础设施" in talk(assistant, turns[0], "最后一个是谁负责").answer


def test_a_thing_named_anew_is_not_answered_with_the_one_before(assistant: Assistant) -> None:
    assert talk(assistant, "抚州氨氮减多少", "那总磷呢").status != "answered"
    assert "2030年" in talk(assistant, "抚州氨氮减多少", "那2030年呢").answer


def test_the_place_compared_with_stays_while_others_are_put_beside_it(assistant: Assistant) -> None:
    turns = ("抚州单位GDP能耗降多少", "跟郴州比呢")
    assert cited_plans(talk(assistant, *turns)) == {"chenzhou", "fuzhou-jx"}
    assert cited_plans(talk(assistant, *turns, "那跟资阳比呢")) == {"fuzhou-jx", "ziyang"}


def test_our_city_is_no_place_of_its_own(assistant: Assistant) -> None:
    for ours in ("我市", "本市", "我县"):
        assert assistant.understand(f"{ours}的氨氮减排量是多少").scope.reason == "all"
        assert cited_plans(talk(assistant, "黔东南氨氮减多少", f"{ours}的化学需氧量呢")) == {"qiandongnan"}


def test_earlier_questions_are_answered_again_only_a_few_times(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted = 0
    draft = Assistant._draft

    def counted(self: Assistant, *arguments: Any) -> Any:
        nonlocal drafted
        drafted += 1
        return draft(self, *arguments)

    monkeypatch.setattr(Assistant, "_draft", counted)
    history = [Turn("user", "它的第三个由谁牵头") for _ in range(1000)]
    for question in ("最低的那个市谁牵头", "第三个是什么", "它的文号", "谁负责"):
        drafted = 0
        assistant.ask(question, history)
        assert drafted <= 5, question


def test_an_earlier_question_that_asks_many_things_is_not_answered_again(assistant: Assistant) -> None:
    ranked = "五市氨氮减排量排名"
    assert cited_plans(assistant.ask("第三名那个市的文号", [Turn("user", ranked)])) == set(), "it has no number"
    assert cited_plans(assistant.ask("第二名那个市的文号", [Turn("user", ranked)])) == {"chenzhou"}
    long = f"{ranked}，" + "请按各市的方案说明，" * 12
    assert cited_plans(assistant.ask("第二名那个市的文号", [Turn("user", long)])) != {"chenzhou"}


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
        assert read.get("find_scope", 0) <= earlier + 8, "each question once, and what the latest answer told"
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


def test_a_place_put_into_a_question_about_the_topic_is_asked_that(assistant: Assistant) -> None:
    measures = talk(assistant, "黔东南农村生活污水治理率", "谁负责", "有什么措施", "换成福州")
    assert cited_plans(measures) == {"fuzhou-fj"} and "90%" not in measures.answer
    duties = talk(assistant, "黔东南秸秆综合利用率", "谁负责", "抚州呢")
    assert cited_plans(duties) == {"fuzhou-jx"} and "市农业农村局" in duties.answer


def test_by_how_much_is_asked_of_the_two_places_before(assistant: Assistant) -> None:
    gap = talk(assistant, "郴州氨氮减多少", "比抚州多吗", "多多少")
    assert "郴州市比抚州市高109吨（700吨－591吨）" in gap.answer


def test_the_last_place_after_a_county_is_of_those_that_its_plan_names(assistant: Assistant) -> None:
    last = talk(assistant, "福清市城市污水集中收集率要到多少", "那最后一名呢")
    assert last.answer.startswith("- 福清市（70%）低于福州市（75%）") and "未提及" not in last.answer


def test_of_one_place_the_largest_figure_is_named(assistant: Assistant) -> None:
    largest = talk(assistant, "抚州主要目标是什么", "减排量最大的是哪种污染物")
    assert "最高的是化学需氧量重点工程减排量（8945吨）" in largest.answer and cited_plans(largest) == {"fuzhou-jx"}


def test_a_place_spoken_of_is_ranked_among_all(assistant: Assistant) -> None:
    ranked = talk(assistant, "福州挥发性有机物减排量是多少", "比其他市高吗")
    assert "福州市（2750吨）排第1" in ranked.answer and len(cited_plans(ranked)) == 5
    assert "抚州市（1470吨）排第3" in talk(assistant, "抚州氮氧化物减排多少", "在五个市里排第几").answer


def test_the_goals_of_a_place_are_its_targets_and_those_of_the_next_as_well(assistant: Assistant) -> None:
    goals = talk(assistant, "沈阳的目标是多少", "那资阳呢", "黔东南呢")
    assert cited_plans(goals) == {"qiandongnan"} and "1130吨" in goals.answer


@pytest.mark.parametrize("question", ["目标有哪些", "五个市的总体目标分别是什么"])
def test_the_goals_of_all_places_stand_side_by_side_each_in_a_column(assistant: Assistant, question: str) -> None:
    (table,) = ask(assistant, question).tables
    assert len(table.columns) == 6 and "化学需氧量重点工程减排量" in table.columns
    assert next(row for row in table.rows if row[0] == "福州市")[2].startswith("16000吨")


def test_the_goals_of_two_places_are_told_whole(assistant: Assistant) -> None:
    told = ask(assistant, "福州和抚州的主要目标").answer
    assert all(figure in told for figure in ("14%", "16000吨", "2750吨", "12.5%", "591吨"))


def test_the_figures_of_a_part_spoken_of_are_its_own(assistant: Assistant) -> None:
    figures = talk(assistant, "我想看看资阳第三部分第六条", "里面有哪些数字")
    assert "强化公共机构能效管理，写有数字指标" in figures.answer and "14.5%" not in figures.answer


def test_a_figure_named_is_no_thing_to_go_on_with(assistant: Assistant) -> None:
    gap = talk(assistant, "抚州农村污水40%是哪年的目标", "福州的90%呢", "高多少")
    assert "福州市比抚州市高50个百分点（90%－40%）" in gap.answer


def test_the_places_that_a_ranking_named_are_gone_on_with(assistant: Assistant) -> None:
    ranked = "挥发性有机物减排最多的两个市是哪两个"
    assert "福州市比抚州市高644吨（2750吨－2106吨）" in talk(assistant, ranked, "差多少").answer
    assert cited_plans(talk(assistant, ranked, "它们的氨氮呢")) == {"fuzhou-fj", "fuzhou-jx"}


def test_the_difference_after_an_extreme_is_between_the_ends(assistant: Assistant) -> None:
    gap = talk(assistant, "哪个市的化学需氧量减排最多", "差多少")
    assert "福州市比黔东南州高13900吨" in gap.answer


COD = ("福州化学需氧量减排多少吨", "资阳呢")


def test_two_places_and_the_others_are_all_of_them(assistant: Assistant) -> None:
    assert len(cited_plans(talk(assistant, *COD, "这两个加上另外三家，谁最多谁最少"))) == 5
    assert cited_plans(talk(assistant, *COD, "除了这两个，其他市呢")) == {"chenzhou", "fuzhou-jx", "qiandongnan"}
    assert cited_plans(talk(assistant, *COD, "这两个谁多")) == {"fuzhou-fj", "ziyang"}


def test_another_place_is_asked_all_that_the_question_before_asked(assistant: Assistant) -> None:
    told = talk(assistant, "福州秸秆综合利用率是多少，谁负责，什么时候印发的", "换成黔东南")
    assert cited_plans(told) == {"qiandongnan"} and "86%以上" in told.answer
    assert "州农业农村局" in told.answer and "2023年6月7日" in told.answer


def test_what_points_at_the_thing_before_names_no_other(assistant: Assistant) -> None:
    told = talk(assistant, "郴州的“两高”项目一年用多少煤以上的要重点指导", "黔东南的这个门槛呢")
    assert "1万吨标准煤" in told.answer and cited_plans(told) == {"qiandongnan"}


def test_a_fact_of_the_document_is_asked_of_another_place(assistant: Assistant) -> None:
    assert "2023年5月17日" in talk(assistant, "资阳的方案哪天发的？", "抚州的呢").answer


def test_a_place_that_is_not_held_is_no_part_of_what_is_asked_next(assistant: Assistant) -> None:
    told = talk(assistant, "雄安新区的能耗降多少", "那福州呢")
    assert "14%" in told.answer and "雄安" not in told.answer and cited_plans(told) == {"fuzhou-fj"}


def test_another_figure_of_a_county_is_asked_of_the_county(assistant: Assistant) -> None:
    told = talk(assistant, "桂阳县能耗要降多少", "氨氮呢")
    assert told.status == "not_found" and "700吨" not in told.answer.split("最接近")[0] and "桂阳" in told.answer


def test_a_place_pointed_at_by_its_level_is_the_last_of_that_level(assistant: Assistant) -> None:
    earlier = ("资阳能耗强度要降多少", "黔东南州呢")
    assert "390吨" in talk(assistant, *earlier, "那个州的氨氮减排量呢").answer
    assert "184吨" in talk(assistant, *earlier, "那个市的氨氮减排量呢").answer, "the place spoken of last is no 市"


@pytest.mark.parametrize("question", ["加起来多少", "一共多少吨", "两个加起来一共多少吨"])
def test_figures_told_one_after_the_other_are_added_up(assistant: Assistant, question: str) -> None:
    told = talk(assistant, "福州氨氮减多少", "资阳呢", question).answer
    assert "合计1284吨（1100＋184）" in told and "抚州" not in told, "of the two places spoken of alone"


def test_another_place_is_asked_for_the_sum_as_well(assistant: Assistant) -> None:
    moved = talk(assistant, "黔东南化学需氧量和氨氮两项重点工程减排量合计多少吨", "换成资阳")
    assert "合计4402吨（4218＋184）" in moved.answer


def test_a_body_asked_of_another_place_is_weighed_for_the_task_before(assistant: Assistant) -> None:
    history = ("福州能耗双控是哪个部门牵头抓的", "郴州也是工信局牵头吗")
    chenzhou, ziyang = talk(assistant, *history), talk(assistant, *history, "资阳是经信局牵头吗")
    assert chenzhou.answer.startswith("郴州市：不是。") and "市发改委牵头" in chenzhou.answer
    assert ziyang.answer.startswith("资阳市：不是。") and "能耗双控" in ziyang.answer


def test_figures_told_in_one_list_are_added_when_asked_for(assistant: Assistant) -> None:
    added = talk(assistant, "福州化学需氧量、氨氮、氮氧化物、挥发性有机物各要减排多少", "加起来呢")
    assert "合计22950吨（16000＋1100＋3100＋2750）" in added.answer


def test_a_figure_asked_again_of_a_place_that_has_none_is_not_answered_by_other_words(assistant: Assistant) -> None:
    turns = ("郴州对多大能耗的两高项目要加强工作指导", "福州呢", "那资阳有没有划这么一条线")
    assert "5万吨" in talk(assistant, *turns[:2]).answer
    assert talk(assistant, *turns).status != "answered"
