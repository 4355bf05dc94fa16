"""Lists of a conversation: what was told of them outlasts the turns between, and each place in them is found again."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.address import addresses_in, stepped
from retrieval.question.pointer import pointers_in
from tests.cited import cited_plans
from tests.own_corpus import assistant_over
from tests.talking import talk

_PLAN = """{city}市“十四五”节能减排实施方案

一、主要目标

到2025年，全市单位地区生产总值能耗比2020年下降{energy}%，化学需氧量重点工程减排量达到{cod}吨，氨氮重点工程减排量达到{nitrogen}吨。

二、重点工程

（一）窑炉改造工程。淘汰落后窑炉{kilns}座，推广余热利用。（市工业和信息化局负责）

（二）管网更新工程。更新老旧管网，实施雨污分流。（市住房和城乡建设局负责）

（三）{third}工程。{what}。（{body}负责）

（四）屋顶光伏工程。在公共机构屋顶安装光伏。（市机关事务管理局负责）

三、保障措施

（一）加强领导。各县（区）要压实责任。（市发展和改革委员会负责）

（二）健全制度。健全污染物重点工程减排量核算制度。（市生态环境局负责）

附件：1.“十四五”各县（区）能耗强度降低目标
"""
_REPORT = """2025年湘溪市政府工作报告

一、2024年工作回顾

过去一年，经济平稳增长。全市地区生产总值增长6.3%，城镇新增就业4.7万人。

茶叶生产再上台阶。新建茶园3万亩，总产量达到5.6万吨，比上年多2000吨。

二、今年工作安排

今年发展主要预期目标是：地区生产总值增长7%左右；城镇新增就业5万人；茶叶产量6.2万吨以上。

大力推进竹纤维板材、湖鲜保活包装、山地采茶机器人、古瓷釉料复原等四大攻关项目。

用心办好五件民生实事：①新建村级养老点45个；②改造老旧校舍12栋，新增学位900个；③培训护理员700名，配备急救箱260套；④修复山塘38口；⑤加装电梯150部。
"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    lanshan = _PLAN.format(
        city="岚屏",
        energy=16.5,
        cod=7300,
        nitrogen=820,
        kilns=19,
        third="船舶岸电",
        what="新建岸电桩64套，改造码头7座",
        body="市交通运输局",
    )
    tingpu = _PLAN.format(
        city="汀浦",
        energy=12,
        cod=2400,
        nitrogen=260,
        kilns=5,
        third="茶园减药",
        what="推广绿色防控，建设示范茶园11个",
        body="市农业农村局",
    )
    files = {"lanping.txt": lanshan, "tingpu.txt": tingpu}
    return assistant_over(Path(tmp_path_factory.mktemp("towns")), files)[0]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("report")), {"xiangxi.txt": _REPORT})[0]


LIST = "岚屏第二部分有哪些工程"


@pytest.mark.parametrize(
    "between",
    [
        (),
        ("第二个谁负责",),
        ("第一个具体要干什么，归谁管",),
        ("岚屏氨氮减排量是多少", "汀浦呢"),
        ("汀浦化学需氧量减排量是多少", "第二个归谁管", "汀浦什么时候印发的"),
    ],
)
def test_a_list_outlasts_the_turns_between(towns: Assistant, between: tuple[str, ...]) -> None:
    last = talk(towns, LIST, *between, "最后一个谁负责")
    assert "屋顶光伏工程，由市机关事务管理局负责" in last.answer and cited_plans(last) == {"lanping"}
    assert "船舶岸电工程，由市交通运输局负责" in talk(towns, LIST, *between, "第三个归谁管").answer


def test_what_follows_an_item_is_asked_of_its_place(towns: Assistant) -> None:
    turns = (LIST, "汀浦氨氮减排量是多少", "最后一个是什么")
    assert cited_plans(talk(towns, *turns, "谁负责")) == {"lanping"}
    assert "820吨" in talk(towns, *turns, "氨氮减排量是多少").answer


def test_a_list_told_later_takes_its_place(towns: Assistant) -> None:
    third = talk(towns, LIST, "那汀浦呢", "第三个谁负责")
    assert "茶园减药工程，由市农业农村局负责" in third.answer and cited_plans(third) == {"tingpu"}


def test_the_list_of_another_place_is_meant_where_that_is_named(towns: Assistant) -> None:
    third = talk(towns, LIST, "第一个谁负责", "汀浦的第三个谁负责")
    assert "茶园减药工程，由市农业农村局负责" in third.answer and cited_plans(third) == {"tingpu"}


