"""Questions for a set of places: never narrowed to the place spoken of, without those left out, one column for one thing."""

from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.talking import talk


def test_a_question_over_places_is_asked_of_all_whichever_was_spoken_of(assistant: Assistant) -> None:
    for question in ("化学需氧量减排超过9000吨的有哪些", "化学需氧量减排量超过9000吨的是哪几个市"):
        answer = talk(assistant, "抚州氨氮减排量是多少", question)
        assert cited_plans(answer) == {"fuzhou-fj", "chenzhou"} and "8945" not in answer.answer
    led = talk(assistant, "抚州氨氮减排量是多少", "哪几个市由工信局牵头能耗双控")
    assert cited_plans(led) == {"fuzhou-fj"}


def test_places_that_are_left_out_are_not_listed(assistant: Assistant) -> None:
    answer = assistant.ask("除郴州以外，其他城市的氮氧化物减排量各是多少")
    assert "chenzhou" not in cited_plans(answer) and "郴州" not in answer.answer
    assert all(figure in answer.answer for figure in ("3100吨", "1470吨", "1130吨", "650吨"))


def test_of_two_places_it_is_said_which_and_by_how_much_with_both_cited(assistant: Assistant) -> None:
    answer = assistant.ask("资阳和郴州谁的挥发性有机物减得多")
    assert "郴州市（936吨）高于资阳市（280吨），高656吨（936吨－280吨）" in answer.answer
    assert cited_plans(answer) == {"chenzhou", "ziyang"}


def test_the_share_of_one_city_in_all_is_computed(assistant: Assistant) -> None:
    answer = assistant.ask("抚州的氨氮减排量占五个市总量的几成").answer
    assert "合计2965吨" in answer and "抚州市约占19.9%（591÷2965）" in answer


def test_one_thing_in_several_wordings_is_one_column_with_the_places_of_its_figures(assistant: Assistant) -> None:
    (buses,) = assistant.ask("五市新能源公交车的比例各是多少").tables
    assert len(buses.columns) == 2
    (sludge,) = assistant.ask("五市的污泥无害化处理率各是多少").tables
    cells = {place: said for place, said in sludge.rows}  # noqa: C416
    assert "市本级" in cells["抚州市"] and "县（区）" in cells["抚州市"]


def test_a_figure_is_found_under_other_words_where_another_plan_has_it(assistant: Assistant) -> None:
    answer = assistant.ask("各市“两高”项目的管理门槛是多少吨标准煤")
    assert all(figure in answer.answer for figure in ("5000吨标准煤", "5万吨标准煤", "1万吨标准煤"))


def test_what_one_plan_has_and_no_other_is_told_by_its_title(assistant: Assistant) -> None:
    answer = assistant.ask("别的市都没有、福州单独有的是哪项工程")
    assert "商贸领域能效提升工程" in answer.answer and cited_plans(answer) == {"fuzhou-fj"}


def test_what_no_plan_is_about_is_answered_in_one_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("哪个城市的水族馆最多")
    assert answer.status == "not_found" and "均未提及" in answer.answer and answer.answer.count("未提及") == 1


def test_parts_of_a_question_go_on_with_the_place_that_the_first_finds(assistant: Assistant) -> None:
    answer = assistant.ask("由工信局牵头能耗双控的是哪个市，这个市的氮氧化物要减多少吨").answer
    assert "市工信局牵头" in answer and "3100吨" in answer and "3674" not in answer


def test_an_order_is_asked_over_all_places_whichever_was_spoken_of(assistant: Assistant) -> None:
    ordered = talk(assistant, "抚州挥发性有机物减多少", "化学需氧量从小到大排一下")
    assert ordered.answer.startswith("最低的是黔东南州") and "由低到高" in ordered.answer


def test_places_counted_are_no_topic(assistant: Assistant) -> None:
    answer = assistant.ask("五市里能耗降幅超过14%的有哪些").answer
    assert answer.startswith("超过14%的：郴州市（15%）、资阳市（14.5%）")
