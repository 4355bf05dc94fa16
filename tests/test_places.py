"""A place is named where its name is a word with the company of a place; what only looks or sounds like one names none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.records import PlanCard
from index.snapshot import open_index
from retrieval.question.places import Place, find_places, place_name


@pytest.fixture(scope="module")
def cards(real_index: Path) -> tuple[PlanCard, ...]:
    return tuple(open_index(real_index).plans)


def names(question: str, cards: tuple[PlanCard, ...]) -> list[str]:
    return [place.name for place in find_places(question, cards)]


@pytest.mark.parametrize(
    "question",
    [
        "黄河北岸要造多少林",
        "河北岸有几个排污口",
        "海河南岸的绿化",
        "湘江西岸的治理",
        "太湖南侧的湿地",
        "太行山西麓的矿山",
        "大别山东坡的茶园",
        "洞庭湖北部的芦苇",
        "渤海南部的风电",
        "山西边的村子",
        "长江西段的岸线",
        "广西面的山",
        "江西部的目标",
    ],
)
def test_the_side_of_a_river_or_a_mountain_is_no_province(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    ("question", "province"),
    [
        ("河北方案", "河北省"),
        ("湖南方面", "湖南省"),
        ("云南方言", "云南省"),
        ("江西部分县", "江西省"),
        ("江西部门", "江西省"),
        ("湖南部署了什么", "湖南省"),
        ("山西面临什么", "山西省"),
        ("云南边境", "云南省"),
        ("山东侧重什么", "山东省"),
        ("广东西部", "广东省"),
        ("山西北部", "山西省"),
        ("河南北岸", "河南省"),
        ("海南岸线长度", "海南省"),
        ("沪昆高铁江西段", "江西省"),
        ("广西段工程", "广西壮族自治区"),
        ("河南向全国发布", "河南省"),
    ],
)
def test_a_province_before_a_word_that_begins_like_a_side_is_one(
    question: str, province: str, cards: tuple[PlanCard, ...]
) -> None:
    assert names(question, cards) == [province]


@pytest.mark.parametrize(
    "question", ["云南路的路灯", "河南路12号", "南京路的商铺", "成都大道怎么走", "海河南路", "和县路怎么走"]
)
def test_a_street_is_no_place_that_it_is_called_after(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    ("question", "place"),
    [("北京路网密度", "北京市"), ("南京路网密度", "南京市"), ("四川路况", "四川省"), ("河南路边停车", "河南省")],
)
def test_a_place_before_a_word_that_begins_with_road_is_one(
    question: str, place: str, cards: tuple[PlanCard, ...]
) -> None:
    assert names(question, cards) == [place]


@pytest.mark.parametrize(
    "question",
    [
        "新的能耗目标是什么",
        "更新的设备能领补贴吗",
        "新那个办法",
        "有条新的高铁",
        "贵的设备",
        "黑的烟怎么管",
        "柜子里藏的东西",
        "天上云的颜色",
        "工程师贵地",
    ],
)
def test_an_everyday_word_is_no_sign_of_a_province(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("赣那个fuzhou的氨氮", ["江西省", "fuzhou"]),
        ("闽的氨氮", ["福建省"]),
        ("那湘的呢", ["湖南省"]),
        ("是赣的还是闽的", ["江西省", "福建省"]),
        ("请问，黔的那份", ["贵州省"]),
    ],
)
def test_the_sign_of_a_province_is_one_where_it_stands_by_itself(
    question: str, found: list[str], cards: tuple[PlanCard, ...]
) -> None:
    assert names(question, cards) == found


@pytest.mark.parametrize(
    ("question", "provinces"),
    [
        ("苏沪两家新增就业加起来多少", ["江苏省", "上海市"]),
        ("去年城镇化率苏闽湘三家分别多少", ["江苏省", "福建省", "湖南省"]),
        ("皖、赣今年的目标也给一下", ["安徽省", "江西省"]),
        ("湘赣今年的目标分别多少", ["湖南省", "江西省"]),
        ("鲁豫哪个高", ["山东省", "河南省"]),
        ("魔都今年的目标", ["上海市"]),
    ],
)
def test_provinces_in_a_row_are_named_by_their_signs(
    question: str, provinces: list[str], cards: tuple[PlanCard, ...]
) -> None:
    assert names(question, cards) == provinces


@pytest.mark.parametrize("question", ["怎么推进川渝合作", "京津冀协同的事提没提", "湘赣边区的合作", "沪昆高铁"])
def test_what_is_called_after_provinces_in_a_row_is_a_thing(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    "question",
    [
        "投资阳光产业的企业",
        "物资阳性检测",
        "创新乡村金融",
        "三百个以上海洋项目",
        "隆重庆祝什么",
        "长白山怎么保护",
        "粤桂东西部协作",
        "机关和县属机关",
        "副州长管什么",
        "紫阳的目标",
        "老城区的污水",
    ],
)
def test_words_that_run_across_a_name_leave_no_place(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("美丽江苏怎么建", ["江苏省"]),
        ("美丽江西怎么建", ["江西省"]),
        ("抚州和资阳谁高", ["抚州", "资阳"]),
        ("中国台湾的标准", ["台湾省"]),
        ("从金华到杭州", ["金华市", "杭州市"]),
        ("中共湖南省委的要求", ["湖南省"]),
        ("抚州市区的管网", ["抚州市"]),
        ("福州市中心", ["福州市"]),
        ("洛阳老城区的污水", ["洛阳市", "老城区"]),
        ("东城区的目标", ["东城区"]),
        ("川投资阳、能投广元等气电", ["资阳", "广元市"]),
        ("和县的目标", ["和县"]),
    ],
)
def test_a_name_is_a_place_whatever_word_touches_it(
    question: str, found: list[str], cards: tuple[PlanCard, ...]
) -> None:
    assert names(question, cards) == found


@pytest.mark.parametrize("question", ["“气大庆”是谁提的", "《福建省节能条例》说了什么", "《闽侯县志》里写了吗"])
def test_what_is_quoted_names_no_place(question: str, cards: tuple[PlanCard, ...]) -> None:
    assert names(question, cards) == []


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("资府发〔2023〕3号说了什么", "ziyang"),
        ("文号是资府发[2023]3号的文件", "ziyang"),
        ("2023年6月7日印发的那份", "qiandongnan"),
        ("资扬市要减多少吨", "ziyang"),
        ("抚洲的目标", "fuzhou-jx"),
        ("福洲的目标", "fuzhou-fj"),
        ("紫阳市的目标", "ziyang"),
        ("榕城要新建几座", "fuzhou-fj"),
    ],
)
def test_a_plan_is_found_by_its_number_its_date_its_sound_and_its_nickname(
    question: str, plan: str, cards: tuple[PlanCard, ...]
) -> None:
    assert [place.plans for place in find_places(question, cards)] == [(plan,)]


def _only(places: Sequence[Place]) -> Place:
    (place,) = places
    return place


def test_a_number_of_no_plan_names_none(cards: tuple[PlanCard, ...]) -> None:
    assert find_places("甲府发〔2023〕3号说了什么", cards) == []
    assert find_places("2019年6月7日印发的那份", cards) == []


def test_every_county_named_is_found_and_the_one_in_quotation_marks_is_not(cards: tuple[PlanCard, ...]) -> None:
    found = find_places("“闽侯”是什么意思，闽侯的目标和闽清的目标", cards)
    assert [(p.start, p.county, p.plans) for p in found] == [
        (10, "闽侯", ("fuzhou-fj",)),
        (16, "闽清", ("fuzhou-fj",)),
    ]


def test_a_province_is_told_from_a_city_by_its_record(cards: tuple[PlanCard, ...]) -> None:
    assert _only(find_places("湖南要减多少", cards)).province == "湖南省"
    assert _only(find_places("长沙要减多少", cards)).province == ""


def test_a_name_that_holds_another_is_read_once(cards: tuple[PlanCard, ...]) -> None:
    assert names("黔东南州2023年要减多少", cards) == ["黔东南州"]
    assert names("福州市闽侯县", cards) == ["福州市", "闽侯县"]


def test_a_nickname_of_one_character_is_no_name(cards: tuple[PlanCard, ...]) -> None:
    short = tuple(replace(card, aliases=("榕",)) for card in cards)
    assert find_places("榕树怎么保护", short) == []


@pytest.mark.parametrize("label", ["发文字号", "文号", "发文字号是", "文号为", "文号：", "文号:", "文号 "])
def test_a_document_number_is_taken_with_its_label(label: str, cards: tuple[PlanCard, ...]) -> None:
    place = _only(find_places(f"{label}资府发〔2023〕3号", cards))
    assert (place.start, place.plans) == (0, ("ziyang",))


@pytest.mark.parametrize("verb", ["印发", "发布", "成文", "下发", "出台"])
def test_a_plan_is_named_by_its_date_and_what_was_done_with_it(verb: str, cards: tuple[PlanCard, ...]) -> None:
    assert _only(find_places(f"2023年6月7日{verb}的那份", cards)).plans == ("qiandongnan",)


@pytest.mark.parametrize("marks", ["“”", "《》", "「」"])
def test_a_county_in_any_quotation_marks_names_none(marks: str, cards: tuple[PlanCard, ...]) -> None:
    assert find_places(f"{marks[0]}闽侯{marks[1]}是什么", cards) == []
    assert find_places(f"{marks[0]}杭州{marks[1]}是什么", cards) == []


def test_a_county_is_one_of_the_prefecture_of_a_plan_in_its_own_province(cards: tuple[PlanCard, ...]) -> None:
    gulou = _only(find_places("闽侯县的目标", cards))
    assert (gulou.name, gulou.county, gulou.plans, gulou.province) == ("闽侯县", "闽侯", ("fuzhou-fj",), "")
    other = _only(find_places("杭州的目标", cards))
    assert (other.name, other.county, other.plans, other.heard) == ("杭州市", "", (), False)
    elsewhere = tuple(replace(card, province="浙江省") for card in cards if card.id == "fuzhou-fj")
    assert _only(find_places("闽侯县的目标", elsewhere)).plans == ()
    assert _only(find_places("资扬的目标", cards)).heard


def test_a_plan_without_a_region_is_called_by_its_title(cards: tuple[PlanCard, ...]) -> None:
    assert place_name(cards[0]) == cards[0].region
    assert place_name(replace(cards[0], region="")) == f"《{cards[0].title}》"


def test_two_plans_of_one_name_are_both_meant_in_their_order(cards: tuple[PlanCard, ...]) -> None:
    twice = (*cards, replace(cards[0], id="zz"))
    assert _only(find_places(f"{cards[0].region}的目标", twice)).plans == (cards[0].id, "zz")