def test_the_next_and_the_one_before_are_counted_from_the_item_spoken_of(towns: Assistant) -> None:
    assert "第3个是船舶岸电工程" in talk(towns, LIST, "第二个谁负责", "下一个呢").answer
    assert "窑炉改造工程，由市工业和信息化局负责" in talk(towns, LIST, "第二个是什么", "上一个谁负责").answer
    beyond = talk(towns, LIST, "最后一个是什么", "下一个呢")
    assert "列出的共4项，没有再多的了" in beyond.answer and beyond.status == "partial"


def test_the_rest_are_those_not_yet_spoken_of(towns: Assistant) -> None:
    rest = talk(towns, LIST, "第二个谁负责", "最后一个呢", "其余的是什么").answer
    assert "第1个是窑炉改造工程" in rest and "第3个是船舶岸电工程" in rest
    assert "管网更新" not in rest and "屋顶光伏" not in rest


def test_several_items_are_asked_of_one_by_one(towns: Assistant) -> None:
    both = talk(towns, LIST, "第一个和第三个谁负责").answer
    assert "市工业和信息化局" in both and "市交通运输局" in both and "住房" not in both
    first = talk(towns, LIST, "前两个是什么").answer
    assert "第1个是窑炉改造工程" in first and "第2个是管网更新工程" in first and "岸电" not in first


def test_what_is_done_under_an_item_is_told_from_its_clause(towns: Assistant) -> None:
    done = talk(towns, LIST, "第三个要做什么")
    assert "新建岸电桩64套，改造码头7座" in done.answer and done.status == "answered"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("岚屏第二部分有哪些工程？第三个谁负责？", ("共4项", "船舶岸电工程，由市交通运输局")),
        ("岚屏第二部分有哪些工程，最后一个归谁管", ("共4项", "屋顶光伏工程，由市机关事务管理局")),
        (
            "岚屏第二部分前两个工程分别由谁负责",
            ("窑炉改造工程，由市工业和信息化局", "管网更新工程，由市住房和城乡建设局"),
        ),
    ],
)
def test_a_list_and_an_item_of_it_are_asked_for_at_once(towns: Assistant, asked: str, told: tuple[str, ...]) -> None:
    answer = talk(towns, asked)
    assert all(words in answer.answer for words in told) and answer.status == "answered"


def test_the_words_and_the_figures_of_an_item_are_those_of_its_clause(towns: Assistant) -> None:
    assert "推广余热利用" in talk(towns, LIST, "第一个的原文").answer
    figures = talk(towns, LIST, "第三个有哪些数字指标").answer
    assert "64套" in figures and "19座" not in figures


def test_an_item_is_found_whose_list_the_question_names_itself(report: Assistant) -> None:
    third = talk(report, "湘溪五件民生实事的第三件是什么")
    assert "第3个是培训护理员700名，配备急救箱260套" in third.answer
    assert "养老点" not in third.answer and "山塘" not in third.answer and len(third.citations) == 1
    second = talk(report, "湘溪五件民生实事的第三件是什么", "第二件呢").answer
    assert "第2个是改造老旧校舍12栋，新增学位900个" in second and "护理员" not in second
    assert "第5个是加装电梯150部" in talk(report, "湘溪五件民生实事中的最后一件是什么").answer


@pytest.mark.parametrize("asked", ["第三件的原文怎么写的", "第三件的出处", "第三件的原话呢"])
def test_the_words_of_one_item_are_told_and_no_others(report: Assistant, asked: str) -> None:
    told = talk(report, "湘溪五件民生实事有哪些", asked).answer
    assert "培训护理员700名" in told and "养老点" not in told and "山塘" not in told


def test_items_in_a_sentence_are_counted_without_the_verb_before_them(report: Assistant) -> None:
    asked = "湘溪四大攻关项目有哪些"
    assert "第1个是竹纤维板材" in talk(report, asked, "第一个是哪个").answer
    assert "第4个是古瓷釉料复原" in talk(report, asked, "第四个是哪个").answer


def test_places_told_in_an_order_are_asked_of_by_their_place(towns: Assistant) -> None:
    ranked = ("两个市的氨氮减排量从高到低排一下", "第二个谁牵头管网更新")
    assert cited_plans(talk(towns, ranked[0], "第二名的责任单位是谁")) == {"tingpu"}
    both = talk(towns, "氨氮减排量最多的是哪个市，排第一的责任单位是谁").answer
    assert "岚屏市（820吨）" in both and "责任" not in both.replace("责任单位", "") and "由市" in both


