"""What a plan gives its counties and towns one by one, told in whichever way, is put in order and held against bounds."""

import pytest

from retrieval.answers import parted_goals
from retrieval.assistant import Assistant
from retrieval.question import understanding
from retrieval.question.part_ranked import name_part
from retrieval.search.figures import part_of
from tests.own_corpus import assistant_over
from tests.talking import talk

PLANS = {
    "a.txt": "云梓市“十四五”节能减排工作方案\n\n一、目标\n（一）能耗。到2025年，全市单位地区生产总值能耗比2020年降低13.1%。"
    "西礁区、鹭浦区单位地区生产总值能耗降低15.5%，北崎县、岚檀县降低11.5%，海茗市（县级市）降低14%。\n（二）减排。到2025年，氮氧化物重点工程减排量不低于450吨。氮氧化物重点工程减排量：西礁区210吨、北崎县95吨、海茗市130吨。\n",
    "c.txt": "澄溪市污水治理方案\n\n一、目标\n（一）污泥。到2025年，市本级污泥无害化处理率达96%以上，县（区）达到91%以上。"
    "\n（二）油烟。到2025年，80%以上的县级及以上食堂装上净化设施，餐厨油烟净化率达到92%。\n",
    "b.txt": "桐柯县污水治理三年行动方案\n\n一、目标\n（一）治理率。到2025年底农村生活污水治理率分别达到：桐柯镇61%、白鸥镇53%、青栎乡37%、龙岗乡29%。龙岗乡因山洪频发、道路不通，经县指挥部同意，治理任务可延至2026年6月底。\n",
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("places"), PLANS)[0]


def test_places_that_share_a_figure_are_put_in_order_together(places: Assistant) -> None:
    answer = places.ask("云梓下面各区县的能耗降幅目标，从高到低排一下").answer
    assert "西礁区、鹭浦区15.5%＞海茗市（县级市）14%＞北崎县、岚檀县11.5%" in answer and "13.1%" not in answer


def test_without_those_that_open_the_list_they_are_missing(places: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted_goals, "rows_of_parts", lambda rows: [r for r in rows if part_of(r)])
    assert "西礁区、鹭浦区15.5%" not in places.ask("云梓下面各区县的能耗降幅目标，从高到低排一下").answer


def test_which_of_them_has_most_is_asked_of_another_thing(places: Assistant) -> None:
    answer = talk(places, "云梓三个区县能耗降幅，最高和最低差多少", "氮氧化物减排呢，哪个扛得最多").answer
    assert "最高的是西礁区（210吨）" in answer


def test_a_town_with_the_name_of_the_county_is_not_the_county(places: Assistant) -> None:
    answer = places.ask("桐柯哪几个乡镇的农村污水治理率目标不到四成").answer
    assert "龙岗乡（29%）" in answer and "青栎乡（37%）" in answer and "61%" not in answer


def test_the_figure_of_a_part_is_not_that_of_the_whole(places: Assistant) -> None:
    for part in ("14%", "15.5%"):
        answer = places.ask(f"单位GDP能耗要降{part}的是哪几个地方").answer
        assert f"没有方案给出{part}" in answer and "13.1%" in answer


def test_parts_beyond_a_bound_are_sought_without_each(places: Assistant) -> None:
    answer = places.ask("云梓能耗降幅高于12%的县市有哪些").answer
    assert "西礁区、鹭浦区（15.5%）" in answer and "海茗市（县级市）（14%）" in answer and "岚檀县（" not in answer


def test_the_part_at_an_end_of_the_order_is_asked_of_by_its_place_in_it(
    places: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("桐柯哪几个乡镇的农村污水治理率目标不到四成", "最低的那个因为什么能延期")
    assert "龙岗乡因山洪频发" in talk(places, *asked).answer
    monkeypatch.setattr(understanding, "name_part", lambda asked, _: asked)
    assert "龙岗乡因山洪频发" not in talk(places, *asked).answer


def test_without_the_order_told_before_no_part_is_meant() -> None:
    assert name_part("最低的那个凭什么可以往后拖", []) == "最低的那个凭什么可以往后拖"


def test_all_parts_are_added_up_and_held_against_the_whole(places: Assistant) -> None:
    asked = "云梓氮氧化物减排量，哪个区县扛得最多"
    answer = talk(places, asked, "三家加起来跟全市的数对得上吗").answer
    assert "合计435吨（210＋95＋130），比云梓市的不低于450吨的数少15吨" in answer
    assert "合计435吨" in talk(places, asked, "这几个县一共多少").answer
    assert "比云梓市的不低于450吨的数少15吨" in places.ask("云梓各区县氮氧化物减排量加一块儿等于全市的目标吗").answer


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("云梓市海茗市的能耗降幅在各区县里排第几", "海茗市（县级市）（14%）排第3"),
        ("北崎县氮氧化物减排量排第几", "北崎县（95吨）排第3"),
        ("白鸥镇的农村污水治理率在桐柯县排第几", "白鸥镇（53%）排第2"),
    ],
)
def test_a_part_has_its_place_among_the_parts(places: Assistant, question: str, place: str) -> None:
    assert place in places.ask(question).answer


def test_what_is_given_to_the_counties_in_one_word_is_not_denied(places: Assistant) -> None:
    said = places.ask("澄溪市里头污泥无害化处理率要到多少，下面县里呢")
    assert said.status == "answered" and "县（区）达到91%以上" in said.answer and "没有写" not in said.answer
    assert "没有写各县区分别是多少" in places.ask("澄溪各县区餐厨油烟净化率分别是多少").answer