def test_a_conversation_goes_back_to_the_place_before(towns: Assistant) -> None:
    turns = ("岚屏氨氮减排量是多少", "汀浦呢")
    assert "7300吨" in talk(towns, *turns, "回到前面那个市，化学需氧量减排量是多少").answer
    assert "820吨" in talk(towns, *turns, "回到前面那个市").answer
    assert cited_plans(talk(towns, *turns, "还是说刚才那个市，能耗要降多少", "谁负责")) == {"lanping"}


def test_one_place_is_held_against_all_that_were_told(towns: Assistant) -> None:
    against = talk(towns, "两个市的氨氮减排量各是多少", "和汀浦比呢")
    assert "820吨" in against.answer and "260吨" in against.answer


@pytest.mark.parametrize(
    "asked",
    [
        "岚屏各县区的能耗强度降低目标分别是多少",
        "岚屏下面每个县的能耗要降多少",
        "岚屏下辖各县（区）能耗强度目标各是多少",
    ],
)
def test_figures_of_each_county_are_never_those_of_the_whole(towns: Assistant, asked: str) -> None:
    told = talk(towns, asked)
    assert told.status == "partial" and "没有写" in told.answer and "16.5%" in told.answer
    assert "各县（区）能耗强度降低目标的名称，没有写出其中的数" in told.answer


def test_a_contact_asked_for_leaves_the_other_part_answered(towns: Assistant) -> None:
    told = talk(towns, "汀浦管网更新工程谁负责？电话多少")
    assert "市住房和城乡建设局负责" in told.answer and "没有写电话" in told.answer and told.status == "partial"


def test_what_is_asked_of_any_project_leaves_the_thing_spoken_of(towns: Assistant) -> None:
    turns = ("岚屏屋顶光伏工程要做什么", "投资多少钱", "什么时候建成")
    assert "市机关事务管理局" in talk(towns, *turns, "谁负责").answer


@pytest.mark.parametrize(
    ("turns", "figure"),
    [
        (("湘溪今年茶叶产量目标是多少", "去年呢"), "5.6万吨"),
        (("湘溪今年城镇新增就业目标多少", "去年完成多少"), "4.7万人"),
        (("湘溪2024年地区生产总值增长多少",), "6.3%"),
    ],
)
def test_the_year_before_is_told_by_its_result(report: Assistant, turns: tuple[str, ...], figure: str) -> None:
    told = talk(report, *turns)
    assert figure in told.answer and told.status == "answered"
    assert not any(goal in told.answer for goal in ("6.2万吨", "5万人", "7%"))


def test_a_year_that_the_report_does_not_speak_of_has_no_figure(report: Assistant) -> None:
    for asked in ("明年呢", "前年呢"):
        told = talk(report, "湘溪今年茶叶产量目标是多少", asked)
        assert told.status == "not_found" and not told.citations


@pytest.mark.parametrize(
    ("words", "size", "last", "places"),
    [
        ("第三个", 5, 0, [(3,)]),
        ("最后一项", 5, 0, [(5,)]),
        ("最后两条", 5, 0, [(4, 5)]),
        ("倒数第二个工程", 5, 0, [(4,)]),
        ("前三项", 5, 0, [(1, 2, 3)]),
        ("下一个", 5, 2, [(3,)]),
        ("上一条", 5, 2, [(1,)]),
        ("第六个", 5, 0, [()]),
        ("第12件", 12, 0, [(12,)]),
        ("第一个和第五个", 5, 0, [(1,), (5,)]),
        ("第二个城市", 5, 0, []),
        ("上一个五年", 5, 2, []),
        ("第三产业", 5, 0, []),
    ],
)
def test_words_point_at_places_of_a_list(words: str, size: int, last: int, places: list[tuple[int, ...]]) -> None:
    assert [pointer.places(size, last) for pointer in pointers_in(words)] == places


@pytest.mark.parametrize(
    ("turns", "title"),
    [
        (["岚屏方案第二部分第二项讲什么", "下一项呢"], "二、（三）"),
        (["岚屏方案第二部分第二项讲什么", "下一项呢", "再下一项"], "屋顶光伏工程"),
        (["岚屏方案第二部分第二项讲什么", "上一项呢"], "窑炉改造工程"),
    ],
)
def test_the_next_piece_follows_the_one_addressed(towns: Assistant, turns: list[str], title: str) -> None:
    assert title in talk(towns, *turns).answer


def test_a_piece_counted_from_the_end_has_none_behind_it() -> None:
    last, fourth = addresses_in("最后一章")[0], addresses_in("第四章")[0]
    assert stepped(last, 1) == "" and stepped(fourth, 1) == "第5章" and stepped(addresses_in("第1条")[0], -1) == ""
